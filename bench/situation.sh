#!/usr/bin/env bash
# Situation reports of a served demo county: milliseconds to count and keep one of the county and of a township, to read it, to count
# its figures again, and to draw its page.
#   bench/situation.sh [DIRECTORY]     needs ./dev build
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:-build/bench-situation} port=8029
. bench/served_demo.sh

make() { timed -d "{\"command\":\"$(cat /proc/sys/kernel/random/uuid)\",\"place\":\"$1\"}" "$url/api/situation"; }
nine 'count and keep, county' make 610627
nine 'count and keep, township' make 610627001
id=$(curl -sf -H "Authorization: Bearer $token" "$url/api/situation?place=610627&limit=1" | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4)
nine 'read' timed "$url/api/situation/$id"
nine 'read, counted again beside it' timed "$url/api/situation/$id?recount=1"
nine 'page in Chinese' timed "$url/api/situation/$id/pdf?lang=zh-CN"
nine 'page in English' timed "$url/api/situation/$id/pdf?lang=en"
