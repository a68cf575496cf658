#include "engines/modelling/gamma_quantile.hpp"

#include "engines/surveillance/normal.hpp"

#include <boost/math/special_functions/gamma.hpp>

#include <cmath>

namespace fx::modelling {
namespace {

using InDouble = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
constexpr double expanded_from = 50;  // the expansion is 8e-10 off there, at levels of 0.025 to 0.975

/// The chi-square quantile of `nu` degrees at the normal quantile z.
double chi_square_quantile(double nu, double z) {
    auto const z2 = z * z, root = std::sqrt(2 * nu);
    auto const square_root = z * root + z * (z2 - 7) / (9 * root) + z * ((9 * z2 + 256) * z2 - 433) / (4860 * nu * root) -
                             z * (((3753 * z2 + 4353) * z2 - 289'517) * z2 - 289'717) / (9'185'400.0 * nu * nu * root);
    return nu + 2.0 / 3 * (z2 - 1) - ((6 * z2 + 14) * z2 - 32) / (405 * nu) +
           (((12 * z2 - 243) * z2 - 923) * z2 + 1472) / (25'515 * nu * nu) + square_root;
}

}  // namespace

GammaQuantiles::GammaQuantiles(Levels const& levels) : levels_(levels) {
    for (std::size_t i = 0; i < levels.size(); ++i) normal_[i] = surveillance::normal_upper_quantile(1 - levels[i]);
}

GammaQuantiles::Levels GammaQuantiles::expanded(double shape) const {
    Levels quantiles;
    for (std::size_t i = 0; i < levels_.size(); ++i) quantiles[i] = chi_square_quantile(2 * shape, normal_[i]) / 2;
    return quantiles;
}

GammaQuantiles::Levels const& GammaQuantiles::of(double shape) {
    auto const [found, fresh] = known_.try_emplace(shape);
    if (!fresh) return found->second;
    if (shape >= expanded_from) return found->second = expanded(shape);
    for (std::size_t i = 0; i < levels_.size(); ++i)
        found->second[i] = boost::math::gamma_p_inv(shape, levels_[i], InDouble());
    return found->second;
}

}  // namespace fx::modelling
