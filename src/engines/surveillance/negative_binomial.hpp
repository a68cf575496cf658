#pragma once
/// The negative binomial distribution: failures before success number `size`, `success` being the probability of each.

namespace fx::surveillance {

/// The smallest whole x >= 0 with P(X <= x) >= p; p is taken as 64 units in the last place smaller, as R's qnbinom
/// does, so that a p that was itself computed as P(X <= x) gives that x. 0 < p < 1, size > 0, 0 < success < 1.
double negative_binomial_quantile(double p, double size, double success);

}  // namespace fx::surveillance
