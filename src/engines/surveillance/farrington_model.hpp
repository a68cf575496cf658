#pragma once
/// What both of Farrington's methods do with a baseline: the model with trend or without, and the threshold on a
/// transformed scale.

#include "engines/surveillance/robust_fit.hpp"
#include "engines/surveillance/series.hpp"

#include <optional>

namespace fx::surveillance {

enum class PowerTransform : std::uint8_t { none, half, two_thirds };

/// Why there is a statement for a time point, or none. no_baseline: a time of an earlier year is not in the series;
/// the others as FitOutcome.
enum class FarringtonOutcome : std::uint8_t { judged, no_baseline, too_few, not_converged };

struct FarringtonVerdict : Verdict {
    FarringtonOutcome outcome = FarringtonOutcome::no_baseline;
    bool trend = false;           ///< the trend was kept
    std::size_t baseline = 0;     ///< time points it rests on
    std::size_t outliers = 0;     ///< of these, weighted down as past outbreaks
    double slope = missing;       ///< of the log of the expected count, a step; missing without trend
    double dispersion = missing;  ///< phi, >= 1
    double score = missing;       ///< (y - expected) / (upperbound - expected): above 1 is unusual
    double p_value = missing;     ///< of as many or more
    double mu0 = missing;         ///< column mu0 of farringtonFlexible; the expected count in mode correct
};

/// Which dispersion variances are multiplied by.
enum class Dispersion : std::uint8_t { plain, at_least_one, of_weights };
double value(Dispersion which, RobustFit const& fit);

struct TrendRule {
    bool fitted = true;      ///< false: never a trend
    double p_below = 0.05;   ///< kept when the slope's two-sided p lies below
    Dispersion tested = {};  ///< of the t test
    std::optional<double> reweight_above;
};

struct FarringtonModel {
    FitOutcome outcome = FitOutcome::too_few;
    bool trend = false;
    RobustFit::Linear now;  ///< of the time point judged, offset included
};

/// The trend stays where it is significant and what it expects for `group` at `time` is no more than the largest
/// count of the baseline (Farrington 1996, 3.6); without it the model is fitted again. A trend whose fit does not
/// converge, or that the rows cannot give, is left out.
FarringtonModel choose_model(RobustFit& fit, TrendRule const& rule, std::uint16_t group, double time, double offset);

struct PowerThreshold {
    double upperbound = missing;
    double p_value = missing;
    double quantile = missing;  ///< P(fewer than or as many as y) by the same approximation
};
/// Threshold of `y` where `mean` is expected with standard error `mean_error`, dispersion phi: normal on the transformed
/// scale (delta method, Farrington 1996, 3.5), z its quantile.
PowerThreshold power_threshold(PowerTransform transform, double z, double mean, double mean_error, double phi, double y);

/// Whether the `periods` time points up to `t` hold at least `cases`; missing counts as none.
bool enough_cases(Series const& series, std::size_t t, std::size_t periods, double cases);

/// Index of `epoch` in the series' dates.
std::optional<std::size_t> index_of(Series const& series, std::int32_t epoch);

/// (e - first) / (length of the first step), or the index where the series has no dates.
struct TimeScale {
    Series const& series;
    double at(std::size_t t, std::size_t first) const {
        if (series.epoch.empty()) return double(t + 1);
        return double(series.epoch[t] - series.epoch[first]) / double(series.epoch[1] - series.epoch[0]);
    }
};

}  // namespace fx::surveillance
