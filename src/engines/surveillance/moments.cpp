#include "engines/surveillance/moments.hpp"

#include "engines/surveillance/series.hpp"

#include <cmath>
#include <numeric>

namespace fx::surveillance {

Moments moments(std::span<double const> values) {
    auto const n = double(values.size());
    double const mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (double const value : values) squares += (value - mean) * (value - mean);
    return {mean, values.size() < 2 ? missing : std::sqrt(squares / (n - 1))};
}

}  // namespace fx::surveillance
