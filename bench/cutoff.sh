#!/usr/bin/env bash
# From a cut-off to the complete list of the missing at every level: the round under way is made due in some seconds, and from
# that second on the county, every township and every village ask for their figures and for every page of their list.
#   bench/cutoff.sh                     the demo county
#   HOUSEHOLDS=100000 bench/cutoff.sh   a made-up city of 1,500 villages
# Wants ./dev build. Prints the seconds from the cut-off until each level had the whole list over HTTP, and checks that they agree.
set -euo pipefail
cd "$(dirname "$0")/.."
port=8031 bin=build/release/bin url=http://127.0.0.1:8031
if [ -n "${HOUSEHOLDS:-}" ]; then
    data=build/bench-cutoff/site
    rm -rf build/bench-cutoff
    "$bin/make_city" --data build/bench-cutoff --households "$HOUSEHOLDS"
    token=$("$bin/fangxian" user token county --data "$data" --label bench)
    "$bin/fangxian" serve --data "$data" --port $port >/dev/null &
    server=$!
    trap 'kill $server; wait $server' EXIT
    until curl -sf -o /dev/null "$url/healthz"; do sleep 0.1; done
else
    data=build/bench-cutoff
    . bench/served_demo.sh
fi
echo "load average $(cut -d' ' -f1 /proc/loadavg) on $(nproc) cores"
for run in 1 2 3; do python3 bench/cutoff.py "$url" "$token"; done
