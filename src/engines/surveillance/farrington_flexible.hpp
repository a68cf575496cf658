#pragma once
/// Farrington's method with more of the baseline: Noufaily A et al. 2013, "An improved algorithm for outbreak detection
/// in multiple surveillance systems", Stat Med 32:1206-1222; r_compat: R surveillance 1.20.3, farringtonFlexible
/// (Salmon M, Schumacher D, Höhle M 2016, J Stat Softw 70(10)).
///
/// For time point k, the `half_width` time points around the same time of each of `years` before, and k itself, are one
/// group; with `periods` > 1 the time between is cut into periods - 1 groups a year. Quasi-Poisson regression on groups and
/// trend (robust_fit.hpp), the last `past_left_out` time points left out. Alarm: y > U, y > 0, and at least `cases_min` in
/// the last `cases_periods` time points.
///   delta     U on a transformed scale (power_threshold), with z the quantile of 1 - alpha
///   nb_plugin U the 1 - alpha quantile of the negative binomial of mean exp(eta) and variance phi exp(eta)
///   muan      the same of mean exp(eta + z se)
/// r_compat keeps what R does by mistake: after reweighting the outlier weights take the place of the working weights in
/// every variance; the score of nb_plugin and muan takes eta for exp(eta), and a U below the expected count never alarms.
/// correct multiplies variances by phi; its score is infinite where y lies beyond such a U.

#include "engines/surveillance/farrington_model.hpp"

#include <span>

namespace fx::surveillance {

enum class ThresholdMethod : std::uint8_t { delta, nb_plugin, muan };

struct FlexibleControl {
    int years = 5;          ///< b, 1..30
    int half_width = 3;     ///< w, >= 0 time points, 2 w < time points a year
    int periods = 1;        ///< noPeriods, 1..53; 10 in the article
    int past_left_out = 3;  ///< pastWeeksNotIncluded, >= 0 time points; 26 weeks in the article
    bool reweight = true;
    double reweight_above = 2.58;  ///< weightsThreshold
    double alpha = 0.05;           ///< in (0, 0.5)
    bool trend = true;
    double trend_p = 0.05;  ///< pThresholdTrend; 1 in the article
    double cases_min = 5;   ///< limit54
    int cases_periods = 4;
    PowerTransform transform = PowerTransform::two_thirds;
    bool population_offset = false;
    ThresholdMethod threshold = ThresholdMethod::delta;
};

/// First time point (from 0) with a whole baseline; series.size() when there is none.
std::size_t flexible_first(Series const& series, FlexibleControl const& control);

/// A verdict for each of `points` (indices from 0), in their order. Counts may be missing; with population_offset every
/// population must be > 0. Nothing without a reason: see FarringtonVerdict::outcome.
std::vector<FarringtonVerdict> farrington_flexible(Series const& series, std::span<std::size_t const> points,
                                                   FlexibleControl const& control, Mode mode);

}  // namespace fx::surveillance
