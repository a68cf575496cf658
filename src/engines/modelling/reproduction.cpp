#include "engines/modelling/reproduction.hpp"

#include "base/assert.hpp"
#include "engines/modelling/gamma_quantile.hpp"
#include "engines/modelling/serial_interval.hpp"
#include "engines/surveillance/series.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace fx::modelling {
namespace {

constexpr double enough_variation = 0.3;  // the coefficient of variation that EpiEstim warns above
constexpr double complete_from = 0.95;

/// prefix[t] = sum of the first t values.
std::vector<double> prefix_sums(std::span<double const> values) {
    std::vector<double> sums(values.size() + 1, 0);
    for (std::size_t t = 0; t < values.size(); ++t) sums[t + 1] = sums[t] + (std::isnan(values[t]) ? 0 : values[t]);
    return sums;
}

double within(std::vector<double> const& prefix, DayWindow window) { return prefix[window.last + 1] - prefix[window.first]; }

}  // namespace

Incidence incidence_of(std::span<double const> local, std::span<double const> imported) {
    FX_ASSERT(imported.empty() || imported.size() == local.size());
    Incidence incidence{{local.begin(), local.end()}, {imported.begin(), imported.end()}};
    incidence.imported.resize(local.size(), 0);
    for (auto* counts : {&incidence.local, &incidence.imported})
        for (auto& count : *counts)
            if (std::isnan(count)) count = 0;
    if (!local.empty()) incidence.imported[0] += std::exchange(incidence.local[0], 0);
    return incidence;
}

std::vector<DayWindow> sliding_windows(std::size_t size, std::size_t days) {
    FX_ASSERT(days >= 1);
    std::vector<DayWindow> windows;
    for (std::size_t first = 1; first + days <= size; ++first) windows.push_back({first, first + days - 1});
    return windows;
}

std::vector<double> infectivity(Incidence const& incidence, std::span<double const> interval) {
    auto const size = incidence.size();
    std::vector<double> all(size), sums(size, surveillance::missing);
    for (std::size_t t = 0; t < size; ++t) all[t] = incidence.local[t] + incidence.imported[t];
    for (std::size_t t = 1; t < size; ++t) {
        double sum = 0;
        for (std::size_t k = 0; k <= t && k < interval.size(); ++k) sum += interval[k] * all[t - k];
        sums[t] = sum;
    }
    return sums;
}

std::vector<ReproductionEstimate> estimate_reproduction(Incidence const& incidence, std::span<double const> interval,
                                                        std::span<DayWindow const> windows, GammaPrior const& prior) {
    FX_ASSERT(prior.mean > 0 && prior.sd > 0 && incidence.imported.size() == incidence.size());
    auto const used = interval.first(std::min(interval.size(), incidence.size() + 1));
    auto const infecting = prefix_sums(infectivity(incidence, used)), infected = prefix_sums(incidence.local);
    auto const mean_interval = interval_moments(used).mean;
    double const a = prior.mean * prior.mean / (prior.sd * prior.sd), b = prior.sd * prior.sd / prior.mean;
    GammaQuantiles quantiles(quantile_levels);
    std::vector<ReproductionEstimate> estimates;
    estimates.reserve(windows.size());
    for (auto const& window : windows) {
        FX_ASSERT(window.first >= 1 && window.first <= window.last && window.last < incidence.size());
        auto& estimate = estimates.emplace_back();
        estimate.window = window;
        auto const cases = within(infected, window);
        estimate.shape = a + cases;
        estimate.scale = 1 / (1 / b + within(infecting, window));
        estimate.few_cases = cases < std::ceil(1 / (enough_variation * enough_variation) - a);
        if (double(window.last + 1) > mean_interval) {
            estimate.mean = estimate.shape * estimate.scale;
            estimate.sd = std::sqrt(estimate.shape) * estimate.scale;
            estimate.quantiles = quantiles.of(estimate.shape);
            for (auto& quantile : estimate.quantiles) quantile *= estimate.scale;
        } else {
            estimate.mean = estimate.sd = surveillance::missing;
            estimate.quantiles.fill(surveillance::missing);
        }
    }
    return estimates;
}

std::vector<CohortReproduction> wallinga_teunis(std::span<double const> cases, std::span<double const> interval,
                                                std::span<DayWindow const> windows) {
    auto const size = cases.size();
    std::vector<double> counts(size), force(size, 0), infected(size, 0), within_series(size, 0);
    for (std::size_t t = 0; t < size; ++t) counts[t] = std::isnan(cases[t]) ? 0 : cases[t];
    for (std::size_t t = 0; t < size; ++t)
        for (std::size_t k = 0; k <= t && k < interval.size(); ++k) force[t] += interval[k] * counts[t - k];
    for (std::size_t from = 0; from < size; ++from)
        for (std::size_t k = 0; from + k < size && k < interval.size(); ++k) {
            if (force[from + k] > 0) infected[from] += counts[from + k] * interval[k] / force[from + k];
            within_series[from] += interval[k];
        }
    std::vector<CohortReproduction> means;
    auto const first_case =
        std::size_t(std::ranges::find_if(counts, [](double count) { return count > 0; }) - counts.begin());
    for (auto const& window : windows) {
        FX_ASSERT(window.first <= window.last && window.last < size);
        if (window.first < first_case) continue;
        double of_cases = 0, of_infected = 0;
        for (auto t = window.first; t <= window.last; ++t) of_cases += counts[t], of_infected += counts[t] * infected[t];
        if (of_cases == 0) continue;
        means.push_back({window, of_infected / of_cases, within_series[window.last] < complete_from});
    }
    return means;
}

}  // namespace fx::modelling
