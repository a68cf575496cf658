#!/usr/bin/env bash
# Transmission chains, and beside them the dispersion by R's MASS::fitdistr on the same counts, in one run: bench/chains.sh
# Medians of processor time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source bench/peers/beside_r.sh
beside_r chains_bench chains.R MASS
