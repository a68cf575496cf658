#pragma once
/// Threshold rules as early warning systems in emergencies use them (WHO 2012, Outbreak surveillance and response in
/// humanitarian emergencies, WHO/HSE/GAR/DCE/2012.1; WHO AFRO, Integrated Disease Surveillance and Response): a number of
/// cases, a multiple of the last periods' mean, a rate in the population, cases that double. A disease has one or more;
/// any of them is an alarm. Which numbers hold for a disease its guideline says: none is built in.

#include "engines/surveillance/series.hpp"

#include <optional>
#include <string_view>

namespace fx::surveillance {

struct EwarsRules {
    std::optional<double> cases;   ///< y >= cases, > 0
    std::optional<double> factor;  ///< y > factor x the mean of the `previous` time points before, and y >= cases_min
    int previous = 3;              ///< 1..52
    std::optional<double> rate;    ///< 100,000 y / population >= rate, > 0
    std::optional<int> doubling;   ///< each of so many time points, t the last, at least twice the one before; 2..12
    double cases_min = 5;          ///< of factor and doubling, >= 0: small numbers double by chance
};

enum class EwarsRule : std::uint8_t { none, cases, factor, rate, doubling };

struct EwarsVerdict : Verdict {        ///< upperbound: the largest count that no rule takes for an alarm
    EwarsRule rule = EwarsRule::none;  ///< the first that holds, in the order above
};

/// Every time point. A rule whose counts before are missing or not there, or whose population is, says nothing: without a
/// rule that holds the alarm is then unknown. A count of 0 is a report, and counts.
std::vector<EwarsVerdict> ewars(Series const& series, EwarsRules const& rules);

}  // namespace fx::surveillance
