#!/usr/bin/env bash
# The figures of bench/coverage_bench.cpp asked of PostgreSQL: an anti-join with GROUP BY.
#   bench/peers/coverage_postgres.sh [PERSONS]      (5000000 unless told)
# Makes a throw-away cluster under /tmp that listens on a local socket only, loads it, asks each question five
# times with everything in memory, prints `name milliseconds` (medians), and removes the cluster. As root it runs as
# the user postgres.
set -euo pipefail
persons=${1:-5000000}
source "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"
start_cluster "-c listen_addresses='' -c shared_buffers=1GB -c work_mem=256MB -c maintenance_work_mem=256MB -c fsync=off \
    -c max_wal_size=8GB -c max_parallel_workers_per_gather=2 -c random_page_cost=1.1 -c jit=off -c effective_cache_size=4GB"

# The same tree: 1 province, 10 prefectures, 110 counties, 1,880 townships, 17,000 villages, 90,000 groups, each level
# spread evenly over the one above. `above` holds every node with each of its ancestors and itself.
sql -v persons="$persons" <<'SQL'
CREATE TABLE node (id int PRIMARY KEY, parent int, level int NOT NULL);
INSERT INTO node
SELECT first + i, CASE WHEN level > 0 THEN above_first + (i::bigint * above_count / count)::int END, level
FROM (VALUES (0, 1, 0, 0, 1), (1, 10, 1, 0, 1), (2, 110, 11, 1, 10), (3, 1880, 121, 11, 110),
             (4, 17000, 2001, 121, 1880), (5, 90000, 19001, 2001, 17000)) l (level, count, first, above_first, above_count),
     generate_series(0, count - 1) i;
CREATE TABLE above AS
WITH RECURSIVE up (id, ancestor) AS (
    SELECT id, id FROM node UNION ALL SELECT up.id, n.parent FROM up JOIN node n ON n.id = up.ancestor WHERE n.parent IS NOT NULL)
SELECT * FROM up;
CREATE INDEX ON above (ancestor);
CREATE TABLE person (id uuid PRIMARY KEY, place int NOT NULL);
INSERT INTO person SELECT gen_random_uuid(), 19001 + (i * 90000 / :persons)::int FROM generate_series(0, :persons::bigint - 1) i;
CREATE INDEX ON person (place);
CREATE TABLE screening (round int, person uuid, late boolean NOT NULL, PRIMARY KEY (round, person));
INSERT INTO screening SELECT 1, id, random() < 0.02 FROM person WHERE random() < 0.97;
VACUUM ANALYZE;
SQL

# median NAME SQL: five runs after one to warm up.
median() {
    { echo '\timing on'; for _ in 1 2 3 4 5 6; do echo "$2;"; done; } | sql -o /dev/null |
        awk '/^Time:/ { print $2 }' | tail -n 5 | sort -g | sed -n 3p | xargs echo "$1"
}
by_group="SELECT p.place, count(*) AS expected, count(s.person) AS fulfilled, count(*) FILTER (WHERE s.late) AS late
    FROM person p LEFT JOIN screening s ON s.round = 1 AND s.person = p.id GROUP BY p.place"
median all_figures "SELECT a.ancestor, sum(expected::int), sum(fulfilled::int), sum(late::int), sum((expected - fulfilled)::int)
    FROM ($by_group) g JOIN above a ON a.id = g.place GROUP BY a.ancestor"
median missing_by_group "SELECT p.place, count(*) FROM person p
    WHERE NOT EXISTS (SELECT FROM screening s WHERE s.round = 1 AND s.person = p.id) GROUP BY p.place"
median first_100_missing "SELECT p.id, p.place FROM above a JOIN person p ON p.place = a.id
    WHERE a.ancestor = 11 + 57 AND NOT EXISTS (SELECT FROM screening s WHERE s.round = 1 AND s.person = p.id)
    ORDER BY p.place, p.id LIMIT 100"
