#!/usr/bin/env bash
# Reproduction numbers beside R's EpiEstim (Debian: r-cran-epiestim), growth rates beside its glm: bench/growth.sh
# Medians of processor time a series of 200 days, all windows, 60 series the same for both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=build/release/bin/growth_bench
[ -x $program ] || { cmake --preset release >/dev/null && cmake --build --preset release --target growth_bench >/dev/null; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
FX_BENCH_SERIES=$out/series.csv $program --benchmark_repetitions=5 --benchmark_report_aggregates_only \
    --benchmark_format=json >"$out/engine.json" 2>/dev/null
: >"$out/peer.txt"
if command -v Rscript >/dev/null; then
    Rscript bench/peers/growth.R "$out/series.csv" >"$out/peer.txt" || echo "R's EpiEstim is not here: no ratios" >&2
fi
python3 - "$out" <<'PYTHON'
import json, sys
out = sys.argv[1]
peer = {name: float(figure) for name, figure in (line.split() for line in open(f"{out}/peer.txt"))}
for run in json.load(open(f"{out}/engine.json"))["benchmarks"]:
    if run["aggregate_name"] != "median":
        continue
    name, cpu = run["run_name"].split("/iterations")[0], run["cpu_time"]
    beside = f"{peer[name]:>12,.0f} us {peer[name] / cpu:>9,.0f} x" if name in peer else ""
    print(f"{name:<24}{cpu:>12,.1f} {run['time_unit']}{beside}")
PYTHON
