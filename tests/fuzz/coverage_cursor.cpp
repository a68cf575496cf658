// A page's cursor comes back from a browser: what parses is written back as it came.
#include "engines/coverage/listing.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const cursor = fx::coverage::parse_cursor(text);
    if (cursor && format(*cursor) != text) std::abort();
    return 0;
}
