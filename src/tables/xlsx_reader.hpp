#pragma once
/// XLSX, streamed: the sheet is unpacked and read piece by piece; only the shared strings stay in memory.

#include "tables/reader.hpp"

namespace fx::tables {

Result<std::unique_ptr<TableReader>> open_xlsx(std::string bytes, ReadOptions const& options);

}  // namespace fx::tables
