#!/usr/bin/env bash
# Orders of a served demo county: milliseconds to preview and to issue one to every post that takes orders (more than 700), to show
# its tree at the county and in a township, and to list what was issued.
#   bench/orders.sh [DIRECTORY]     needs ./dev build
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:-build/bench-orders} port=8028
. bench/served_demo.sh

fields='{"subject":"bench","topic":"1","urgency":"1","body":"bench","addressees":[{"role":"grid_worker"},{"role":"village_officer"},{"role":"township_officer"}],"acknowledge_by":"2199-01-01T00:00:00+08:00","report_by":"2199-01-02T00:00:00+08:00"}'
issue() {
    last=$(cat /proc/sys/kernel/random/uuid)
    echo "$last" >"$data/last"
    timed -d "{\"id\":\"$last\",\"fields\":$fields}" "$url/api/records/order"
}
nine preview timed -d "{\"fields\":$fields}" "$url/api/orders/preview"
nine issue issue
last=$(cat "$data/last")
curl -sf -H "Authorization: Bearer $token" "$url/api/orders/$last" | grep -o '"addressed":[0-9]*' | head -1
nine 'tree of the county' timed "$url/api/orders/$last"
nine 'tree of a township' timed "$url/api/orders/$last?place=610627001"
nine 'list of issued orders' timed "$url/api/orders?box=issued"
nine 'what waits' timed "$url/api/orders/waiting"
