#include "engines/modelling/projection.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace fx::modelling {
namespace {

/// A path that grows without end: its counts stay representable.
constexpr double cases_max = 1e9;

double expected(std::vector<double> const& path, std::span<double const> interval, double reproduction) {
    double sum = 0;
    for (std::size_t k = 1; k <= path.size() && k < interval.size(); ++k) sum += interval[k] * path[path.size() - k];
    return std::min(reproduction * sum, cases_max);
}

std::vector<double> without_gaps(std::span<double const> cases) {
    std::vector<double> path(cases.begin(), cases.end());
    for (auto& count : path)
        if (std::isnan(count)) count = 0;
    return path;
}

double draw_cases(double mean, double size, std::mt19937_64& random) {
    if (!(mean > 0)) return 0;
    auto const rate = size > 0 ? std::gamma_distribution(size, mean / size)(random) : mean;
    return rate > 0 ? double(std::poisson_distribution<std::int64_t>(std::min(rate, cases_max))(random)) : 0;
}

ProjectedDay summary(std::vector<double>& draws) {
    std::ranges::sort(draws);
    ProjectedDay day{0, {}};
    for (auto const draw : draws) day.mean += draw / double(draws.size());
    for (std::size_t i = 0; i < quantile_levels.size(); ++i)
        day.quantiles[i] = draws[std::size_t(std::ceil(quantile_levels[i] * double(draws.size()))) - 1];
    return day;
}

}  // namespace

std::vector<double> project_mean(std::span<double const> cases, std::span<double const> interval, double reproduction,
                                 std::size_t days) {
    auto path = without_gaps(cases);
    for (std::size_t day = 0; day < days; ++day) path.push_back(expected(path, interval, reproduction));
    return {path.end() - std::ptrdiff_t(days), path.end()};
}

std::vector<ProjectedDay> project(std::span<double const> cases, std::span<double const> interval, std::size_t days,
                                  ProjectionRules const& rules) {
    FX_ASSERT(rules.paths >= 100 && rules.shape > 0 && rules.scale > 0 && rules.size >= 0);
    FX_ASSERT(rules.damping >= 0 && rules.damping <= 1 && rules.drift >= 0);
    auto const known = without_gaps(cases);
    std::vector<std::vector<double>> draws(days, std::vector<double>(rules.paths));
    std::mt19937_64 random(rules.seed);
    std::gamma_distribution posterior(rules.shape, rules.scale);
    std::normal_distribution step;
    auto path = known;
    for (std::size_t i = 0; i < rules.paths; ++i) {
        path.resize(known.size());
        auto log_reproduction = std::log(posterior(random));
        for (std::size_t day = 0; day < days; ++day) {
            log_reproduction = rules.damping * log_reproduction + rules.drift * step(random);
            auto const mean = expected(path, interval, std::exp(log_reproduction));
            path.push_back(draws[day][i] = draw_cases(mean, rules.size, random));
        }
    }
    std::vector<ProjectedDay> projected;
    for (auto& day : draws) projected.push_back(summary(day));
    return projected;
}

}  // namespace fx::modelling
