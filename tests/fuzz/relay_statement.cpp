// A statement comes over the network from another instance: what parses is written back and read again as the same.
#include "relay/statement.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const statement = fx::relay::parse_statement(text);
    if (statement.has_error()) return 0;
    auto const again = fx::relay::parse_statement(fx::relay::to_json(*statement));
    if (again.has_error() || *again != *statement) std::abort();
    return 0;
}
