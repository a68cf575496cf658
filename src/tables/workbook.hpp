#pragma once
/// What the sheets of an XLSX (ECMA-376 part 1, SpreadsheetML) need to know of their workbook.

#include "tables/cell_value.hpp"
#include "tables/zip_parts.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fx::tables {

struct SheetPart {
    std::string name;
    std::string part;  ///< "xl/worksheets/sheet1.xml"
    bool hidden = false;
};

struct Workbook {
    std::string part;               ///< "xl/workbook.xml"
    std::vector<SheetPart> sheets;  ///< in the order of their tabs; at least one
    bool from_1904 = false;         ///< day numbers count from 1904-01-01 (old Macintosh)
    std::vector<Shown> styles;      ///< by style number of a cell

    std::string_view shared_string(std::size_t index) const;  ///< empty beyond the last
    std::size_t shared_string_count() const { return shared_ends.size(); }
    std::string shared_text;
    std::vector<std::uint64_t> shared_ends;
};

/// 415.115 when the zip holds no workbook.
Result<Workbook> read_workbook(ZipParts& zip, Limits const& limits);

/// "_x000D_" back to the control character it stands for (ECMA-376 part 1, 22.9.2.19).
std::string unescape(std::string_view text);

}  // namespace fx::tables
