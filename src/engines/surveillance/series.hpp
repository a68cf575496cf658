#pragma once
/// A series of counts, and what a detector says of one time point. Shared by every detector of this folder.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace fx::surveillance {

/// A count that was not observed, a threshold that cannot be computed: NA.
inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();
inline bool is_missing(double value) { return std::isnan(value); }

/// Time points at equal steps, oldest first.
struct Series {
    std::vector<double> observed;     ///< counts, >= 0; `missing` where nothing was reported
    std::vector<double> population;   ///< empty, or one > 0 for each time point
    std::vector<std::int32_t> epoch;  ///< empty (plain indices), or days since 1970-01-01, rising, one for each time point
    int frequency = 52;               ///< time points a year: 12, 52 or 365

    std::size_t size() const { return observed.size(); }
};

/// `r_compat` gives the figures of the R package named in the header of a method, its known faults included;
/// `correct` follows the published method where the two differ.
enum class Mode : std::uint8_t { r_compat, correct };

enum class Alarm : std::uint8_t { no, yes, unknown };  ///< unknown: NA, no statement is possible

/// What a detector says of time point `t`.
struct Verdict {
    std::size_t t = 0;            ///< index into Series::observed, from 0
    double expected = missing;    ///< under no outbreak
    double upperbound = missing;  ///< the largest count without alarm, on the scale of the counts
    Alarm alarm = Alarm::unknown;
};

/// observed > upperbound; unknown when one of them is missing.
inline Alarm exceeds(double observed, double upperbound) {
    if (is_missing(observed) || is_missing(upperbound)) return Alarm::unknown;
    return observed > upperbound ? Alarm::yes : Alarm::no;
}

/// The time points first..last of a series, both included, from 0.
struct Range {
    std::size_t first = 0, last = 0;
};

}  // namespace fx::surveillance
