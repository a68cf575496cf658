#!/usr/bin/env bash
# Response levels of a served demo county: milliseconds to look at what level I of the emergency response would do, to declare I and IV
# in turn (each opens or ends six measures for more than 700 posts), to show what is in force and one response with its orders.
#   bench/responses.sh [DIRECTORY]     needs ./dev build
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:-build/bench-responses} port=8031
. bench/served_demo.sh

ends=$(date -u -d '+20 days' +%Y-%m-%dT%H:%M:%SZ) last=
fields() {
    echo "{\"area\":\"610627\",\"plan\":\"emergency_county\",\"level\":\"$1\",\"decided_by\":\"bench\",\"reason\":\"bench\",\"ends_at\":\"$ends\"$(
        [ ! -s "$data/last" ] || echo ",\"replaces\":\"$(cat "$data/last")\"")}"
}
declare_level() {
    local id body
    id=$(cat /proc/sys/kernel/random/uuid)
    body="{\"id\":\"$id\",\"fields\":$(fields "$1")}"
    echo "$id" >"$data/last"
    timed -d "$body" "$url/api/records/response"
}
up_and_down() {
    declare_level "$1" >"$data/time"
    declare_level "$2" >>"$data/time"
    sed -n "$3p" "$data/time"
}
: >"$data/last"
nine 'preview of level I' timed -d "{\"fields\":$(fields I)}" "$url/api/responses/preview"
nine 'declaring I' up_and_down I IV 1
nine 'declaring IV after I' up_and_down I IV 2
declare_level I >/dev/null
last=$(cat "$data/last")
curl -sf -H "Authorization: Bearer $token" "$url/api/responses/$last" | grep -o '"addressed":[0-9]*' | awk -F: '{ s += $2 } END { print s " receipts of its orders" }'
nine 'what is in force' timed "$url/api/responses"
nine 'one response with its orders' timed "$url/api/responses/$last"
