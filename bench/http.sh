#!/usr/bin/env bash
# What the HTTP transport costs by itself, per CPU second of its I/O thread: bench/http.sh [SECONDS] [CONNECTIONS]
# Answers per CPU second hold on a busy machine; answers per second and the percentiles do not.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=build/release/bin/http_bench
[ -x $program ] || { cmake --preset release >/dev/null && cmake --build --preset release --target http_bench >/dev/null; }
$program "${1:-3}" "${2:-64}"
