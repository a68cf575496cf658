#!/usr/bin/env bash
# A throw-away PostgreSQL for tests: tools/postgres.sh start|stop|url DIR
#   start  makes a cluster in DIR (or starts the one there) on a free loopback port and prints its URL
#   stop   stops it and removes DIR
#   url    prints the URL of the running one
# Trust authentication, loopback only, no fsync: for tests. As root it runs as the user postgres.
set -euo pipefail
verb=${1:?start, stop or url}
dir=$(realpath -m "${2:?a directory for the cluster}")
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "PostgreSQL is not installed: apt-get install postgresql-15" >&2; exit 1; }

# The postgres user must reach the cluster whoever owns the checkout, so the data stands under /tmp.
data=/tmp/fangxian-postgres-$(printf %s "$dir" | cksum | cut -d' ' -f1)
unprivileged() { if [ "$EUID" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

case $verb in
    start)
        mkdir -p "$dir"
        if [ ! -f "$data/PG_VERSION" ]; then
            unprivileged "$bin/initdb" -D "$data" -U fangxian -A trust -E UTF8 --locale=C --data-checksums -N >"$dir/initdb.log"
        fi
        if ! unprivileged "$bin/pg_ctl" -D "$data" status >/dev/null; then
            free_port >"$dir/port"
            unprivileged "$bin/pg_ctl" -D "$data" -w -l "$data/server.log" \
                -o "-c listen_addresses=127.0.0.1 -p $(cat "$dir/port") -c unix_socket_directories='' -c fsync=off -c max_connections=100" \
                start >"$dir/start.log" || { cat "$data/server.log" >&2; exit 1; }
        fi
        echo "postgresql://fangxian@127.0.0.1:$(cat "$dir/port")/postgres"
        ;;
    stop)
        [ ! -d "$data" ] || unprivileged "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null || true
        rm -rf "$data" "$dir"
        ;;
    url) echo "postgresql://fangxian@127.0.0.1:$(cat "$dir/port")/postgres" ;;
    *) echo "unknown verb $verb" >&2; exit 2 ;;
esac
