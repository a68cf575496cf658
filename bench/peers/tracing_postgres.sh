#!/usr/bin/env bash
# The questions of bench/tracing_bench.cpp asked of PostgreSQL:
#   bench/peers/tracing_postgres.sh DIRECTORY      (as tracing_bench VISITS DIRECTORY wrote it)
# Makes a throw-away cluster under /tmp that listens on a local socket only, loads the visits, asks each question as one
# prepared statement after one to warm up, with everything in memory, compares the answers row by row, and prints
# `question generations exposed milliseconds`. As root it runs as the user postgres.
#
# Its best indices: by person and by place, both with all columns, so that the table is not read. No visit lasts longer
# than two hours, and the statement says so: an index by begin then serves an overlap better than GiST over ranges.
set -euo pipefail
data=$(realpath "${1:?a directory that tracing_bench wrote}")
source "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"
start_cluster "-c listen_addresses='' -c shared_buffers=2GB -c work_mem=256MB -c maintenance_work_mem=512MB -c fsync=off \
    -c max_wal_size=8GB -c random_page_cost=1.1 -c jit=off -c effective_cache_size=4GB"

{
    cat <<'SQL'
CREATE TABLE visit (person int, place int, begin int, until int, seat int);
CREATE TABLE place (id int PRIMARY KEY, vehicle int);
CREATE TABLE member (person int, grp int, begin int, until int, a_day int);
CREATE TABLE grp (id int PRIMARY KEY, work int);
SQL
    for table in visit place member grp; do
        echo "COPY $table FROM STDIN (FORMAT csv);"
        cat "$data/$table.csv"
        echo '\.'
    done
    cat <<'SQL'
UPDATE visit SET seat = NULL WHERE seat = -1;
CREATE INDEX ON visit (person, begin) INCLUDE (place, until, seat);
CREATE INDEX ON visit (place, begin) INCLUDE (person, until, seat);
CREATE INDEX ON member (person) INCLUDE (grp, begin, until, a_day);
CREATE INDEX ON member (grp) INCLUDE (person, begin, until, a_day);
VACUUM FULL ANALYZE;
VACUUM ANALYZE;
SQL
} | sql

python3 - "$data" "$dir" <<'PYTHON'
import sys
data, to = sys.argv[1:]
questions = [line.split(",") for line in open(f"{data}/question.csv")]

def links(number, front):
    """Whom each of `front` (person, since) met until $3: exposure.hpp in SQL. A pair's minutes of visits are a union."""
    return f"""contact{number} AS MATERIALIZED (
    SELECT f.person AS through, b.person, greatest(a.begin, b.begin, f.since) AS begin, least(a.until, b.until, $3) AS until,
        a.place, CASE WHEN p.vehicle = 1 THEN 2 ELSE 3 END AS reason, least(a.until, b.until, $3) - greatest(a.begin, b.begin, f.since) AS minutes
    FROM {front} f JOIN visit a ON a.person = f.person AND a.begin < $3 AND a.until > f.since JOIN place p ON p.id = a.place
    JOIN visit b ON b.place = a.place AND b.begin < least(a.until, $3) AND b.begin > greatest(a.begin, f.since) - 120
        AND b.until > greatest(a.begin, f.since) AND b.person <> a.person
    WHERE a.seat IS NULL OR b.seat IS NULL OR abs(a.seat - b.seat) <= 3
    UNION ALL
    SELECT through, person, begin, until, grp, work, ((until - begin)::bigint * a_day / 1440)::int FROM (
        SELECT f.person AS through, b.person, greatest(a.begin, b.begin, f.since) AS begin, least(a.until, b.until, $3) AS until,
            a.grp, g.work, least(a.a_day, b.a_day) AS a_day
        FROM {front} f JOIN member a ON a.person = f.person JOIN member b ON b.grp = a.grp AND b.person <> a.person
        JOIN grp g ON g.id = a.grp) m WHERE begin < until),
link{number} AS (
    SELECT through, person, sum(CASE WHEN reason < 2 THEN minutes ELSE greatest(0, until - greatest(begin, coalesce(covered, begin))) END) AS minutes,
        min(begin) AS first, max(until) AS last, (array_agg(place ORDER BY minutes DESC, reason, place))[1] AS place,
        (array_agg(reason ORDER BY minutes DESC, reason, place))[1] AS reason
    FROM (SELECT *, max(until) FILTER (WHERE reason >= 2) OVER (PARTITION BY through, person ORDER BY begin
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered FROM contact{number}) c
    GROUP BY through, person HAVING sum(CASE WHEN reason < 2 THEN minutes
        ELSE greatest(0, until - greatest(begin, coalesce(covered, begin))) END) >= 10)"""

def statement(generations):
    parts, known = ["g0 AS (SELECT $1::int AS person, $2::int AS since)"], ["g0"]
    for g in range(1, generations + 1):
        parts.append(links(g, f"g{g - 1}"))
        seen = " UNION ALL ".join(f"SELECT person FROM {name}" for name in known)
        parts.append(f"""g{g} AS MATERIALIZED (SELECT DISTINCT ON (person) {g} AS generation, minutes, person, through, place, first, last,
    min(first) OVER (PARTITION BY person) AS since, reason FROM link{g} l WHERE NOT EXISTS (SELECT FROM ({seen}) k WHERE k.person = l.person)
    ORDER BY person, minutes DESC, through)""")
        known.append(f"g{g}")
    rows = " UNION ALL ".join(f"SELECT generation, minutes, person, through, place, first, last, since, reason FROM {name}" for name in known[1:])
    return "WITH " + ",\n".join(parts) + f"\nSELECT $4::int, r.* FROM ({rows}) r ORDER BY generation, minutes DESC, person"

with open(f"{to}/ask.sql", "w") as out:
    print("SET plan_cache_mode = force_generic_plan; SET enable_hashjoin = :hash; SET enable_mergejoin = :hash;", file=out)
    print("\\pset fieldsep ','", file=out)
    for generations in 1, 3:
        print(f"PREPARE exposed{generations} (int, int, int, int) AS {statement(generations)};", file=out)
    for number, person, begin, until, generations, *_ in questions:
        call = f"EXECUTE exposed{generations} ({person}, {begin}, {until}, {number});"
        print(f"\\timing off\n\\o /dev/null\n{call}\n\\o\n\\echo question {number}\n\\timing on\n{call}", file=out)
PYTHON
chmod a+r "$dir/ask.sql"
# Joins by hash or merge are left to the planner in one run and forbidden in the other; the faster counts.
for hash in on off; do sql -v hash=$hash -f "$dir/ask.sql" >"$data/peer.$hash.txt"; done
