# Sourced by the benchmarks that R is measured beside: beside_r BENCH R_SCRIPT R_PACKAGE. The program writes its counts to
# FX_BENCH_SERIES, R judges the same ones in the same run, in the same unit; prints medians of processor time and the ratios.
beside_r() {
    local program=build/release/bin/$1 script=bench/peers/$2 package=$3
    [ -x "$program" ] || { cmake --preset release >/dev/null && cmake --build --preset release --target "$1" >/dev/null; }
    out=$(mktemp -d)
    trap 'rm -rf "$out"' EXIT
    FX_BENCH_SERIES=$out/series.csv "$program" --benchmark_repetitions=5 --benchmark_report_aggregates_only \
        --benchmark_format=json >"$out/engine.json" 2>/dev/null
    : >"$out/peer.txt"
    if command -v Rscript >/dev/null; then
        Rscript "$script" "$out/series.csv" >"$out/peer.txt" || echo "R's $package is not here: no ratios" >&2
    fi
    python3 - "$out" <<'PYTHON'
import json, sys
out = sys.argv[1]
peer = {name: float(figure) for name, figure in (line.split() for line in open(f"{out}/peer.txt"))}
for run in json.load(open(f"{out}/engine.json"))["benchmarks"]:
    if run["aggregate_name"] != "median":
        continue
    name = run["run_name"].split("/iterations")[0]
    time = run["real_time" if "real_time" in run["run_name"] else "cpu_time"]
    beside = f"{peer[name]:>12,.1f} {run['time_unit']} {peer[name] / time:>9,.0f} x" if name in peer else ""
    print(f"{name:<24}{time:>12,.1f} {run['time_unit']}{beside}")
PYTHON
}
