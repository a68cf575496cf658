#pragma once
/// How many cases a case infects: negative binomial with mean R and dispersion k (variance R + R^2 / k), by maximum
/// likelihood.
///
/// Lloyd-Smith JO et al. 2005, "Superspreading and the effect of individual variation on disease emergence", Nature
/// 438:355-359. Intervals: profile likelihood, 1.9207 below its top (95 %). Small k: few infect many.

#include "engines/transmission/outbreak.hpp"

#include <span>

namespace fx::transmission {

enum class OffspringFit : std::uint8_t {
    fitted,
    poisson,       ///< the counts vary no more than Poisson: k is infinite
    no_infection,  ///< nobody infected anybody: R is 0, nothing can be said about k
    too_few,       ///< fewer than two cases: no statement
};

struct Bounds {
    double low = missing, high = missing;
};

struct Offspring {
    OffspringFit fit = OffspringFit::too_few;
    std::size_t cases = 0, infections = 0, most = 0;
    double mean = missing;          ///< R
    double dispersion = missing;    ///< k; infinite for poisson
    Bounds mean_95, dispersion_95;  ///< high of k may be infinite; both missing unless fitted or poisson
    double share_of_80 = missing;   ///< share of the cases, those that infected most, behind 80 % of the infections
};

/// `counts`: of each case, those it infected; 0 counts. O(n + most).
Offspring fit_offspring(std::span<std::uint32_t const> counts);

}  // namespace fx::transmission
