#!/usr/bin/env bash
# Reproduction numbers beside R's EpiEstim (Debian: r-cran-epiestim), growth rates beside its glm: bench/growth.sh
# Medians of processor time a series of 200 days, all windows, 60 series the same for both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source bench/peers/beside_r.sh
beside_r growth_bench growth.R EpiEstim
