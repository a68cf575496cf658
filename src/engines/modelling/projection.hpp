#pragma once
/// What the days ahead may bring: the renewal equation.
///
/// Cori A et al. 2013 (see reproduction.hpp); Nouvellet P et al. 2018, Epidemics 22:3-11 (R package projections).
/// E[I_t] = R sum over k >= 1 of w_k I_{t-k}.

#include "engines/modelling/reproduction.hpp"

#include <cstdint>

namespace fx::modelling {

/// Expected cases of `days` days after the last of `cases`, each fed by those before it.
std::vector<double> project_mean(std::span<double const> cases, std::span<double const> interval, double reproduction,
                                 std::size_t days);

/// Of one day ahead: quantiles of the simulated paths.
struct ProjectedDay {
    double mean;
    std::array<double, quantile_levels.size()> quantiles;
};

struct ProjectionRules {
    double shape = 1, scale = 1;  ///< gamma posterior of the reproduction number
    double size = 0;              ///< of the negative binomial of a day's cases, > 0; 0: Poisson, narrower
    /// The logarithm of R is multiplied by `damping` each day (1 keeps R as it is) and moves by a normal step of sd `drift`:
    /// people and measures change, and nobody knows R of next week.
    double damping = 1, drift = 0;  ///< 0..1; >= 0
    std::size_t paths = 10'000;     ///< 100 or more
    std::uint64_t seed = 1;
};

/// Paths that draw an R each from the posterior, move it, and draw each day's cases. The same seed gives the same figures.
std::vector<ProjectedDay> project(std::span<double const> cases, std::span<double const> interval, std::size_t days,
                                  ProjectionRules const& rules);

}  // namespace fx::modelling
