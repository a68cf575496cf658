#include "engines/surveillance/farrington_flexible.hpp"

#include "base/assert.hpp"
#include "engines/surveillance/calendar.hpp"
#include "engines/surveillance/counts.hpp"
#include "engines/surveillance/normal.hpp"

#include <algorithm>
#include <cmath>

namespace fx::surveillance {
namespace {

constexpr std::uint16_t not_used = UINT16_MAX;

/// The time of `years` before in the series.
std::optional<std::size_t> reference_point(Series const& series, std::size_t k, int years) {
    if (series.epoch.empty()) {
        auto const back = std::size_t(years) * std::size_t(series.frequency);
        return back <= k ? std::optional(k - back) : std::nullopt;
    }
    auto const day =
        series.frequency == 52 ? same_week_before(series.epoch[k], years) : years_before(series.epoch[k], years);
    return day ? index_of(series, *day) : std::nullopt;
}

class Flexible {
public:
    Flexible(Series const& series, FlexibleControl const& control, Mode mode)
        : series_(series), control_(control), mode_(mode), fit_(series.observed), z_(normal_upper_quantile(control.alpha)) {}

    FarringtonVerdict judge(std::size_t k) {
        FarringtonVerdict verdict;
        verdict.t = k;
        if (!label(k)) return verdict;
        auto const offset = control_.population_offset ? std::log(series_.population[k]) : 0;
        auto const group = std::uint16_t(control_.periods - 1);
        auto const time = baseline(k);
        fit_.set_rows(rows_, std::size_t(control_.periods));
        verdict.outcome = FarringtonOutcome::too_few;
        if (!std::ranges::any_of(rows_, [&](BaselineRow const& row) { return row.group == group; })) return verdict;
        auto const quirk = mode_ == Mode::r_compat;
        auto const spread = !quirk              ? Dispersion::at_least_one
                            : control_.reweight ? Dispersion::of_weights
                                                : Dispersion::plain;
        TrendRule const rule{control_.trend && control_.years >= 3, control_.trend_p, spread,
                             control_.reweight ? std::optional(control_.reweight_above) : std::nullopt};
        auto const model = choose_model(fit_, rule, group, time, offset);
        if (model.outcome == FitOutcome::not_converged) verdict.outcome = FarringtonOutcome::not_converged;
        if (model.outcome != FitOutcome::fitted) return verdict;
        verdict.outcome = FarringtonOutcome::judged;
        verdict.trend = model.trend;
        verdict.baseline = fit_.rows();
        verdict.outliers = fit_.outliers();
        if (model.trend) verdict.slope = fit_.slope();
        verdict.dispersion = std::max(1.0, fit_.dispersion());
        threshold(verdict, model.now.value, std::sqrt(value(spread, fit_) * model.now.variance));
        return verdict;
    }

private:
    /// Which group each time point up to k is of. False when an earlier year is not in the series.
    bool label(std::size_t k) {
        auto const w = std::size_t(control_.half_width), periods = std::size_t(control_.periods);
        auto const own = std::uint16_t(periods - 1);
        labels_.assign(k + 1, not_used);
        std::fill(labels_.end() - std::ptrdiff_t(std::min(w, k) + 1), labels_.end(), own);
        auto later = k;
        for (int year = 1; year <= control_.years; ++year) {
            auto const point = reference_point(series_, k, year);
            if (!point || *point < w || *point + 2 * w >= later) return false;
            std::fill_n(labels_.begin() + std::ptrdiff_t(*point - w), 2 * w + 1, own);
            auto const between = later - 2 * w - 1 - *point;
            auto at = labels_.begin() + std::ptrdiff_t(*point + w + 1);
            for (std::size_t period = 0; period + 1 < periods; ++period) {
                auto const length = between / (periods - 1) + (period < between % (periods - 1) ? 1 : 0);
                at = std::fill_n(at, length, std::uint16_t(period));
            }
            later = *point;
        }
        first_ = later - w;
        return true;
    }

