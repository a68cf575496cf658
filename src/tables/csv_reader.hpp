#pragma once
/// CSV by RFC 4180, with the separators and line ends spreadsheets write.

#include "tables/reader.hpp"

namespace fx::tables {

Result<std::unique_ptr<TableReader>> open_csv(std::string bytes, ReadOptions const& options);
/// Of ',' ';' and tab the one that cuts the first 20 lines into the most even columns; ',' when none does.
char sniff_separator(std::string_view text);

}  // namespace fx::tables
