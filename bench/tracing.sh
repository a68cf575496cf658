#!/usr/bin/env bash
# Contact tracing beside PostgreSQL: bench/tracing.sh [VISITS [VISITS_IN_POSTGRESQL]]    (50000000, 5000000)
# Prints the figures of the engine alone at the first size, then, at the second, engine and PostgreSQL 15 asked the same in
# one run: answers compared row by row, medians and ratios.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
visits=${1:-50000000} peer_visits=${2:-5000000}
program=build/release/bin/tracing_bench
[ -x $program ] || { cmake --preset release >/dev/null && cmake --build --preset release --target tracing_bench >/dev/null; }
echo "load average $(cut -d' ' -f1 /proc/loadavg) on $(nproc) cores"
[ "$visits" = 0 ] || $program "$visits"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
$program "$peer_visits" "$out"
bench/peers/tracing_postgres.sh "$out"
python3 - "$out" <<'PYTHON'
import statistics, sys
out = sys.argv[1]
questions = [list(map(int, line.split(","))) for line in open(f"{out}/question.csv")]
answer = [line.rstrip("\n") for line in open(f"{out}/answer.csv")]

def read(path):
    rows, ms, number = [], {}, None
    for line in open(path):
        line = line.rstrip("\n")
        if line.startswith("question "): number = int(line.split()[1])
        elif line.startswith("Time: "): ms.setdefault(number, float(line.split()[1]))
        elif line and number is not None: rows.append(line)
    return rows, ms

runs = [read(f"{out}/peer.{hash}.txt") for hash in ("on", "off")]
for rows, ms in runs:
    if rows != answer or len(ms) != len(questions):
        different = next((pair for pair in zip(rows, answer) if pair[0] != pair[1]), None)
        sys.exit(f"answers differ: {len(rows)} rows and {len(answer)}, first {different}")
print(f"{len(questions)} questions, {len(answer)} rows: the answers are equal")
one = [q for q in questions if q[4] == 1]
ours = statistics.median(q[6] for q in one) / 1e6
theirs = min(statistics.median(ms[q[0]] for q in one) for _, ms in runs)
print(f"one generation, median of {len(one)}: engine {ours * 1000:.1f} us, PostgreSQL {theirs:.3f} ms, ratio {theirs / ours:,.0f}")
for number, *_, exposed, ns in (q for q in questions if q[4] == 3):
    theirs = min(ms[number] for _, ms in runs)
    print(f"three generations, {exposed:>8,} exposed: engine {ns / 1e6:.2f} ms, PostgreSQL {theirs:,.1f} ms, ratio {theirs / ns * 1e6:,.0f}")
PYTHON
