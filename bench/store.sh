#!/usr/bin/env bash
# The store by itself on SQLite and on PostgreSQL, with a plain multi-row upsert into PostgreSQL beside them, in one run:
#   bench/store.sh [ITEMS]     (100000 unless told)
# PostgreSQL stands in a throw-away cluster with fsync on, for a commit to mean the same on both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=build/release/bin/store_bench
[ -x $program ] || { cmake --preset release >/dev/null && cmake --build --preset release --target store_bench >/dev/null; }
source bench/peers/cluster.sh
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
start_cluster "-c listen_addresses=127.0.0.1 -p $port -c shared_buffers=512MB -c max_wal_size=4GB"
echo "load average $(cut -d' ' -f1 /proc/loadavg) on $(nproc) cores"
$program "postgresql://bench@127.0.0.1:$port/postgres" "${1:-100000}"
