#include "engines/modelling/growth_rate.hpp"

#include "engines/surveillance/robust_fit.hpp"
#include "engines/surveillance/series.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace fx::modelling {
namespace {

using surveillance::missing;

void fill(GrowthRate& growth, surveillance::RobustFit const& fit) {
    auto const error = std::sqrt(std::max(1.0, fit.dispersion()) * fit.slope_variance());
    auto const t = boost::math::quantile(boost::math::students_t(fit.degrees()), 0.975);
    growth.rate = fit.slope();
    growth.low = growth.rate - t * error;
    growth.high = growth.rate + t * error;
    if (growth.rate != 0) growth.doubling = std::numbers::ln2 / growth.rate;
    if (growth.low > 0 || growth.high < 0) {
        growth.doubling_low = std::numbers::ln2 / growth.high;
        growth.doubling_high = std::numbers::ln2 / growth.low;
    }
}

}  // namespace

std::vector<GrowthRate> growth_rates(std::span<double const> cases, std::span<DayWindow const> windows) {
    surveillance::RobustFit fit(cases);
    std::vector<surveillance::BaselineRow> rows;
    std::vector<GrowthRate> rates;
    for (auto const& window : windows) {
        auto& growth = rates.emplace_back(GrowthRate{window, missing, missing, missing, missing, missing, missing});
        rows.clear();
        double sum = 0;
        for (auto t = window.first; t <= window.last; ++t) {
            if (surveillance::is_missing(cases[t])) continue;
            rows.push_back({t, double(t), 0, 0});
            sum += cases[t];
        }
        fit.set_rows(rows, 1);
        if (sum > 0 && fit.fit(true, {}) == surveillance::FitOutcome::fitted) fill(growth, fit);
    }
    return rates;
}

}  // namespace fx::modelling
