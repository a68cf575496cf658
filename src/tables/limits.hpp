#pragma once
/// How much a table file may hold. Every number is a refusal with a numbered Problem (110-119), never a crash.

#include <cstdint>

namespace fx::tables {

struct Limits {
    std::uint64_t file_bytes_max = 64u << 20;     ///< the file as it came
    std::uint64_t unpacked_bytes_max = 1u << 30;  ///< all parts of an XLSX that are read, together
    std::uint64_t part_bytes_max = 16u << 20;     ///< workbook, relations and styles, each
    std::uint64_t ratio_max = 200;                ///< unpacked / packed bytes of a part, judged beyond 1 MiB
    std::uint64_t zip_entries_max = 4096;
    std::uint32_t rows_max = 1'048'576;  ///< rows with at least one filled cell
    std::uint32_t columns_max = 256;
    std::uint32_t cell_bytes_max = 64u << 10;
    std::uint32_t shared_strings_max = 2'000'000;
    std::uint64_t shared_strings_bytes_max = 256u << 20;
    std::uint32_t xml_depth_max = 32;
    std::uint32_t xml_token_bytes_max = 256u << 10;  ///< one tag, comment or attribute
};

}  // namespace fx::tables
