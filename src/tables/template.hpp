#pragma once
/// Somebody else's form: an XLSX (ECMA-376 part 1, SpreadsheetML) whose cells hold marks such as "[[missing]]", given back
/// with the marks filled and every other part as it came.

#include "base/result.hpp"
#include "tables/limits.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace fx::tables {

struct Filling {
    std::string text;
    bool number = false;  ///< a decimal number: kept as one where the cell holds the mark alone
};
/// Told what stands between the brackets of each mark, trimmed, and the cell it stands in ("上报表!B4"). What it fails with
/// ends the filling.
using FillMark = std::function<Result<Filling>(std::string_view mark, std::string const& cell)>;

struct FilledTemplate {
    std::string bytes;
    std::size_t marks = 0;  ///< 0 = nothing to fill: the bytes are then of no use
};

/// The least that a form of an office needs; a form is filled in memory.
inline constexpr Limits template_limits{
    .file_bytes_max = 4u << 20, .unpacked_bytes_max = 64u << 20, .part_bytes_max = 32u << 20, .zip_entries_max = 1024};

/// Marks stand in the text of cells, in the shared strings or in the cell itself; a cell that holds one mark and nothing
/// else keeps its format, in a longer text only the mark is replaced (its letters then have the cell's format throughout).
/// Results that formulas had before are dropped and worked out anew when the file is opened. The same bytes for the same
/// input. 415.115 for what is no workbook, 400.117 and 400.118 for a broken or unusual one, also one with macros; 413.110
/// and 413.111 beyond the limits.
Result<FilledTemplate> fill_template(std::string_view xlsx, FillMark const& fill, Limits const& limits = template_limits);

}  // namespace fx::tables
