#include "engines/surveillance/negative_binomial.hpp"

#include "base/assert.hpp"
#include "engines/surveillance/normal.hpp"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace fx::surveillance {
namespace {

constexpr int steps_max = 40;  // from the guess; beyond it halving is quicker

double negative_binomial_cdf(double x, double size, double success) { return boost::math::ibeta(size, x + 1, success); }

/// Cornish and Fisher's expansion by the third moment: a few counts from the answer, further off in far tails.
double guess(double p, double size, double success) {
    double const mean = size * (1 - success) / success, sd = std::sqrt(mean / success);
    double const skewness = (2 - success) / std::sqrt(size * (1 - success)), z = normal_upper_quantile(1 - p);
    return std::max(0.0, std::floor(mean + sd * (z + skewness * (z * z - 1) / 6)));
}

/// Brackets the answer in steps that double, upwards from `start`, then halves.
double by_halving(double wanted, double size, double success, double start) {
    double low = -1, high = start;
    for (double step = 1; negative_binomial_cdf(high, size, success) < wanted; step *= 2) {
        low = high;
        high += step;
    }
    while (high - low > 1) {
        double const middle = std::floor((low + high) / 2);
        (negative_binomial_cdf(middle, size, success) >= wanted ? high : low) = middle;
    }
    return high;
}

}  // namespace

double negative_binomial_quantile(double p, double size, double success) {
    FX_ASSERT(p > 0 && p < 1 && size > 0 && success > 0 && success < 1);
    double const wanted = p * (1 - 64 * std::numeric_limits<double>::epsilon());
    double const start = guess(p, size, success);
    double x = start, below_or_at = negative_binomial_cdf(x, size, success);
    // P(X = x), then from one x to its neighbour by the ratio of the two.
    double exactly = boost::math::ibeta_derivative(size, x + 1, success) * success / (size + x);
    for (int step = 0; step < steps_max; ++step) {
        if (below_or_at < wanted) {
            exactly *= (size + x) * (1 - success) / (x + 1);
            below_or_at += exactly;
            ++x;
            if (below_or_at >= wanted) return x;
        } else {
            if (x == 0 || below_or_at - exactly < wanted) return x;
            below_or_at -= exactly;
            exactly *= x / ((size + x - 1) * (1 - success));
            --x;
        }
    }
    return by_halving(wanted, size, success, start);
}

}  // namespace fx::surveillance
