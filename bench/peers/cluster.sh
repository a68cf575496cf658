# Sourced: a throw-away PostgreSQL for a peer, removed at exit. As root it runs as the user postgres.
#   start_cluster OPTIONS       makes it under /tmp with those server options; `dir` is its directory, also of its socket
#   sql ARGUMENTS               psql into it
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "PostgreSQL is not installed: apt-get install postgresql-15" >&2; exit 1; }
unprivileged() { if [ "$EUID" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

stop_cluster() {
    unprivileged "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$dir"
}

start_cluster() {
    dir=$(unprivileged mktemp -d /tmp/fangxian-peer-XXXXXX)
    trap stop_cluster EXIT
    unprivileged "$bin/initdb" -D "$dir/data" -U bench -A trust -E UTF8 --locale=C --data-checksums -N >/dev/null
    unprivileged "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/server.log" start >/dev/null -o "-k $dir $1"
}

sql() { unprivileged "$bin/psql" -h "$dir" -U bench -d postgres -XAtq -v ON_ERROR_STOP=1 "$@"; }
