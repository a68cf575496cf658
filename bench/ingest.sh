#!/usr/bin/env bash
# Screenings through the whole path of a served site: batches of 500 from 4 clients, single posts from 64 clients.
#   bench/ingest.sh [DIRECTORY] [STORE-URL]     needs ./dev build; STORE-URL = postgresql://… for PostgreSQL
set -euo pipefail
cd "$(dirname "$0")/.."
bin=build/release/bin data=${1:-build/bench-site} store=${2:-} port=8021 township=610627001
rm -rf "$data"
"$bin/fangxian" demo --data "$data" --prepare-only ${store:+--store "$store"} >/dev/null
for i in $(seq 1 20); do
    "$bin/fangxian" round open --data "$data" --name "bench $i" --area $township --due 2100-01-01T00:00:00+08:00 >/dev/null
done
token=$("$bin/fangxian" user token township --data "$data" --label bench)
"$bin/fangxian" serve --data "$data" --port $port &
server=$!
trap 'kill $server; wait $server' EXIT
until "$bin/ingest_bench" --data "$data" --port $port --pid $server --token "$token" --place $township --batch 1 --clients 1 --records 10 >/dev/null 2>&1; do sleep 0.2; done
for run in 1 2 3; do
    "$bin/ingest_bench" --data "$data" --port $port --pid $server --token "$token" --place $township --batch 500 --clients 4 --records ${RECORDS:-150000}
done
for run in 1 2 3; do
    "$bin/ingest_bench" --data "$data" --port $port --pid $server --token "$token" --place $township --batch 1 --clients 64 --records ${SINGLE:-50000}
done
