#pragma once
/// Likelihood ratio detectors for counts with a known mean: LR against a rise of a given size, GLR against any rise.
///
/// Höhle M, Paul M 2008, "Count data regression charts for the monitoring of surveillance time series", Comput Stat Data
/// Anal 52:4357-4368; r_compat: R surveillance 1.20.3, algo.glrnb and algo.glrpois (ret "value", dir "inc", Mtilde 1).
/// With x observed, mu expected, kappa the log of the rise, alpha the overdispersion (variance mu + alpha mu^2):
///   l(kappa) = kappa x + (1 - e^kappa) mu                                                           Poisson, alpha = 0
///   l(kappa) = kappa x + (x + 1/alpha) log((1 + alpha mu) / (1 + alpha mu e^kappa))                 negative binomial
///   LR   S_n = max(0, S_(n-1) + l(kappa)), alarm when S_n > limit (the statistic starts from 0 after an alarm)
///   GLR  G_n = the largest sum of l over k..n over k and kappa >= 0, alarm when G_n >= limit; forgets what was before
///        an alarm. `window` M limits k to n - M and later.
/// r_compat: with a window the Poisson GLR leaves out k = n, so the first point after the start or an alarm is 0, as
/// glr_cusum_window does, and the negative binomial GLR loses sight of counts of some ten times their mean (Newton's
/// method overshoots and counts as no rise), as glr_nb_window does; correct has neither fault.

#include "engines/surveillance/series.hpp"

#include <optional>
#include <span>

namespace fx::surveillance {

struct GlrControl {
    double overdispersion = 0;          ///< alpha >= 0; 0 is Poisson
    std::optional<double> kappa;        ///< given: LR; nothing: GLR. > 0
    std::optional<std::size_t> window;  ///< M >= 1; nothing: all since the last alarm (O(n^2); Poisson only)
    double limit = 5;                   ///< c.ARL > 0
};

struct GlrVerdict : Verdict {  ///< expected: the mean that was given; upperbound is missing
    double value = missing;    ///< S_n or G_n, before a new start
};

/// `mean`: one >= 0 for each count of `observed`. Where a count is missing or its mean is 0 nothing is said, and it adds
/// nothing.
std::vector<GlrVerdict> glr(std::span<double const> observed, std::span<double const> mean, GlrControl const& control,
                            Mode mode);

}  // namespace fx::surveillance
