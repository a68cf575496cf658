#include "engines/modelling/serial_interval.hpp"

#include "base/assert.hpp"

#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>

namespace fx::modelling {
namespace {

using InDouble = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

/// P(a, k / scale) for k = -2 .. size - 1, at index k + 2.
std::vector<double> gamma_steps(double a, double scale, std::size_t size) {
    std::vector<double> steps(size + 2, 0);
    for (std::size_t k = 1; k < size; ++k)
        steps[k + 2] = steps[k + 1] == 1 ? 1 : boost::math::gamma_p(a, double(k) / scale, InDouble());
    return steps;
}

}  // namespace

std::vector<double> discretised_serial_interval(double mean, double sd, std::size_t size) {
    FX_ASSERT(mean > 1 && sd > 0);
    double const a = (mean - 1) * (mean - 1) / (sd * sd), b = sd * sd / (mean - 1);
    auto const own = gamma_steps(a, b, size), next = gamma_steps(a + 1, b, size);
    std::vector<double> probabilities(size);
    for (std::size_t i = 0; i < size; ++i) {
        auto const k = double(i);
        auto const at = i + 2;
        probabilities[i] = std::max(0.0, k * own[at] + (k - 2) * own[at - 2] - 2 * (k - 1) * own[at - 1] +
                                             a * b * (2 * next[at - 1] - next[at - 2] - next[at]));
    }
    return probabilities;
}

IntervalMoments interval_moments(std::span<double const> probabilities) {
    double mean = 0, square = 0;
    for (std::size_t k = 0; k < probabilities.size(); ++k) {
        mean += double(k) * probabilities[k];
        square += double(k) * double(k) * probabilities[k];
    }
    return {mean, std::sqrt(std::max(0.0, square - mean * mean))};
}

}  // namespace fx::modelling
