#!/usr/bin/env bash
# The rules of bench/obligations_bench.cpp as plain SQL jobs in PostgreSQL: INSERT … SELECT opens the duties of a round, UPDATE
# fulfils them in batches of 500 from 4 clients, INSERT … SELECT tells each level of the tree what is overdue below it. No journal,
# no authority, no validation, no figures in memory. fsync and synchronous_commit are on, as in the product.
#   bench/peers/obligations_postgres.sh [HOUSEHOLDS [RUNS [BATCH]]]     (1000000, 3, 500)
# Makes a throw-away cluster under /tmp that listens on a local socket only, prints `peer what run value`, and removes it.
set -euo pipefail
households=${1:-1000000} runs=${2:-3} batch=${3:-500} clients=4
source "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"
start_cluster "-c listen_addresses='' -c shared_buffers=1GB -c work_mem=256MB -c max_wal_size=8GB -c jit=off -c random_page_cost=1.1"

# The tree of bench/city: 1 county, 30 townships, 1,500 villages, groups of some 40 households; `above` holds every group with the
# node of each level above it. Ids rise in the order of places.
sql -v households="$households" <<'SQL'
CREATE TABLE household (id uuid PRIMARY KEY, place bigint NOT NULL);
INSERT INTO household
SELECT (lpad(to_hex(i), 12, '0') || substr(md5(i::text), 1, 20))::uuid,
       (i * 1500 / :households) * 1000 + 1 + (i - (i * 1500 / :households) * :households / 1500) / 40
FROM generate_series(0, :households::bigint - 1) i;
CREATE TABLE above AS
SELECT place, level, CASE level WHEN 1 THEN place / 1000 WHEN 2 THEN place / 1000 / 50 ELSE 0 END AS node
FROM (SELECT DISTINCT place FROM household) p, generate_series(1, 3) level;
CREATE INDEX ON above (level, place);
CREATE TABLE duty (round int, subject uuid, type text, place bigint, opened_at bigint, due_at bigint, state bigint,
    fulfilled_at bigint, fulfilled_by uuid, PRIMARY KEY (round, subject));
CREATE TABLE screening (id uuid PRIMARY KEY, place bigint, state text, version bigint, made_at bigint, changed_at bigint,
    made_by uuid, made_by_user uuid, last_sequence bigint, round int, household uuid, visited_at bigint, visit_mode text,
    visit_outcome text, present_count bigint, away_count bigint, any_symptom bigint, any_key_area bigint, note text);
CREATE INDEX ON screening (round, household);
CREATE TABLE escalation (round int, level int, node bigint, missing bigint, raised_at bigint, PRIMARY KEY (round, level, node));
VACUUM ANALYZE;
SQL

# Statements of each client: the households seen (nine of ten), the first half by an UPDATE of the duty alone, the second with the
# row of its screening in the same statement.
sql -c "SELECT id, place FROM household ORDER BY id" | python3 -c '
import os, sys
clients, batch, out = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
rows = [line.rstrip("\n").split("|")[0] for number, line in enumerate(sys.stdin) if number % 10 != 9]
half = len(rows) // 2
post = "01700000-0000-7000-8000-000000000001"
def write(kind, some, statement):
    files = [open(f"{out}/{kind}{client}.sql", "w") for client in range(clients)]
    for number, first in enumerate(range(0, len(some), batch)):
        ids = "{" + ",".join(some[first:first + batch]) + "}"
        files[number % clients].write(statement.replace("IDS", ids) + ";\n")
write("alone", rows[:half], f"UPDATE duty SET state = CASE WHEN 1000 > due_at THEN 2 ELSE 1 END, fulfilled_at = 1000, fulfilled_by = \x27{post}\x27 "
      "WHERE round = :round AND subject = ANY (\x27IDS\x27) AND state = 0")
write("whole", rows[half:], "WITH s AS (INSERT INTO screening SELECT gen_random_uuid(), d.place, NULL, 1, 1000, 1000, "
      f"\x27{post}\x27, \x27{post}\x27, 1, d.round, d.subject, 1000, \x272\x27, \x271\x27, 3, 0, 0, 0, NULL FROM duty d WHERE d.round = :round "
      "AND d.subject = ANY (\x27IDS\x27) RETURNING id, household) UPDATE duty SET state = CASE WHEN 1000 > due_at THEN 2 ELSE 1 END, "
      "fulfilled_at = 1000, fulfilled_by = s.id FROM s WHERE round = :round AND subject = s.household AND state = 0")
print(half, len(rows) - half, file=open(f"{out}/counts", "w"))
' "$clients" "$batch" "$dir"
chmod -R a+rX "$dir"/*.sql
read -r alone whole <"$dir/counts"

# seconds COMMAND…: what it took.
seconds() {
    local begin
    begin=$(date +%s.%N)
    "$@" >/dev/null
    awk "BEGIN { print $(date +%s.%N) - $begin }"
}
say() { awk -v what="$1" -v run="$2" -v rows="$3" -v s="$4" 'BEGIN { printf "peer\t%s\t%d\t%.2f\n", what, run, rows / s }'; }
all_clients() {
    local pids=() client
    for client in $(seq 0 $((clients - 1))); do sql -v round="$2" -f "$dir/$1$client.sql" & pids+=($!); done
    wait "${pids[@]}"
}
three_levels() {
    for level in 1 2 3; do
        sql -c "INSERT INTO escalation SELECT $1, $level, a.node, count(*), 3000 FROM duty d JOIN above a ON a.level = $level AND a.place = d.place
                WHERE d.round = $1 AND d.state = 0 AND d.due_at <= 3000 GROUP BY a.node ON CONFLICT DO NOTHING"
    done
}
for run in $(seq 1 "$runs"); do
    say "opened/s" "$run" "$households" "$(seconds sql -c "INSERT INTO duty SELECT $run, id, 'household_screening', place, 0, 2000, 0 FROM household")"
    sql -c "ANALYZE duty"  # untimed: without it the planner takes the table for empty
    say "fulfilled/s, the duty alone" "$run" "$alone" "$(seconds all_clients alone "$run")"
    say "fulfilled/s, with screening and journal" "$run" "$whole" "$(seconds all_clients whole "$run")"
    took=$(seconds three_levels "$run")
    say "escalated/s, three levels" "$run" "$((3 * (households - alone - whole)))" "$took"
    say "seconds of three looks" "$run" 1 "$(awk "BEGIN { print 1 / $took }")"
    [ "$(sql -c "SELECT sum(missing) FROM escalation WHERE round = $run")" = "$((3 * (households - alone - whole)))" ]
done
