# Everything CI runs. A failed build ends the run of what depends on it; everything else still runs.

FUZZ_SECONDS=${FANGXIAN_FUZZ_SECONDS:-5}

# ctest_run PRESET [ctest options]: verbose, so that tools/dev/summary.py can count the cases.
ctest_run() { local preset=$1; shift; ctest --preset "$preset" -V "$@"; }

# The stores are tested on a throw-away PostgreSQL: tests that need one read FANGXIAN_TEST_POSTGRES.
release_tests() {
    local folder=build/test-postgres
    trap "tools/postgres.sh stop $folder" EXIT
    FANGXIAN_TEST_POSTGRES=$(tools/postgres.sh start "$folder")
    export FANGXIAN_TEST_POSTGRES
    ctest_run release -j "$JOBS"
}

# Only what runs threads (fx_library(… CONCURRENT)): everything else cannot race.
concurrent_tests() {
    cmake --preset tsan
    cmake --build --preset tsan -j "$JOBS" --target concurrent_tests
    ctest_run tsan -L concurrent --no-tests=ignore
}

# fuzz_one PROGRAM: from the committed samples (tests/fuzz/corpus/NAME, when there are any) on.
fuzz_one() {
    local name=${1##*/fuzz_}
    local corpus=build/fuzz/$name samples=tests/fuzz/corpus/$name
    mkdir -p "$corpus"
    [ -d "$samples" ] || samples=
    "$1" -max_total_time="$FUZZ_SECONDS" -timeout=10 -rss_limit_mb=2048 -artifact_prefix="$corpus-" \
        "$corpus" $samples >"build/log/fuzz-$name.txt" 2>&1 || { echo "fuzz: $name FAILED"; tail -n 40 "build/log/fuzz-$name.txt"; return 1; }
    echo "fuzz: $name ok, $(grep -c . <(ls "$corpus")) inputs found, $(sed -n 's/^Done \([0-9]* runs\).*/\1/p' "build/log/fuzz-$name.txt")"
}

fuzz_each() { find build/asan/bin -name 'fuzz_*' -type f | sort | xargs -r -P "$JOBS" -n 1 bash ./dev :run fuzz_one; }

test_web() {
    web_step "web types" typecheck
    web_step "web tests" test
    web_step "web build" build
}

# build_idly PRESET: on one core, and only while nobody else wants it: browser stories have deadlines and wait most of the time.
build_idly() { renice -n 19 -p $BASHPID >/dev/null; JOBS=1 cmake_build "$1"; }

# The database tests mostly wait for disks: they run beside what fills the cores.
test_release() {
    step "release build" cmake_build release || { test_web; return; }
    beside "tests" release_tests
    test_web
    joined
    step "static analysis" analyse
}

# clang-19 with ASan + UBSan, which also builds the fuzzers; clang-19 with TSan.
test_sanitized() {
    joined && { step "asan tests" ctest_run asan -j "$JOBS"; step "fuzz" fuzz_each; }
    step "tsan tests" concurrent_tests
}

verb_test() {
    local start=$SECONDS quick=${1:-}
    rm -rf build/log
    verb_install
    say "test: house rules, release, PostgreSQL, web, browser$([ "$quick" = --quick ] || echo ", ASan + UBSan, TSan, fuzzers")"
    # Not under -e: one failed step must not hide what the others find.
    set +e
    lint_rules
    test_release
    [ "$quick" = --quick ] || beside "asan build" build_idly asan
    web_step "browser tests" test:e2e
    [ "$quick" = --quick ] || test_sanitized
    set -e
    say "test: $(((SECONDS - start) / 60)) min $(((SECONDS - start) % 60)) s"
    [ ${#FAILED_STEPS[@]} = 0 ] || printf 'failed step: %s\n' "${FAILED_STEPS[@]}"
    python3 tools/dev/summary.py build/log "${#FAILED_STEPS[@]}"
}
