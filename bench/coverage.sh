#!/usr/bin/env bash
# Coverage beside PostgreSQL, in one run: bench/coverage.sh [PERSONS_IN_POSTGRESQL]   (5000000 unless told)
# The engine counts FX_BENCH_PERSONS persons (26,000,000 unless told), so the peer is asked an easier question.
# Medians. "cpu" is processor time, which a busy machine distorts less; the ratio is wall time by wall time, because
# both were measured on the same machine in the same minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
peer_persons=${1:-5000000}
program=build/release/bin/coverage_bench
[ -x $program ] || { cmake --preset release >/dev/null && cmake --build --preset release --target coverage_bench >/dev/null; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
$program --benchmark_repetitions=7 --benchmark_report_aggregates_only --benchmark_format=json >"$out/engine.json" 2>/dev/null
bench/peers/coverage_postgres.sh "$peer_persons" >"$out/peer.txt"

python3 - "$out" "$peer_persons" <<'PYTHON'
import json, os, sys
out, peer_persons = sys.argv[1], int(sys.argv[2])
runs = {run["run_name"].split("/")[0]: run for run in json.load(open(f"{out}/engine.json"))["benchmarks"]
        if run["aggregate_name"] == "median"}
peer = {name: float(ms) for name, ms in (line.split() for line in open(f"{out}/peer.txt"))}
memory = runs["memory"]
ns = {"ns": 1, "us": 1e3, "ms": 1e6}
commit_size = 500

def line(what, cpu, wall, unit, aim="", peer_ms=None):
    beside = "" if peer_ms is None else f"{peer_ms:>12,.1f} ms {peer_ms * ns['ms'] / (wall * ns[unit]):>10,.0f} x"
    wall = "" if wall is None else f"{wall:,.2f} {unit}"
    print(f"{what:<44}{cpu:>10,.2f} {unit:<3}{wall:>14}{aim:>6}{beside}")

def time(what, name, unit, aim="", peer_ms=None):
    scale = ns[runs[name]["time_unit"]] / ns[unit]
    per = commit_size if "commits" in name else 1
    line(what, runs[name]["cpu_time"] * scale / per, runs[name]["real_time"] * scale / per, unit, aim, peer_ms)

cpu_name = next(line.split(": ")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
print(f"{os.cpu_count()} cores, {cpu_name}, load average {os.getloadavg()[0]:.1f}")
print(f"{memory['persons']:,.0f} persons on 109,001 nodes; PostgreSQL: {peer_persons:,} persons\n")
print(f"{'':<44}{'engine cpu':>13}{'wall':>15}{'aim':>6}{'PostgreSQL':>15}{'ratio':>12}")
time("update, village order", "update_village_order", "ns", "50")
time("update, random order, one at a time", "update_random_order", "ns", "50")
time("update, random order, commits of 500", "update_commits_of_500", "ns", "50")
time("update, random order, by id", "update_random_by_id", "ns")
time("update, random order, by id, commits of 500", "update_commits_of_500_by_id", "ns")
time("figures of every node", "all_figures", "ms", "2", peer["all_figures"])
time("  PostgreSQL: missing of every group only", "all_figures", "ms", "", peer["missing_by_group"])
time("first 100 missing of a county", "first_100_missing_of_3_percent", "us", "10", peer["first_100_missing"])
time("  fewer than 100 missing, far apart", "first_100_missing_of_few", "us", "10")
print()
for name, what in {"tree": "tree", "blocks": "who hangs on which node", "series": "one obligation and period"}.items():
    line(what, memory[f"{name}_MB"], None, "MB")
line("sum", memory["sum_MB"], None, "MB", "16")
line("id maps, beside it", memory["id_maps_MB"], None, "MB")
for name in "first_100_missing_of_3_percent", "first_100_missing_of_few":
    print(f"{name}: slowest county, asked again at once: {runs[name]['worst_us']:.2f} us")
print(f"\nstart: persons {memory['load_index_s']:.1f} s, statuses {memory['load_series_s']:.1f} s")
PYTHON
