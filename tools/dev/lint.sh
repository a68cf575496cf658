# House rules, format, static analysis.

cpp_files() { git ls-files -co --exclude-standard -- '*.cpp' '*.hpp' | while read -r file; do [ ! -f "$file" ] || echo "$file"; done; }

format_check() { cpp_files | xargs clang-format-14 --dry-run --Werror; }

verb_fmt() {
    say "fmt: clang-format over every C++ file"
    step "format" eval 'cpp_files | xargs clang-format-14 -i' || exit 1
}

# Files that differ from the main branch (or all of them): analysing one costs seconds, so all only when asked.
files_to_analyse() {
    if [ "${1:-}" = --all ]; then git ls-files -- 'src/*.cpp' 'tools/*.cpp'
    else { git diff --name-only --diff-filter=d "$(git merge-base HEAD main 2>/dev/null || echo HEAD)" -- '*.cpp'
           git ls-files -o --exclude-standard -- '*.cpp'; } | sort -u; fi
}

analyse() {
    local files
    files=$(files_to_analyse "$@")
    [ -n "$files" ] || { echo "no changed C++ file"; return 0; }
    [ -f build/release/build.ninja ] || cmake --preset release
    echo "$files" | xargs -P "$JOBS" -n 4 clang-tidy-19 -p build/release --quiet
}

lint_rules() {
    local status=0
    step "house rules" python3 tools/tidy || status=1
    step "format check" format_check || status=1
    return $status
}

verb_lint() {
    local status=0
    say "lint: house rules, format, static analysis of ${1:-changed files}"
    lint_rules || status=1
    step "static analysis" analyse "$@" || status=1
    exit $status
}
