#pragma once
/// Quantiles and upper tails of counts: negative binomial with mean m and variance phi m, Poisson for phi = 1.

namespace fx::surveillance {

/// The smallest whole x >= 0 with P(X <= x) >= 1 - alpha. mean >= 0, phi >= 1, 0 < alpha < 1. Beyond a mean of 1e9 by the
/// normal distribution.
double count_upper_quantile(double alpha, double mean, double phi);

/// P(X >= y), y >= 0.
double count_upper_tail(double y, double mean, double phi);

}  // namespace fx::surveillance
