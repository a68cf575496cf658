#pragma once
/// Cases and who may have infected whom. Cases are told apart by their place in a list, from 0.

#include <cstdint>
#include <limits>

namespace fx::transmission {

/// Days are counted from 1970-01-01.
inline constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();
/// No case, no link, no chain, no key.
inline constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Any day may be no_day.
struct Case {
    std::int32_t onset = no_day;
    std::int32_t report = no_day;
    std::int32_t death = no_day;
    std::int32_t exposure = no_day;  ///< first day of exposure
};

enum class Basis : std::uint8_t {
    named,    ///< one of those who may have infected the case; the only one is taken as its source
    decided,  ///< found to be the source
    contact,  ///< the two met; who infected whom is not said: joins chains, nothing else
};

struct Link {
    std::uint32_t infector = none;  ///< < number of cases
    std::uint32_t infectee = none;  ///< < number of cases
    Basis basis = Basis::named;
    double weight = missing;  ///< >= 0, where somebody gave it: stands in for that of the serial interval
};

}  // namespace fx::transmission
