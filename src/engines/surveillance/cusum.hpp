#pragma once
/// CUSUM for counts: small but lasting rises add up.
///
/// Rossi G, Lampugnani L, Marchi M 1999, "An approximate CUSUM procedure for surveillance of health events",
/// Stat Med 18:2111-2122; r_compat: R surveillance 1.20.3, algo.cusum. With x observed and m expected:
///   standard           z = (x - m) / sqrt(m)
///   rossi              z = (x - 3m + 2 sqrt(x m)) / (2 sqrt(m))
///   anscombe           z = 1.5 (x^(2/3) - m^(2/3)) / m^(1/6)
///   negative_binomial  z = (x - m) / sqrt(m + overdispersion m^2)      (pearsonNegBin)
///   S_t = max(0, S_(t-1) + z_t - k), alarm when S_t >= h.
/// upperbound: the count that would have brought S_t to h, given S_(t-1); 0 where S_(t-1) lies beyond h by itself.
/// A seasonal series needs a seasonal mean, or the season itself alarms.

#include "engines/surveillance/series.hpp"

#include <span>

namespace fx::surveillance {

enum class CusumTransform : std::uint8_t { standard, rossi, anscombe, negative_binomial };

struct CusumControl {
    double k = 1.04;  ///< reference value, in standard deviations; >= 0
    double h = 2.26;  ///< decision limit; > 0
    CusumTransform transform = CusumTransform::rossi;
    double overdispersion = 0.2;  ///< of negative_binomial: variance = m + overdispersion m^2; >= 0
    bool reset = false;           ///< start again from 0 after an alarm
};

struct CusumVerdict : Verdict {  ///< expected: the mean that was given
    double cusum = missing;      ///< S_t
};

/// `mean`: one for each count of `observed`, >= 0. The sum starts at 0 before the first of them; Verdict::t counts from
/// there. Where a count is missing or the mean is 0 nothing can be said: in r_compat from there on, with the upperbound 0,
/// as in R; in correct at that time point only, and the sum is carried over it.
std::vector<CusumVerdict> cusum(std::span<double const> observed, std::span<double const> mean, CusumControl const& control,
                                Mode mode);

}  // namespace fx::surveillance
