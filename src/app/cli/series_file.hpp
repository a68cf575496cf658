#pragma once
/// A CSV of counts over time, as people have it: `observed` alone, or with `date`, or with all of
/// t, epoch, date, observed, population, mu0. In place of observed: local, with imported beside it or not, whose sum it
/// then is. Other columns are passed over.

#include "base/result.hpp"
#include "base/time.hpp"
#include "engines/surveillance/series.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fx::app::cli {

inline constexpr std::size_t series_bytes_max = 32 << 20;
inline constexpr std::size_t series_rows_max = 200'000;

/// What a period without a row means.
enum class Gaps : unsigned char { refuse, missing, zero };

struct SeriesFile {
    surveillance::Series series;
    std::vector<double> mean;        ///< of column mu0, the expected counts, missing where empty; no value when all are
    std::vector<double> imported;    ///< of column imported; no value when the file has none
    std::size_t periods_filled = 0;  ///< periods without a row, put in as `gaps` says
};

struct SeriesRules {
    int frequency = 52;  ///< periods a year: 12, 52, 365
    Date today;          ///< later dates are refused
    Gaps gaps = Gaps::refuse;
};

/// 413.110 and 413.112 too large, 422.126 neither column `observed` nor `local`, 422.127 a column twice, 422.129 no row, and
/// 422.340 with file, line, column and remedy: not a whole count >= 0, not a date or one to come, rows out of order or
/// twice, a period without a row, a population that is not above 0. Empty counts and NA are missing. Dates are ISO 8601.
Result<SeriesFile> parse_series(std::string_view text, std::string const& name, SeriesRules const& rules);

/// The same of a file. 400.154 when it cannot be read.
Result<SeriesFile> read_series(std::string const& path, SeriesRules const& rules);

/// Whole files up to `bytes_max`. 400.154, 413.110.
Result<std::string> read_text_file(std::string const& path, std::size_t bytes_max);

}  // namespace fx::app::cli
