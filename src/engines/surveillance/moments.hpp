#pragma once
/// Mean and standard deviation of a few counts.

#include <span>

namespace fx::surveillance {

struct Moments {
    double mean;
    double sd;  ///< divisor n - 1; missing for n < 2
};

/// `values` not empty. A missing value makes both missing. Two passes, so that counts near 2^31 keep their digits.
Moments moments(std::span<double const> values);

}  // namespace fx::surveillance