    /// Rows of the labelled time points that are old enough and were observed; returns the time of k.
    double baseline(std::size_t k) {
        rows_.clear();
        TimeScale const scale{series_};
        auto const past = std::size_t(control_.past_left_out);
        for (auto i = first_; i < k && i + past < k; ++i) {
            if (labels_[i] == not_used || is_missing(series_.observed[i])) continue;
            auto const offset = control_.population_offset ? std::log(series_.population[i]) : 0;
            rows_.push_back({i, scale.at(i, first_), offset, labels_[i]});
        }
        // R counts the time of k from the first time point observed, the others' from the first one labelled.
        bool const quirk = mode_ == Mode::r_compat && !rows_.empty();
        return scale.at(k, quirk ? rows_.front().at : first_);
    }

    void threshold(FarringtonVerdict& verdict, double eta, double eta_error) const {
        auto const y = series_.observed[verdict.t], mean = std::exp(eta);
        verdict.expected = verdict.mu0 = mean;
        auto centre = mean;
        if (control_.threshold == ThresholdMethod::delta) {
            auto const error = eta_error * mean;
            auto const [upper, p, quantile] = power_threshold(control_.transform, z_, mean, error, verdict.dispersion, y);
            verdict.upperbound = upper;
            verdict.p_value = p;
            if (mode_ == Mode::r_compat) verdict.mu0 = std::exp(mean + z_ * error);
        } else {
            auto const used = control_.threshold == ThresholdMethod::muan ? std::exp(eta + z_ * eta_error) : mean;
            bool const bounded = std::isfinite(used);
            if (!bounded && mode_ == Mode::correct) return unbounded(verdict);
            if (bounded) verdict.upperbound = count_upper_quantile(control_.alpha, used, verdict.dispersion);
            if (bounded && !is_missing(y)) verdict.p_value = count_upper_tail(y, used, verdict.dispersion);
            if (mode_ == Mode::r_compat) centre = eta;
            if (mode_ == Mode::r_compat) verdict.mu0 = used;
        }
        auto const distance = verdict.upperbound - centre;
        bool const beyond = y > verdict.upperbound;
        verdict.score = mode_ == Mode::r_compat || distance > 0 ? (y - centre) / distance : beyond ? INFINITY : 0;
        decide(verdict, y);
    }

    /// The group of k holds hardly a case: no count would be too many.
    static void unbounded(FarringtonVerdict& verdict) {
        verdict.outcome = FarringtonOutcome::too_few;
        verdict.expected = verdict.mu0 = missing;
    }

    void decide(FarringtonVerdict& verdict, double y) const {
        bool const enough = enough_cases(series_, verdict.t, std::size_t(control_.cases_periods), control_.cases_min);
        if (!is_missing(y)) verdict.alarm = enough && verdict.score > 1 && y > 0 ? Alarm::yes : Alarm::no;
        if (!enough) verdict.upperbound = missing;
        if (is_missing(verdict.upperbound)) verdict.expected = missing;
    }

    Series const& series_;
    FlexibleControl const& control_;
    Mode mode_;
    RobustFit fit_;
    double z_;
    std::size_t first_ = 0;
    std::vector<std::uint16_t> labels_;
    std::vector<BaselineRow> rows_;
};

}  // namespace

std::size_t flexible_first(Series const& series, FlexibleControl const& control) {
    for (std::size_t k = 0; k < series.size(); ++k)
        if (auto const point = reference_point(series, k, control.years); point && *point >= std::size_t(control.half_width))
            return k;
    return series.size();
}

std::vector<FarringtonVerdict> farrington_flexible(Series const& series, std::span<std::size_t const> points,
                                                   FlexibleControl const& control, Mode mode) {
    FX_ASSERT(control.years >= 1 && control.half_width >= 0 && control.periods >= 1 && control.past_left_out >= 0);
    FX_ASSERT(control.alpha > 0 && control.alpha < 0.5);
    FX_ASSERT(!control.population_offset || series.population.size() == series.size());
    Flexible method(series, control, mode);
    std::vector<FarringtonVerdict> verdicts;
    verdicts.reserve(points.size());
    for (auto const k : points) verdicts.push_back(method.judge(k));
    return verdicts;
}

}  // namespace fx::surveillance
