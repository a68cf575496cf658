# Sourced: the demo county served for a bench over HTTP. Wants `data` and `port`; gives `bin`, `url` and `token` of the county's
# account, `timed` (one request's seconds) and `nine` (median and worst of nine runs of a command that prints seconds).
bin=build/release/bin url=http://127.0.0.1:$port
rm -rf "$data"
"$bin/fangxian" demo --data "$data" --prepare-only >/dev/null
token=$("$bin/fangxian" user token county --data "$data" --label bench)
"$bin/fangxian" serve --data "$data" --port "$port" >/dev/null &
server=$!
trap 'kill $server; wait $server' EXIT
until curl -sf -o /dev/null "$url/healthz"; do sleep 0.1; done

timed() { curl -sf -o /dev/null -w '%{time_total}\n' -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@"; }
nine() {
    local what=$1
    shift
    for _ in 1 2 3 4 5 6 7 8 9; do "$@"; done | sort -n |
        awk -v what="$what" '{ t[NR] = $1 } END { printf "%-36s median %6.1f ms  worst %6.1f ms\n", what, t[5] * 1000, t[9] * 1000 }'
}
