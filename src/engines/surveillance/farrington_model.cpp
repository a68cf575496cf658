#include "engines/surveillance/farrington_model.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>

namespace fx::surveillance {
namespace {

/// Two-sided p of the slope. Residuals that are all nought leave no doubt of a slope, and none of its absence.
double slope_p(RobustFit const& fit, Dispersion tested) {
    auto const error = std::sqrt(value(tested, fit) * fit.slope_variance());
    if (!(error > 0)) return fit.slope() == 0 ? 1 : 0;
    auto const t = std::abs(fit.slope() / error);
    if (!std::isfinite(t)) return 0;
    return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(fit.degrees()), t));
}

}  // namespace

double value(Dispersion which, RobustFit const& fit) {
    switch (which) {
        case Dispersion::plain: return fit.dispersion();
        case Dispersion::at_least_one: return std::max(1.0, fit.dispersion());
        case Dispersion::of_weights: return fit.dispersion_of_weights();
    }
    return missing;
}

FarringtonModel choose_model(RobustFit& fit, TrendRule const& rule, std::uint16_t group, double time, double offset) {
    FarringtonModel model;
    auto const predict = [&] {
        model.now = fit.predict(group, time);
        model.now.value += offset;
    };
    if (rule.fitted) {
        model.outcome = fit.fit(true, rule.reweight_above);
        if (model.outcome == FitOutcome::fitted) {
            predict();
            model.trend = slope_p(fit, rule.tested) < rule.p_below && std::exp(model.now.value) <= fit.largest_count();
            if (model.trend) return model;
        }
    }
    model.outcome = fit.fit(false, rule.reweight_above);
    if (model.outcome == FitOutcome::fitted) predict();
    return model;
}

PowerThreshold power_threshold(PowerTransform transform, double z, double mean, double mean_error, double phi, double y) {
    auto const tau = phi + mean_error * mean_error / mean;
    double exponent = 1, sd = std::sqrt(mean * tau);
    if (transform == PowerTransform::two_thirds) exponent = 2.0 / 3, sd = std::sqrt(4.0 / 9 * std::cbrt(mean) * tau);
    if (transform == PowerTransform::half) exponent = 0.5, sd = std::sqrt(tau / 4);
    auto const centre = std::pow(mean, exponent);
    PowerThreshold threshold;
    threshold.upperbound = std::pow(std::max(0.0, centre + z * sd), 1 / exponent);
    auto const standard = (std::pow(y, exponent) - centre) / sd;
    threshold.p_value = std::erfc(standard / std::sqrt(2.0)) / 2;
    threshold.quantile = std::erfc(-standard / std::sqrt(2.0)) / 2;
    return threshold;
}

bool enough_cases(Series const& series, std::size_t t, std::size_t periods, double cases) {
    double sum = 0;
    for (auto i = t + 1 - std::min(t + 1, periods); i <= t; ++i)
        if (!is_missing(series.observed[i])) sum += series.observed[i];
    return sum >= cases;
}

std::optional<std::size_t> index_of(Series const& series, std::int32_t epoch) {
    auto const found = std::ranges::lower_bound(series.epoch, epoch);
    if (found == series.epoch.end() || *found != epoch) return std::nullopt;
    return std::size_t(found - series.epoch.begin());
}

}  // namespace fx::surveillance
