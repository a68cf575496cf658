#!/usr/bin/env bash
# Returns of a served demo county: milliseconds for the sheet of the county, a township and a village.
#   bench/returns.sh [DIRECTORY]     needs ./dev build
set -euo pipefail
cd "$(dirname "$0")/.."
bin=build/release/bin data=${1:-build/bench-returns} port=8027
rm -rf "$data"
"$bin/fangxian" demo --data "$data" --prepare-only >/dev/null
token=$("$bin/fangxian" user token county --data "$data" --label bench)
"$bin/fangxian" serve --data "$data" --port $port >/dev/null &
server=$!
trap 'kill $server; wait $server' EXIT
until curl -sf -o /dev/null "http://127.0.0.1:$port/healthz"; do sleep 0.1; done
for name in daily_report screening_daily contact_daily; do
    for place in 610627 610627001 610627001001; do
        for run in 1 2 3 4 5 6 7 8 9; do
            curl -sf -o /dev/null -w '%{time_total}\n' -H "Authorization: Bearer $token" \
                "http://127.0.0.1:$port/api/returns/$name?place=$place"
        done | sort -n | awk -v what="$name of $place" '{ t[NR] = $1 } END { printf "%-36s median %6.1f ms  worst %6.1f ms\n", what, t[5] * 1000, t[9] * 1000 }'
    done
done
