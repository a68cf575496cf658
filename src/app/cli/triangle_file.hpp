#pragma once
/// Reporting triangles as people have them: the triangle itself (date, 0, 1, 2 ... days or weeks until the report), or a
/// line list with the day of the event and of the report, columns event and report.

#include "base/result.hpp"
#include "base/time.hpp"
#include "engines/modelling/nowcast.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fx::app::cli {

inline constexpr std::size_t triangle_rows_max = 20'000, triangle_delays_max = 400;

struct TriangleRules {
    Date today;               ///< later dates are refused
    std::size_t delays = 30;  ///< of a line list: the longest delay that is told apart
};

struct TriangleFile {
    modelling::ReportingTriangle triangle{{}, 1};
    std::vector<std::int32_t> epoch;  ///< day of each row since 1970-01-01; empty where the file has no dates
    std::size_t later = 0;            ///< cases of a line list that were reported after more than `delays` days: left out
};

/// 413.110 and 413.112 too large, 422.126 neither column 0 nor event and report, 422.127 a column twice, 422.129 no row, and
/// 422.340 with file, line, column and remedy: no whole count, a count behind a missing one, more reported of a later row,
/// no date, dates at unequal steps, a report before its event.
Result<TriangleFile> parse_triangle(std::string_view text, std::string const& name, TriangleRules const& rules);

}  // namespace fx::app::cli
