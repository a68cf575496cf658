#!/usr/bin/env bash
# Returns of a served demo county: milliseconds for the sheet of the county, a township and a village.
#   bench/returns.sh [DIRECTORY]     needs ./dev build
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:-build/bench-returns} port=8027
. bench/served_demo.sh
for name in daily_report screening_daily contact_daily; do
    for place in 610627 610627001 610627001001; do nine "$name of $place" timed "$url/api/returns/$name?place=$place"; done
done
