#pragma once
/// How fast the daily number of cases grows: a log-linear quasi-Poisson regression on the days of a window (McCullagh P,
/// Nelder JA 1989, Generalized Linear Models, 6.2; the fit is that of surveillance::RobustFit). The dispersion is at
/// least 1: an interval is never narrower than chance alone allows.

#include "engines/modelling/reproduction.hpp"

#include <optional>

namespace fx::modelling {

/// All missing where the window has fewer than three days observed, no case, or a fit that does not converge.
struct GrowthRate {
    DayWindow window;
    double rate, low, high;  ///< a day, with the 95 % interval (Student's t); below 0 it shrinks
    /// ln 2 / rate, days: to double where above 0, to halve where below. A bound is missing where the interval holds 0.
    double doubling, doubling_low, doubling_high;
};

/// `cases` may be missing.
std::vector<GrowthRate> growth_rates(std::span<double const> cases, std::span<DayWindow const> windows);

}  // namespace fx::modelling
