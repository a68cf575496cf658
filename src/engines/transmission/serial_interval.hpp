#pragma once
/// The serial interval: days from the onset of the infector to that of the infected.

#include "engines/transmission/outbreak.hpp"

#include <optional>
#include <span>
#include <vector>

namespace fx::transmission {

enum class Shape : std::uint8_t {
    gamma,   ///< intervals from 0 on
    normal,  ///< where some are negative: infection before onset (Du Z et al. 2020, Emerg Infect Dis 26:1341-1343)
};

struct SerialInterval {
    Shape shape = Shape::gamma;
    double mean = 0;  ///< days; > 0 for gamma
    double sd = 0;    ///< days, > 0
};

struct IntervalSummary {
    std::size_t count = 0, negative = 0;
    double mean = missing, median = missing;  ///< missing of none
    double sd = missing;                      ///< n - 1; missing of fewer than two
    std::int32_t least = no_day, most = no_day;
};

IntervalSummary summarize(std::vector<std::int32_t> days);

/// The distribution with this mean and standard deviation, normal when an interval is negative. Nothing of fewer than
/// five intervals, or when all are equal.
std::optional<SerialInterval> distribution_of(IntervalSummary const& summary);

/// P(d - 1/2 < interval <= d + 1/2), for many d. All of what lies below 1/2 counts for day 0 of a gamma distribution.
class DayWeights {
public:
    explicit DayWeights(SerialInterval const& interval);
    double operator()(std::int64_t day) const;

private:
    std::int64_t first_ = 0;
    std::vector<double> weights_;
};

}  // namespace fx::transmission
