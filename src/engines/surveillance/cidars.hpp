#pragma once
/// The moving percentile method of China's infectious disease automated alert and response system (CIDARS), and the
/// fixed threshold it uses for diseases of which one case is an alarm.
///
/// Yang W et al. 2011, "A nationwide web-based automated system for early outbreak detection and rapid response in
/// China", Western Pac Surveill Response J 2(1):10-15; Wang R et al. 2017, BMC Public Health 17:570.
/// current = y_t; a daily series: the sum of the last 7 days. baseline = for each of `years` years before, the block of
/// the same time and `half_width` blocks before and after it; a block is one time point (t - i frequency + j), in a daily
/// series 7 days (those that end on the same calendar date i years before, plus 7 j days; 29 February -> 1 March).
/// threshold = percentile of the baseline, linear between order statistics (R's quantile type 7, Excel's PERCENTILE).
/// Alarm: current > threshold (>= where `inclusive`) and current >= cases_min. Where counts are few the percentile is
/// often 0 and any case alarms: use cases_min.

#include "engines/surveillance/series.hpp"

#include <span>

namespace fx::surveillance {

struct CidarsControl {
    double percentile = 0.8;  ///< in [0, 1]
    int years = 5;            ///< >= 1
    int half_width = 2;       ///< blocks before and after; >= 0
    double cases_min = 1;
    bool inclusive = false;
};

struct CidarsVerdict : Verdict {  ///< expected: median of the baseline; upperbound: the threshold
    double current = missing;
    std::vector<double> percentiles;  ///< at cidars_levels
    double below = missing;           ///< share of the baseline that is smaller than current, 0..1
    double mean = missing;            ///< of the baseline
};

inline constexpr double cidars_levels[] = {0.5, 0.6, 0.7, 0.8, 0.9};

/// Verdicts of every time point whose whole baseline lies within the series. A daily series needs `series.epoch`. Blocks
/// with a missing count are left out; all is missing when current is, or no block remains.
std::vector<CidarsVerdict> cidars(Series const& series, CidarsControl const& control);

/// `sorted`, rising and not empty, at p in [0, 1]: quantile type 7 of Hyndman RJ, Fan Y 1996.
double percentile(std::span<double const> sorted, double p);

/// Alarm where a count reaches `cases` (> 0).
std::vector<Verdict> fixed_threshold(std::span<double const> observed, double cases);

}  // namespace fx::surveillance
