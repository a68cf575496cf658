#include "engines/surveillance/counts.hpp"

#include "engines/surveillance/negative_binomial.hpp"
#include "engines/surveillance/normal.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace fx::surveillance {
namespace {

constexpr double normal_from = 1e9;
/// Below it no count but 0 is to be expected, and the functions underneath divide by it.
constexpr double mean_tiny = 1e-300;

double poisson_cdf(double x, double mean) { return x < 0 ? 0 : boost::math::gamma_q(x + 1, mean); }

double poisson_quantile(double p, double mean) {
    double const wanted = p * (1 - 64 * std::numeric_limits<double>::epsilon());
    double const z = normal_upper_quantile(1 - p);
    double x = std::max(0.0, std::floor(mean + z * std::sqrt(mean) + (z * z - 1) / 6));
    while (poisson_cdf(x, mean) < wanted) ++x;
    while (x > 0 && poisson_cdf(x - 1, mean) >= wanted) --x;
    return x;
}

}  // namespace

double count_upper_quantile(double alpha, double mean, double phi) {
    if (!(mean > mean_tiny)) return 0;
    if (mean > normal_from) return std::ceil(mean + normal_upper_quantile(alpha) * std::sqrt(phi * mean));
    if (phi > 1) return negative_binomial_quantile(1 - alpha, mean / (phi - 1), 1 / phi);
    return poisson_quantile(1 - alpha, mean);
}

double count_upper_tail(double y, double mean, double phi) {
    if (y <= 0) return 1;
    if (!(mean > mean_tiny)) return 0;
    if (mean > normal_from) return std::erfc((y - 0.5 - mean) / std::sqrt(2 * phi * mean)) / 2;
    if (phi > 1) return boost::math::ibeta(y, mean / (phi - 1), 1 - 1 / phi);
    return boost::math::gamma_p(y, mean);
}

}  // namespace fx::surveillance
