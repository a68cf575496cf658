#pragma once
/// Farrington's method: Farrington CP, Andrews NJ, Beale AD, Catchpole MA 1996, "A statistical algorithm for the early
/// detection of outbreaks of infectious disease", J R Stat Soc A 159:547-563; r_compat: R surveillance 1.20.3,
/// algo.farrington with fitFun fast.
///
/// The baseline of time point k are the `half_width` time points around the same time of each of `years` before.
/// Quasi-Poisson regression with trend where it is significant at 5 % (robust_fit.hpp, outliers beyond a residual of 1);
/// U on a transformed scale with z the quantile of 1 - alpha / 2. Alarm: y > U and at least `cases_min` in the last
/// `cases_periods` time points. Without enough cases U is 0 in r_compat, missing in correct.

#include "engines/surveillance/farrington_model.hpp"

#include <span>

namespace fx::surveillance {

struct FarringtonControl {
    int years = 5;       ///< b, 1..30
    int half_width = 3;  ///< w, >= 0 time points, 2 w < time points a year
    bool reweight = true;
    double alpha = 0.05;  ///< in (0, 1), of both tails together
    bool trend = true;
    double cases_min = 5;  ///< limit54
    int cases_periods = 4;
    PowerTransform transform = PowerTransform::two_thirds;
};

/// First time point (from 0) with a whole baseline; series.size() when there is none.
std::size_t farrington_first(Series const& series, FarringtonControl const& control);

struct ClassicVerdict : FarringtonVerdict {
    double quantile = missing;  ///< P(fewer than or as many as y) where no outbreak is
    double mean = missing;      ///< the expected count, enough cases or not
};

/// A verdict for each of `points` (indices from 0), in their order. Time points of the baseline that are before the
/// series or missing are left out.
std::vector<ClassicVerdict> farrington(Series const& series, std::span<std::size_t const> points,
                                       FarringtonControl const& control, Mode mode);

}  // namespace fx::surveillance
