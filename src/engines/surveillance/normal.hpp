#pragma once
/// The standard normal distribution.

namespace fx::surveillance {

/// The x that is exceeded with probability `alpha`, 0 < alpha < 1: 0.025 -> 1.96. Exact to a few units in the last place.
double normal_upper_quantile(double alpha);

}  // namespace fx::surveillance
