#!/usr/bin/env bash
# Transmission chains, and beside them the dispersion by R's MASS::fitdistr on the same counts, in one run: bench/chains.sh
# Medians of processor time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=build/release/bin/chains_bench
[ -x $program ] || { cmake --preset release >/dev/null && cmake --build --preset release --target chains_bench >/dev/null; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
FX_BENCH_OFFSPRING=$out/offspring.txt $program --benchmark_repetitions=5 --benchmark_report_aggregates_only \
    --benchmark_format=json >"$out/engine.json" 2>/dev/null
: >"$out/peer.txt"
if command -v Rscript >/dev/null; then
    Rscript bench/peers/chains.R "$out/offspring.txt" >"$out/peer.txt" || echo "R's MASS is not here: no ratios" >&2
fi
python3 - "$out" <<'PYTHON'
import json, sys
out = sys.argv[1]
peer = {name: float(figure) for name, figure in (line.split() for line in open(f"{out}/peer.txt"))}
for run in json.load(open(f"{out}/engine.json"))["benchmarks"]:
    if run["aggregate_name"] != "median":
        continue
    name, cpu = run["run_name"], run["cpu_time"]
    beside = f"{peer[name]:>12,.1f} ms {peer[name] / cpu:>9,.1f} x" if name in peer else ""
    print(f"{name:<24}{cpu:>12,.2f} {run['time_unit']}{beside}")
PYTHON
