#!/usr/bin/env bash
# Duties opened, fulfilled and escalated a second: the product on SQLite and on PostgreSQL 15, and beside it in the same run the same
# rules as plain SQL jobs in PostgreSQL 15 (bench/peers/obligations_postgres.sh).
#   bench/obligations.sh [HOUSEHOLDS [RUNS]]     (1000000 households, 3 runs)
# A commit means the same on all: SQLite with WAL and synchronous=FULL, PostgreSQL with fsync and synchronous_commit on. Prints the
# median of the runs of each and its ratio to the peer's; above 1 the product is faster.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
households=${1:-1000000} runs=${2:-3}
program=build/release/bin/obligations_bench
[ -x $program ] || { cmake --preset release >/dev/null && cmake --build --preset release --target obligations_bench >/dev/null; }
source bench/peers/cluster.sh
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
start_cluster "-c listen_addresses=127.0.0.1 -p $port -c shared_buffers=1GB -c work_mem=256MB -c max_wal_size=8GB -c jit=off -c random_page_cost=1.1"
figures=$(mktemp)
trap 'rm -f "$figures"; stop_cluster' EXIT
echo "$households households, load average $(cut -d' ' -f1 /proc/loadavg) on $(nproc) cores"
$program --households "$households" --runs "$runs" | tee -a "$figures"
$program --households "$households" --runs "$runs" --store "postgresql://bench@127.0.0.1:$port/postgres" | tee -a "$figures"
bench/peers/obligations_postgres.sh "$households" "$runs" | tee -a "$figures"
echo
python3 - "$figures" <<'PYTHON'
import collections, statistics, sys
runs = collections.defaultdict(list)
for line in open(sys.argv[1]):
    engine, what, _, value = line.rstrip("\n").split("\t")
    runs[what, engine].append(float(value))
median = {key: statistics.median(values) for key, values in runs.items()}
print(f"{'median':<44}{'SQLite':>12}{'PostgreSQL':>12}{'plain SQL':>12}{'ratios':>16}")
for what in dict.fromkeys(what for what, _ in runs):
    ours, theirs, peer = (median[what, engine] for engine in ("sqlite", "postgres", "peer"))
    digits = 2 if what.startswith("seconds") else 0
    ratios = (peer / ours, peer / theirs) if digits else (ours / peer, theirs / peer)
    print(f"{what:<44}{ours:>12,.{digits}f}{theirs:>12,.{digits}f}{peer:>12,.{digits}f}{ratios[0]:>9.2f}{ratios[1]:>7.2f}")
PYTHON
