#!/usr/bin/env bash
# The duty roster of a served demo county, milliseconds: the telephone list of the county, a month of one node, and a
# proposal for a month.
#   bench/duty.sh [DIRECTORY]     needs ./dev build
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:-build/bench-duty} port=8029
. bench/served_demo.sh

place=$(curl -sf -H "Authorization: Bearer $token" "$url/api/duty/now" | grep -o '"place":"[0-9]*"' | head -1 | cut -d'"' -f4)
posts=$(curl -sf -H "Authorization: Bearer $token" "$url/api/duty/candidates" | grep -o '"post":"[^"]*"' | cut -d: -f2 | paste -sd,)
from=$(date -d '+20 days' +%F)
wish="{\"place\":\"$place\",\"from\":\"$from\",\"days\":31,\"duty_leaders\":[$posts],\"officers\":[$posts],\"officers_per_shift\":1}"
nine 'telephone list of the county' timed "$url/api/duty/now"
nine 'a month of the county' timed "$url/api/duty/calendar?days=31"
nine 'proposal of a month' timed -d "$wish" "$url/api/duty/proposal"
