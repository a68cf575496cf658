#include "base/assert.hpp"
#include "base/text.hpp"
#include "tables/reader.hpp"

/// Whatever the bytes: no crash, and every cell is UTF-8 within the limits.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fx::tables::ReadOptions options;
    options.limits.columns_max = 16;
    options.limits.cell_bytes_max = 64;
    auto reader = fx::tables::open_table({reinterpret_cast<char const*>(data), size}, options);
    if (reader.has_error()) return 0;
    fx::tables::Row row;
    for (auto more = (*reader)->next(row); more.has_value() && *more; more = (*reader)->next(row)) {
        FX_ASSERT(!row.blank() && row.size() <= options.limits.columns_max);
        for (std::size_t i = 0; i < row.size(); ++i) FX_ASSERT(row[i].size() <= 64 && fx::is_utf8(row[i]));
    }
    return 0;
}
