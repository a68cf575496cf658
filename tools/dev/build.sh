# Building the server and the web pages; running them.

# cmake_build PRESET [TARGET...]
cmake_build() {
    local preset=$1
    shift
    [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset"
    cmake --build --preset "$preset" -j "$JOBS" ${1:+--target "$@"}
}

# has_script NAME: whether the root package.json has it (build, lint, typecheck, test, test:e2e).
has_script() { [ -f package.json ] && grep -q "^ *\"$1\":" package.json; }

# web_step NAME SCRIPT
web_step() {
    if has_script "$2"; then step "$1" npm run --silent "$2"
    else skipped "$1" "package.json has no script \"$2\" yet"; fi
}

verb_build() {
    local preset=release
    [ "${1:-}" != --preset ] || preset=$2
    say "build: $preset"
    step "$preset build" cmake_build "$preset" || exit 1
    [ "$preset" != release ] || web_step "web build" build || exit 1
}

fangxian() { build/release/bin/fangxian "$@"; }

# The program alone: whoever only runs it need not wait for the tests to compile.
build_program() {
    say "build: the program and the web pages"
    step "release build" cmake_build release fangxian || exit 1
    web_step "web build" build || exit 1
}

verb_serve() {
    build_program
    say "serve: fangxian serve $*"
    exec build/release/bin/fangxian serve "$@"
}

verb_demo() {
    local data=build/demo options=()
    while [ $# -gt 0 ]; do
        case $1 in
            --data) data=${2:?--data needs a directory}; shift 2 ;;
            --port) options+=(--port "${2:?--port needs a number}"); shift 2 ;;
            --prepare-only) options+=("$1"); shift ;;
            *) die "demo: unknown option $1 (--port N, --data DIR, --prepare-only)" ;;
        esac
    done
    verb_install --build-only
    build_program
    say "demo: the county of Ganquan in $data"
    exec build/release/bin/fangxian demo --data "$data" ${options[@]+"${options[@]}"}
}

# bench/NAME.sh prints the figures of a benchmark beside its peer's.
verb_bench() {
    say "bench: figures on this machine; compare ratios, not seconds, between machines"
    step "release build" cmake_build release || exit 1
    local found=0 script
    for script in bench/*"${1:-}"*.sh; do
        [ -x "$script" ] || continue
        found=1
        say "$script"
        "$script"
    done
    [ $found = 1 ] || die "no bench/*.sh matches \"${1:-}\""
}

verb_clean() {
    say "clean: build/ and built web pages${1:+, installed npm packages}"
    rm -rf build web/*/dist
    [ "${1:-}" != --all ] || rm -rf node_modules web/*/node_modules tools/node/node_modules .cache
}
