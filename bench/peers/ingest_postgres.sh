#!/usr/bin/env bash
# The rows of bench/ingest_bench.cpp as plain multi-row SQL into PostgreSQL: INSERT … VALUES of 500 rows ON CONFLICT
# DO UPDATE, one transaction each, 4 clients; only the record's own table and its index: no journal, no validation,
# no authority, no obligations. fsync is on, as in the product.
#   bench/peers/ingest_postgres.sh [ROWS]      (100000 unless told)
# Makes a throw-away cluster under /tmp that listens on a local socket only, and removes it.
set -euo pipefail
rows=${1:-100000} clients=4 batch=500
source "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"
start_cluster "-c listen_addresses='' -c shared_buffers=256MB -c max_wal_size=4GB"

python3 - "$rows" "$clients" "$batch" "$dir" <<'PYTHON'
import os, sys, time, uuid
rows, clients, batch, out = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
columns = ("county id place state version made_at changed_at made_by made_by_user last_sequence round household visited_at "
           "visit_mode visit_outcome present_count away_count any_symptom any_key_area note").split()
update = ", ".join(f"{name} = excluded.{name}" for name in columns[2:])
def uuid7():
    raw = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    raw[6], raw[8] = raw[6] & 0x0F | 0x70, raw[8] & 0x3F | 0x80
    return uuid.UUID(bytes=bytes(raw))
post, user, round_id = uuid7(), uuid7(), uuid7()
households = [uuid7() for _ in range(5000)]  # ascending in village order, as imported
def row(i):
    now = int(time.time() * 1000)
    return (f"(610627000000,'{uuid7()}',610627001001001,NULL,1,{now},{now},'{post}','{user}',{20260000000000 + i},'{round_id}',"
            f"'{households[i % 5000]}',{now},'1','1',3,0,0,0,'门上已贴告知书')")
for client in range(clients):
    with open(f"{out}/{client}.sql", "w") as file:
        for first in range(client * batch, rows, clients * batch):
            values = ",".join(row(i) for i in range(first, min(rows, first + batch)))
            file.write(f"INSERT INTO screening ({', '.join(columns)}) VALUES {values} ON CONFLICT (county, id) DO UPDATE SET {update};\n")
PYTHON
chmod -R a+rX "$dir"/*.sql
for run in 1 2 3; do
    sql -c "DROP TABLE IF EXISTS screening; CREATE TABLE screening (county bigint NOT NULL, id uuid NOT NULL, place bigint, state text,
        version bigint, made_at bigint, changed_at bigint, made_by uuid, made_by_user uuid, last_sequence bigint, round uuid,
        household uuid, visited_at bigint, visit_mode text, visit_outcome text, present_count bigint, away_count bigint,
        any_symptom bigint, any_key_area bigint, note text, PRIMARY KEY (county, id));
        CREATE INDEX ON screening (county, household);" 2>/dev/null
    begin=$(date +%s.%N)
    pids=()
    for client in $(seq 0 $((clients - 1))); do sql -f "$dir/$client.sql" & pids+=($!); done
    wait "${pids[@]}"
    end=$(date +%s.%N)
    echo "PostgreSQL, $batch rows x $clients clients: $(sql -c 'SELECT count(*) FROM screening') rows," \
        "$(awk "BEGIN { printf \"%.0f\", $rows / ($end - $begin) }") rows/s"
done
