#include "engines/surveillance/farrington.hpp"

#include "base/assert.hpp"
#include "engines/surveillance/calendar.hpp"
#include "engines/surveillance/normal.hpp"

#include <cmath>

namespace fx::surveillance {
namespace {

constexpr double reweight_residuals_above = 1, trend_significant_below = 0.05;

/// `day` moved to the day of the week of `like`, forward or back by what is nearer; back where both are.
std::int32_t on_weekday_of(std::int32_t day, std::int32_t like) {
    auto const forward = (weekday(like) - weekday(day) + 7) % 7, back = (weekday(day) - weekday(like) + 7) % 7;
    return forward < back ? day + forward : day - back;
}

/// Index of the time point `step` steps from that of `years` before k.
std::optional<std::size_t> baseline_point(Series const& series, std::size_t k, int years, int step) {
    if (series.epoch.empty()) {
        auto const at = std::ptrdiff_t(k) - std::ptrdiff_t(years) * series.frequency + step;
        return at >= 0 && at < std::ptrdiff_t(k) ? std::optional(std::size_t(at)) : std::nullopt;
    }
    auto const now = series.epoch[k];
    auto const then = years_before(now, years);
    if (!then) return std::nullopt;
    if (series.frequency == 365) return index_of(series, *then + step);
    if (series.frequency == 52) return index_of(series, on_weekday_of(*then + 7 * step, now));
    auto const month = month_after(*then, step, day_of_month(now));
    return month ? index_of(series, *month) : std::nullopt;
}

void judge_classic(ClassicVerdict& verdict, RobustFit& fit, Series const& series, FarringtonControl const& control,
                   Mode mode) {
    auto const k = verdict.t;
    TrendRule const rule{control.trend && control.years >= 3, trend_significant_below, Dispersion::plain,
                         control.reweight ? std::optional(reweight_residuals_above) : std::nullopt};
    auto const model = choose_model(fit, rule, 0, double(k + 1), 0);
    verdict.outcome = model.outcome == FitOutcome::fitted    ? FarringtonOutcome::judged
                      : model.outcome == FitOutcome::too_few ? FarringtonOutcome::too_few
                                                             : FarringtonOutcome::not_converged;
    if (model.outcome != FitOutcome::fitted) return;
    verdict.trend = model.trend;
    verdict.baseline = fit.rows();
    verdict.outliers = fit.outliers();
    if (model.trend) verdict.slope = fit.slope();
    verdict.dispersion = value(Dispersion::at_least_one, fit);
    auto const y = series.observed[k], mean = std::exp(model.now.value);
    auto const error = mean * std::sqrt(verdict.dispersion * model.now.variance);
    auto const power =
        power_threshold(control.transform, normal_upper_quantile(control.alpha / 2), mean, error, verdict.dispersion, y);
    verdict.mean = verdict.mu0 = mean;
    verdict.quantile = power.quantile;
    verdict.p_value = power.p_value;
    bool const enough = enough_cases(series, k, std::size_t(control.cases_periods), control.cases_min);
    verdict.score = enough ? (y - mean) / (power.upperbound - mean) : 0;
    if (!is_missing(y)) verdict.alarm = enough && verdict.score > 1 ? Alarm::yes : Alarm::no;
    verdict.upperbound = enough ? power.upperbound : mode == Mode::r_compat ? 0 : missing;
    if (enough) verdict.expected = mean;
}

}  // namespace

std::size_t farrington_first(Series const& series, FarringtonControl const& control) {
    for (std::size_t k = 0; k < series.size(); ++k)
        if (baseline_point(series, k, control.years, -control.half_width)) return k;
    return series.size();
}

std::vector<ClassicVerdict> farrington(Series const& series, std::span<std::size_t const> points,
                                       FarringtonControl const& control, Mode mode) {
    FX_ASSERT(control.years >= 1 && control.half_width >= 0 && control.alpha > 0 && control.alpha < 1);
    RobustFit fit(series.observed);
    std::vector<BaselineRow> rows;
    std::vector<ClassicVerdict> verdicts(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        rows.clear();
        for (int year = control.years; year >= 1; --year)
            for (int step = -control.half_width; step <= control.half_width; ++step) {
                auto const at = baseline_point(series, points[i], year, step);
                if (at && !is_missing(series.observed[*at])) rows.push_back({*at, double(*at + 1), 0, 0});
            }
        verdicts[i].t = points[i];
        fit.set_rows(rows, 1);
        judge_classic(verdicts[i], fit, series, control, mode);
    }
    return verdicts;
}

}  // namespace fx::surveillance
