#pragma once

#include "tables/writer.hpp"

namespace fx::tables {

/// Through libxlsxwriter in its constant-memory mode: rows go to a temporary file beside `path` as they come.
Result<std::unique_ptr<TableWriter>> open_xlsx_writer(std::filesystem::path const& path, WriteOptions options);

}  // namespace fx::tables
