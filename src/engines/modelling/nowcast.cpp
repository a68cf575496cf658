#include "engines/modelling/nowcast.hpp"

#include "base/assert.hpp"
#include "engines/surveillance/counts.hpp"
#include "engines/surveillance/series.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fx::modelling {
namespace {

using surveillance::is_missing;
using surveillance::missing;

constexpr std::size_t errors_min = 5;  // fewer say nothing of the dispersion
constexpr double interval_tail = 0.025;

double sum_of(std::span<double const> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

struct Forecast {
    double mean, came;
};

/// Log likelihood of negative binomial counts with the given size.
double likelihood(std::span<Forecast const> forecasts, double size) {
    double sum = 0;
    for (auto const& [mean, came] : forecasts)
        sum += std::lgamma(came + size) - std::lgamma(size) + size * std::log(size / (size + mean)) +
               came * std::log(mean / (size + mean));
    return sum;
}

/// The size of the largest likelihood between 0.01 and 10,000, by golden section on its logarithm.
double fitted_size(std::span<Forecast const> forecasts) {
    double low = std::log(1e-2), high = std::log(1e4);
    constexpr double golden = 0.6180339887498949;
    while (high - low > 1e-4) {
        auto const left = high - golden * (high - low), right = low + golden * (high - low);
        (likelihood(forecasts, std::exp(left)) < likelihood(forecasts, std::exp(right)) ? low : high) =
            likelihood(forecasts, std::exp(left)) < likelihood(forecasts, std::exp(right)) ? left : right;
    }
    return std::exp((low + high) / 2);
}

/// What is missing in a row, as it would have been forecast some days ago, and what of it has come since, by cells missing.
std::vector<std::vector<Forecast>> past_forecasts(ReportingTriangle const& triangle, NowcastRules const& rules) {
    std::vector<std::vector<Forecast>> by_missing(triangle.delays() + 1);
    for (std::size_t back = 1; back <= rules.looks_back && back + 1 < triangle.rows(); ++back) {
        auto const then = triangle.before(back);
        auto const delay = chain_ladder_delay(rules.rows == 0 ? then : then.last(rules.rows));
        if (delay.empty()) break;
        auto const totals = chain_ladder(then, delay, rules.completeness_min);
        for (std::size_t row = 0; row < then.rows(); ++row) {
            auto const known = then.known(row), now = triangle.known(row);
            if (known == then.delays() || is_missing(totals[row])) continue;
            auto const to_come = totals[row] - then.reported(row);
            double const all = 1 - sum_of(std::span(delay).first(known));
            double const seen = sum_of(std::span(delay).subspan(known, now - known));
            auto const came = triangle.reported(row) - then.reported(row);
            // Only the part that has had time to come can be compared.
            if (all > 0 && seen / all > 0.5 && to_come > 0)
                by_missing[then.delays() - known].push_back({to_come * seen / all, came});
        }
    }
    return by_missing;
}

}  // namespace

ReportingTriangle::ReportingTriangle(std::vector<double> cells, std::size_t delays)
    : delays_(delays), cells_(std::move(cells)) {
    FX_ASSERT(delays_ >= 1 && cells_.size() % delays_ == 0);
    for (std::size_t row = 0; row < rows(); ++row) {
        std::size_t known = 0;
        while (known < delays_ && !is_missing(at(row, known))) ++known;
        known_.push_back(known);
    }
}

double ReportingTriangle::reported(std::size_t row) const {
    return sum_of(std::span(cells_).subspan(row * delays_, known_[row]));
}

ReportingTriangle ReportingTriangle::before(std::size_t days) const {
    auto const left = rows() - std::min(days, rows());
    std::vector<double> cells(cells_.begin(), cells_.begin() + std::ptrdiff_t(left * delays_));
    for (std::size_t row = 0; row < left; ++row)
        for (std::size_t delay = known_[row + days]; delay < delays_; ++delay) cells[row * delays_ + delay] = missing;
    return {std::move(cells), delays_};
}

ReportingTriangle ReportingTriangle::last(std::size_t count) const {
    auto const kept = std::min(count, rows());
    return {{cells_.end() - std::ptrdiff_t(kept * delays_), cells_.end()}, delays_};
}

std::vector<double> chain_ladder_delay(ReportingTriangle const& triangle) {
    auto const rows = triangle.rows(), delays = triangle.delays();
    std::vector<double> sums(rows, 0), by_delay(delays, 0);
    for (std::size_t delay = 0; delay < delays; ++delay) {
        std::size_t whole = 0;  // rows that have this delay come first
        double of_delay = 0, before = 0;
        for (; whole < rows && triangle.known(whole) > delay; ++whole) {
            of_delay += triangle.at(whole, delay);
            before += sums[whole];
        }
        auto const factor = of_delay / std::max(before, 1.0);
        for (std::size_t row = 0; row < rows; ++row) {
            auto const cell = row < whole ? triangle.at(row, delay) : factor * sums[row];
            sums[row] += cell;
            by_delay[delay] += cell;
        }
    }
    auto const all = sum_of(by_delay);
    if (!(all > 0)) return {};
    for (auto& probability : by_delay) probability /= all;
    return by_delay;
}

std::vector<double> chain_ladder(ReportingTriangle const& triangle, std::span<double const> delay, double completeness_min) {
    FX_ASSERT(delay.size() == triangle.delays());
    std::vector<double> totals;
    for (std::size_t row = 0; row < triangle.rows(); ++row) {
        auto const known = triangle.known(row);
        double sum = triangle.reported(row), before = sum_of(delay.first(known));
        bool const enough = known == triangle.delays() || (before > 0 && before >= completeness_min);
        for (auto column = known; column < triangle.delays(); ++column) {
            sum += (sum + 1 - before) / before * delay[column];
            before += delay[column];
        }
        totals.push_back(enough ? sum : missing);
    }
    return totals;
}

std::vector<double> lawless_delay_cdf(ReportingTriangle const& triangle) {
    auto const delays = triangle.delays();
    std::vector<double> cdf(delays, 1);
    for (auto delay = delays - 1; delay > 0; --delay) {
        double own = 0, up_to = 0;
        for (std::size_t row = 0; row < triangle.rows() && triangle.known(row) > delay; ++row) {
            own += triangle.at(row, delay);
            for (std::size_t shorter = 0; shorter <= delay; ++shorter) up_to += triangle.at(row, shorter);
        }
        cdf[delay - 1] = cdf[delay] * (up_to > 0 ? 1 - own / up_to : 1);
    }
    return cdf;
}

std::vector<NowcastDay> nowcast(ReportingTriangle const& triangle, NowcastRules const& rules) {
    std::vector<NowcastDay> days;
    auto const delay = chain_ladder_delay(rules.rows == 0 ? triangle : triangle.last(rules.rows));
    auto const past = past_forecasts(triangle, rules);
    auto const totals = delay.empty() ? std::vector<double>(triangle.rows(), missing)
                                      : chain_ladder(triangle, delay, rules.completeness_min);
    for (std::size_t row = 0; row < triangle.rows(); ++row) {
        auto const known = triangle.known(row);
        auto& day = days.emplace_back();
        day.reported = triangle.reported(row);
        day.completeness = known == triangle.delays() ? 1 : delay.empty() ? missing : sum_of(std::span(delay).first(known));
        day.expected = known == triangle.delays() ? day.reported : totals[row];
        day.low = day.high = day.expected;
        auto const to_come = day.expected - day.reported;
        if (known == triangle.delays() || is_missing(day.expected)) continue;
        auto const& forecasts = past[triangle.delays() - known];
        auto const phi = forecasts.size() < errors_min ? 1 : 1 + to_come / fitted_size(forecasts);
        day.low = day.reported + surveillance::count_upper_quantile(1 - interval_tail, to_come, phi);
        day.high = day.reported + surveillance::count_upper_quantile(interval_tail, to_come, phi);
    }
    return days;
}

}  // namespace fx::modelling
