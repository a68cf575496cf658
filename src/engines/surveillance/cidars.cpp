#include "engines/surveillance/cidars.hpp"

#include "base/assert.hpp"
#include "engines/surveillance/calendar.hpp"

#include <algorithm>
#include <numeric>

namespace fx::surveillance {
namespace {

constexpr int block_days = 7;

/// Sums of `width` time points ending at each index: missing where one is, or where the series has not begun.
std::vector<double> block_sums(std::span<double const> observed, std::size_t width) {
    std::vector<double> sums(observed.size(), missing);
    for (auto t = width - 1; t < observed.size(); ++t)
        sums[t] =
            std::accumulate(observed.begin() + std::ptrdiff_t(t + 1 - width), observed.begin() + std::ptrdiff_t(t + 1), 0.0);
    return sums;
}

class Baseline {
public:
    Baseline(Series const& series, CidarsControl const& control)
        : series_(series),
          control_(control),
          daily_(series.frequency == 365),
          blocks_(block_sums(series.observed, daily_ ? block_days : 1)) {
        FX_ASSERT(!daily_ || series.epoch.size() == series.size());
    }

    double current(std::size_t t) const { return blocks_[t]; }

    /// Into `values`, without blocks that miss a count. False when a block begins before the series.
    bool of(std::size_t t, std::vector<double>& values) const {
        values.clear();
        std::ptrdiff_t const step = daily_ ? block_days : 1, first_whole = step - 1;
        for (int year = 1; year <= control_.years; ++year) {
            auto const centre = same_time(t, year);
            for (int j = -control_.half_width; j <= control_.half_width; ++j) {
                auto const at = centre + j * step;
                if (centre < 0 || at < first_whole) return false;
                if (at >= std::ptrdiff_t(t)) continue;
                if (auto const value = blocks_[std::size_t(at)]; !is_missing(value)) values.push_back(value);
            }
        }
        return true;
    }

private:
    std::ptrdiff_t same_time(std::size_t t, int year) const {
        if (!daily_) return std::ptrdiff_t(t) - std::ptrdiff_t(year) * series_.frequency;
        auto const day = years_before(series_.epoch[t], year);
        return day ? std::ptrdiff_t(t) - (series_.epoch[t] - *day) : -1;
    }

    Series const& series_;
    CidarsControl const& control_;
    bool daily_;
    std::vector<double> blocks_;  // by the index of their last time point
};

}  // namespace

double percentile(std::span<double const> sorted, double p) {
    FX_ASSERT(!sorted.empty() && p >= 0 && p <= 1);
    double const at = double(sorted.size() - 1) * p;
    auto const below = std::size_t(at + 4 * std::numeric_limits<double>::epsilon());
    double const part = std::max(0.0, at - double(below));
    if (below + 1 >= sorted.size() || part == 0) return sorted[below];
    return (1 - part) * sorted[below] + part * sorted[below + 1];
}

std::vector<CidarsVerdict> cidars(Series const& series, CidarsControl const& control) {
    FX_ASSERT(control.years >= 1 && control.half_width >= 0 && control.percentile >= 0 && control.percentile <= 1);
    Baseline const baseline(series, control);
    std::vector<CidarsVerdict> verdicts;
    std::vector<double> values;
    for (std::size_t t = 0; t < series.size(); ++t) {
        if (!baseline.of(t, values)) continue;
        CidarsVerdict verdict;
        verdict.t = t;
        verdict.current = baseline.current(t);
        verdict.percentiles.assign(std::size(cidars_levels), missing);
        if (!values.empty()) {
            std::ranges::sort(values);
            for (std::size_t i = 0; i < std::size(cidars_levels); ++i)
                verdict.percentiles[i] = percentile(values, cidars_levels[i]);
            verdict.expected = percentile(values, 0.5);
            verdict.upperbound = percentile(values, control.percentile);
            verdict.mean = std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
        }
        if (!values.empty() && !is_missing(verdict.current)) {
            verdict.below =
                double(std::ranges::lower_bound(values, verdict.current) - values.begin()) / double(values.size());
            bool const beyond =
                control.inclusive ? verdict.current >= verdict.upperbound : verdict.current > verdict.upperbound;
            verdict.alarm = beyond && verdict.current >= control.cases_min ? Alarm::yes : Alarm::no;
        }
        verdicts.push_back(std::move(verdict));
    }
    return verdicts;
}

std::vector<Verdict> fixed_threshold(std::span<double const> observed, double cases) {
    FX_ASSERT(cases > 0);
    std::vector<Verdict> verdicts;
    for (std::size_t t = 0; t < observed.size(); ++t) {
        auto const alarm = is_missing(observed[t]) ? Alarm::unknown : observed[t] >= cases ? Alarm::yes : Alarm::no;
        verdicts.push_back({t, missing, cases, alarm});
    }
    return verdicts;
}

}  // namespace fx::surveillance
