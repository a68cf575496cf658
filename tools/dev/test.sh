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

fuzz_each() {
    local target
    for target in build/clang/bin/fuzz_*; do
        [ -x "$target" ] || continue
        echo "== $target"
        mkdir -p "build/fuzz/$(basename "$target")"
        "$target" -max_total_time="$FUZZ_SECONDS" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
            "build/fuzz/$(basename "$target")" $(fuzz_seeds "$target")
        echo "fuzz: $(basename "$target") ok"
    done
}

# The committed samples of a target: tests/fuzz/corpus/NAME, when there are any.
fuzz_seeds() { local folder=tests/fuzz/corpus/${1##*/fuzz_}; [ ! -d "$folder" ] || echo "$folder"; }

test_cpp() {
    step "release build" cmake_build release && { step "tests" release_tests; step "static analysis" analyse --all; }
    step "asan build" cmake_build asan && step "asan tests" ctest_run asan -j "$JOBS"
    step "tsan tests" concurrent_tests
    step "clang build" cmake_build clang && step "fuzz" fuzz_each
}

test_web() {
    web_step "web types" typecheck
    web_step "web tests" test
    web_step "web build" build && web_step "browser tests" test:e2e
}

verb_test() {
    local start=$SECONDS
    rm -rf build/log
    verb_install
    say "test: house rules, release, PostgreSQL, ASan + UBSan, TSan, clang-19, fuzzers, web, browser"
    # Not under -e: one failed step must not hide what the others find.
    set +e
    lint_rules
    test_cpp
    test_web
    set -e
    say "test: $(((SECONDS - start) / 60)) min $(((SECONDS - start) % 60)) s"
    [ ${#FAILED_STEPS[@]} = 0 ] || printf 'failed step: %s\n' "${FAILED_STEPS[@]}"
    python3 tools/dev/summary.py build/log "${#FAILED_STEPS[@]}"
}
