#!/usr/bin/env bash
# Reports of a city of 1,500 villages with drill-down, over HTTP: the sheet of the whole, of a township and a village, the state of
# the daily reports, the records behind a cell, and the sheet and the reports of the whole and of every township in turn. The first request after the start is the cold one (the program has
# just read the site; files are in the page cache), then nine warm ones.
#   HOUSEHOLDS=100000 bench/villages.sh [STORE-URL]     needs ./dev build; STORE-URL = postgresql://… for PostgreSQL
set -euo pipefail
cd "$(dirname "$0")/.."
bin=build/release/bin data=build/bench-villages port=8032 url=http://127.0.0.1:8032
rm -rf "$data"
"$bin/make_city" --data "$data" --households "${HOUSEHOLDS:-100000}" ${1:+--store "$1"}
token=$("$bin/fangxian" user token county --data "$data/site" --label bench)
serve() {
    "$bin/fangxian" serve --data "$data/site" --port $port >/dev/null &
    server=$!
    until curl -sf -o /dev/null "$url/healthz"; do sleep 0.1; done
}
serve
trap 'kill $server; wait $server' EXIT
get() { curl -sf -o /dev/null -w '%{time_total} %{size_download}\n' -H "Authorization: Bearer $token" "$url$1"; }
# ask WHAT PATH: cold after a new start, then nine times.
ask() {
    kill $server
    wait $server || true
    serve
    local cold
    cold=$(get "$2")
    for _ in 1 2 3 4 5 6 7 8 9; do get "$2"; done | sort -n |
        awk -v what="$1" -v cold="${cold% *}" '{ t[NR] = $1; size = $2 } END {
            printf "%-52s cold %7.1f ms  median %7.1f ms  worst %7.1f ms  %9d bytes\n", what, cold * 1000, t[5] * 1000, t[9] * 1000, size }'
}
echo "load average $(cut -d' ' -f1 /proc/loadavg) on $(nproc) cores"
for name in daily_report screening_daily contact_daily; do
    ask "$name of the city, its 30 townships" "/api/returns/$name?place=610627"
    ask "$name of a township, its 50 villages" "/api/returns/$name?place=610627101"
    ask "$name of a village, its groups" "/api/returns/$name?place=610627101201"
done
ask 'daily reports: the city and its townships' '/api/daily-reports?place=610627'
ask 'daily reports: a township and its 50 villages' '/api/daily-reports?place=610627101'
ask 'coverage of the city' '/api/coverage/610627'
ask 'coverage of a township' '/api/coverage/610627101'
ask 'rows behind a figure: screenings of a township' '/api/records/household_screening?place=610627101&limit=100'
ask 'rows behind a figure: screenings of the city' '/api/records/household_screening?place=610627&limit=100'
# Everybody's, as somebody who opens every township: 31 sheets, 31 states of reports.
everything() {
    local code
    for code in "" $(seq 101 130); do get "$1?place=610627$code"; done | awk '{ sum += $1 } END { print sum }'
}
for path in /api/returns/daily_report /api/daily-reports; do
    for _ in 1 2 3; do everything $path; done | sort -n |
        awk -v what="$path of the city and each township, 31 requests" 'NR == 2 { printf "%-70s median %7.1f ms\n", what, $1 * 1000 }'
done
