#pragma once
/// Quantiles of the gamma distribution, many shapes at the same levels.

#include "engines/modelling/reproduction.hpp"

#include <unordered_map>

namespace fx::modelling {

/// Of scale 1, to a relative 1e-9. Large shapes by the expansion of Goldberg and Levine 1946 (Ann Math Stat 17:216-225) in
/// powers of 1 / sqrt(shape); small ones by Boost, kept, because the windows of a series share their sums.
class GammaQuantiles {
public:
    using Levels = std::array<double, quantile_levels.size()>;
    explicit GammaQuantiles(Levels const& levels);
    /// shape > 0.
    Levels const& of(double shape);

private:
    Levels expanded(double shape) const;

    Levels levels_, normal_;
    std::unordered_map<double, Levels> known_;
};

}  // namespace fx::modelling
