# House rules, format, static analysis.

cpp_files() { git ls-files -co --exclude-standard -- '*.cpp' '*.hpp' | while read -r file; do [ ! -f "$file" ] || echo "$file"; done; }

format_check() {
    local wrong
    wrong=$(cpp_files | xargs -r clang-format-14 --dry-run 2>&1 | sed -n 's/^\([^:]*\):.*Wclang-format-violations.*/\1/p' | sort -u)
    [ -z "$wrong" ] || { printf 'not formatted: %s\n' $wrong; echo "run ./dev fmt"; return 1; }
}

verb_fmt() {
    say "fmt: clang-format over every C++ file"
    step "format" eval 'cpp_files | xargs -r clang-format-14 -i' || exit 1
}

# Files that differ from the main branch, or all of them: one costs about two seconds. Tests and fuzzers are left out.
# clang-tidy takes the flags of a file from the unity file beside it.
files_to_analyse() {
    { if [ "${1:-}" = --all ]; then git ls-files -co --exclude-standard -- '*.cpp'
      else git diff --name-only --diff-filter=d "$(git merge-base HEAD main 2>/dev/null || echo HEAD)" -- '*.cpp'
           git ls-files -o --exclude-standard -- '*.cpp'; fi; } |
        sort -u | { grep -v -e '_test\.cpp$' -e '^tests/fuzz/' || true; }
}

analyse() {
    local files
    cmake --preset release >/dev/null
    files=$(files_to_analyse "$@")
    [ -n "$files" ] || { echo "no changed C++ file"; return 0; }
    echo "$files" | xargs -r -P "$JOBS" -n 4 clang-tidy-19 -p build/release --quiet
}

lint_rules() {
    local status=0
    step "house rules" python3 tools/tidy || status=1
    step "format check" format_check || status=1
    web_step "web lint" lint || status=1
    return $status
}

verb_lint() {
    local status=0
    say "lint: house rules, format, static analysis of ${1:-changed files}"
    lint_rules || status=1
    step "static analysis" analyse "$@" || status=1
    exit $status
}
