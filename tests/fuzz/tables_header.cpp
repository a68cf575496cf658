#include "base/assert.hpp"
#include "base/text.hpp"
#include "tables/header.hpp"

/// Headers cut at tabs, matched against two wanted columns: every place found must be one of the file.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace fx::tables;
    static std::vector<WantedColumn> const wanted{{"name", {"姓名", "Name"}, true},
                                                  {"phone", {"电话(本人)", "手机"}, false}};
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    Row header;
    header.clear(1);
    for (auto const cell : fx::split(text, '\t')) header.add(cell);
    auto const match = match_header(header, wanted);
    for (auto const& place : match.column) FX_ASSERT(!place || *place < header.size());
    FX_ASSERT(match.column.size() == wanted.size());
    FX_ASSERT(match.unknown.size() + match.repeated.size() + match.found() <= header.size());
    return 0;
}
