# Steps: each prints its name, its seconds and, when it fails, the end of its log.

JOBS=${FANGXIAN_JOBS:-$(nproc)}
FAILED_STEPS=()

say() { printf '\n%s\n' "$*"; }
die() { printf 'dev: %s\n' "$*" >&2; exit 1; }

# step NAME COMMAND...: runs it with its output in build/log/NAME.log; returns its status. Prints seconds passed and
# seconds of processor time: the second figure tells the cost when the machine is busy with other things.
step() {
    local name=$1 status=0 TIMEFORMAT='%R %U %S' times
    shift
    local log=build/log/${name// /-}.log
    mkdir -p build/log
    printf '  %-34s' "$name"
    # A shell of its own: `step … || …` would switch -e off in everything this one calls.
    times=$({ time bash ./dev :run "$@" >"$log" 2>&1; } 2>&1) || status=$?
    awk '{ printf "%8.1f s  (cpu %.1f s)", $1, $2 + $3 }' <<<"$times"
    if [ $status = 0 ]; then
        echo
    else
        echo "  FAILED"
        FAILED_STEPS+=("$name")
        echo "  ---- last lines of $log"
        tail -n 60 "$log" | sed 's/^/  | /'
    fi
    return $status
}

# beside NAME COMMAND...: a step that mostly waits, run while others compute; joined prints it and counts its failure.
beside() {
    BESIDE=build/log/${1// /-}.step
    mkdir -p build/log
    step "$@" >"$BESIDE" &
    BESIDE_JOB=$! BESIDE_NAME=$1
}
joined() {
    local status=0
    wait "$BESIDE_JOB" || status=$?
    cat "$BESIDE"
    [ $status = 0 ] || FAILED_STEPS+=("$BESIDE_NAME")
    return $status
}

# skipped NAME REASON: a step with nothing to run yet says so.
skipped() { printf '  %-34s  skipped: %s\n' "$1" "$2"; }

as_root() {
    if [ "$EUID" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else die "needs root for: $*. Run as root or install sudo."; fi
}
