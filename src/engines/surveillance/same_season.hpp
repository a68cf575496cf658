#pragma once
/// RKI and Bayes detectors: a count against those of the same season, in this year and years before.
///
/// Both take as baseline the `half_width` time points before t (if `this_year`) and, for each of `years`, those from
/// t - i frequency - half_width to t - i frequency + half_width.
///   RKI    Robert Koch Institute's rule; r_compat: R surveillance 1.20.3, algo.rki. With mean m of the baseline:
///          m > 20: U = m + 2 sd; else U = the limit tabled for floor(m) (R's table, exact Poisson limits at about 97 %).
///   Bayes  Riebler A 2004; Höhle M 2007, "surveillance: an R package", Comput Stat 22:571-582 (algo.bayes). With the
///          prior Gamma(1/2, 0) and sum s of n counts: U = the 1 - alpha quantile of NegBin(s + 1/2, n / (n + 1)).
/// Alarm: y > U. Counts that are missing: RKI gives NA in r_compat, and uses what is there in correct; Bayes uses what
/// is there. NA where nothing is there (RKI: fewer than 2).

#include "engines/surveillance/series.hpp"

#include <span>

namespace fx::surveillance {

struct SameSeason {
    int years = 0;               ///< b: years before, >= 0
    std::size_t half_width = 6;  ///< w, >= 1
    bool this_year = true;       ///< actY; true where years = 0
    int frequency = 52;          ///< time points a year; > half_width
};

/// First time point (from 0) with a whole baseline.
std::size_t same_season_first(SameSeason const& baseline);

/// Verdicts of same_season_first() and everything after it.
std::vector<Verdict> rki(std::span<double const> observed, SameSeason const& baseline, Mode mode);
/// `alpha` in (0, 1).
std::vector<Verdict> bayes(std::span<double const> observed, SameSeason const& baseline, double alpha);

}  // namespace fx::surveillance
