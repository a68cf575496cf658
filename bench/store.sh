#!/usr/bin/env bash
# The store by itself on SQLite and on PostgreSQL, with a plain multi-row upsert into PostgreSQL beside them, in one run:
#   bench/store.sh [ITEMS]     (100000 unless told)
# PostgreSQL stands in a throw-away cluster with fsync on, for a commit to mean the same on both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=build/release/bin/store_bench
[ -x $program ] || { cmake --preset release >/dev/null && cmake --build --preset release --target store_bench >/dev/null; }
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "PostgreSQL is not installed: apt-get install postgresql-15" >&2; exit 1; }
unprivileged() { if [ "$EUID" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

dir=$(unprivileged mktemp -d /tmp/fangxian-store-peer-XXXXXX)
stop() {
    unprivileged "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$dir"
}
trap stop EXIT
unprivileged "$bin/initdb" -D "$dir/data" -U bench -A trust --locale=C -E UTF8 --data-checksums -N >/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
unprivileged "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/server.log" start >/dev/null \
    -o "-c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories='' -c shared_buffers=512MB -c max_wal_size=4GB"
echo "load average $(cut -d' ' -f1 /proc/loadavg) on $(nproc) cores"
$program "postgresql://bench@127.0.0.1:$port/postgres" "${1:-100000}"
