#pragma once
/// EARS C1, C2 and C3: a count against mean and standard deviation of the few time points before it.
///
/// Hutwagner L et al. 2003, "The bioterrorism preparedness and response Early Aberration Reporting System (EARS)",
/// J Urban Health 80(2 Suppl 1) i89-i96; r_compat: R surveillance 1.20.3, earsC.
/// With B = baseline, z = the standard normal quantile of 1 - alpha, s = max(sd, minimum_sigma):
///   C1  window t-B .. t-1      U = mean + z s
///   C2  window t-B-2 .. t-3    U = mean + z s
///   C3  c_u = (y_u - mean_u) / s_u of C2;  U = max(0, mean_t + s_t (z - sum of max(0, c_u - 1) over u = t-1, t-2))
/// r_compat puts y_t in place of mean_t in C3, as earsC does: today's count then plays no part in the alarm.
/// Alarm: y > U. U is missing where the window holds a missing count, and in C3 where s_u = 0 and y_u = mean_u
/// (a constant window); minimum_sigma 0.5 or 1 avoids that (Burkom 2005).

#include "engines/surveillance/series.hpp"

#include <span>

namespace fx::surveillance {

enum class EarsMethod : std::uint8_t { c1, c2, c3 };

struct EarsControl {
    EarsMethod method = EarsMethod::c1;
    std::size_t baseline = 7;  ///< >= 2 time points
    double minimum_sigma = 0;  ///< >= 0 counts
    double alpha = 0.001;      ///< in (0, 1); usually 0.025 for C3
};

/// First time point (from 0) with enough history.
std::size_t ears_first(EarsControl const& control);

/// Verdicts of ears_first() and everything after it; none when the series is shorter. O(n baseline).
std::vector<Verdict> ears(std::span<double const> observed, EarsControl const& control, Mode mode);

}  // namespace fx::surveillance
