#!/usr/bin/env bash
# The phones of a county push a day's work at once: 1,986 of them 15 screenings each, all 29,777 households. Says how long
# each waited, and whether every screening counts afterwards.
#   bench/devices.sh [DIRECTORY]     needs ./dev build
set -euo pipefail
cd "$(dirname "$0")/.."
ulimit -n 8192
bin=build/release/bin data=${1:-build/bench-devices} port=8022
rm -rf "$data"
"$bin/fangxian" demo --data "$data" --prepare-only >/dev/null
"$bin/fangxian" user add bench --data "$data" --name bench --role township_officer --area 610627 >/dev/null
token=$("$bin/fangxian" user token bench --data "$data" --label bench)
close_rounds() {
    "$bin/fangxian" round list --data "$data" --json |
        python3 -c 'import json, sys; [print(r["id"]) for r in json.load(sys.stdin) if r["state"] == "open"]' |
        while read -r id; do "$bin/fangxian" round close "$id" --data "$data"; done
}
for run in 1 2 3; do
    close_rounds
    round=$("$bin/fangxian" round open --data "$data" --name "run $run" --due 2100-01-01T00:00:00+08:00)
    "$bin/fangxian" serve --data "$data" --port $port --trusted-proxy 127.0.0.1 >/dev/null &
    server=$!
    trap 'kill $server; wait $server' EXIT
    until (exec 3<>/dev/tcp/127.0.0.1/$port) 2>/dev/null; do sleep 0.2; done
    "$bin/ingest_bench" --data "$data" --port $port --pid $server --token "$token" --place 610627 \
        --batch 15 --clients 1986 --records 29777 --devices 1
    kill $server; wait $server || true
    trap - EXIT
    "$bin/fangxian" coverage --data "$data" --division 610627 --period "$round" --json |
        python3 -c 'import json, sys; node = json.load(sys.stdin)["node"]; print("run: fulfilled", node["fulfilled"], "of", node["expected"])'
done
"$bin/fangxian" verify --data "$data"
