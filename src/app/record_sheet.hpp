#pragma once
/// Records as the rows of a table for an office: labels as header, field names as the explanation row, codes and places in
/// words, identity masked.

#include "app/program.hpp"
#include "tables/writer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fx::app {

struct SheetView {
    Program const& program;
    catalog::RecordType const& type;
    std::string role;  ///< whose eyes: fields the role may not read are left out
    bool zh = true;
    std::vector<int> fields = {};  ///< which, in this order; empty = all that may be read
};

/// 422.23 for a name that is no field of the type, or one the role may not read.
Result<std::vector<int>> sheet_fields(catalog::RecordType const& type, std::string const& role,
                                      std::vector<std::string> const& names);
/// `watermark` stands at the foot of every printed page.
tables::WriteOptions sheet_options(SheetView const& view, std::string watermark);
std::vector<std::string> sheet_row(SheetView const& view, records::Record const& record);

}  // namespace fx::app
