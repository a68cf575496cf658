# Steps: each prints its name, its seconds and, when it fails, the end of its log.

JOBS=${FANGXIAN_JOBS:-$(nproc)}
FAILED_STEPS=()

say() { printf '\n%s\n' "$*"; }
die() { printf 'dev: %s\n' "$*" >&2; exit 1; }

# step NAME COMMAND...: runs it with its output in build/log/NAME.log; returns its status.
step() {
    local name=$1 start=$EPOCHREALTIME status=0
    shift
    local log=build/log/${name// /-}.log
    mkdir -p build/log
    printf '  %-34s' "$name"
    # A shell of its own: `step … || …` would switch -e off in everything this one calls.
    bash ./dev :run "$@" >"$log" 2>&1 || status=$?
    local seconds
    seconds=$(awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
    if [ $status = 0 ]; then
        printf '%8s s\n' "$seconds"
    else
        printf '%8s s  FAILED\n' "$seconds"
        FAILED_STEPS+=("$name")
        echo "  ---- last lines of $log"
        tail -n 60 "$log" | sed 's/^/  | /'
    fi
    return $status
}

# skipped NAME REASON: a step with nothing to run yet says so.
skipped() { printf '  %-34s  skipped: %s\n' "$1" "$2"; }

as_root() {
    if [ "$EUID" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else die "needs root for: $*. Run as root or install sudo."; fi
}
