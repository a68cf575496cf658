#pragma once

#include "tables/writer.hpp"

namespace fx::tables {

/// RFC 4180 with CRLF; cells guarded by tables/guard.hpp.
Result<std::unique_ptr<TableWriter>> open_csv_writer(std::filesystem::path const& path, WriteOptions options);

}  // namespace fx::tables
