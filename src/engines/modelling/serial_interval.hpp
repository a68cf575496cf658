#pragma once
/// The time from one onset to the onset it causes.

#include <cstddef>
#include <span>
#include <vector>

namespace fx::modelling {

/// Probabilities of 0, 1 .. size - 1 days where the interval is one day longer than a gamma variable: Cori A et al. 2013,
/// Am J Epidemiol 178:1505-1512, web appendix 11; R EpiEstim 2.2-4, discr_si. mean > 1 day, sd > 0 days. They add up to
/// 1 less what lies beyond `size`.
std::vector<double> discretised_serial_interval(double mean, double sd, std::size_t size);

struct IntervalMoments {
    double mean, sd;  ///< days
};
IntervalMoments interval_moments(std::span<double const> probabilities);

}  // namespace fx::modelling
