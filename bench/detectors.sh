#!/usr/bin/env bash
# The detectors beside R's surveillance (Debian: r-cran-surveillance), in one run and on the same counts: bench/detectors.sh
# Medians of processor time a series of 520 weeks; Farrington's methods: of its last 20 time points; a country's morning: of
# the clock on two threads.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source bench/peers/beside_r.sh
beside_r detectors_bench detectors.R surveillance
