// The tables of a declaration of any bytes: rows or none, never a crash; what is written of roles reads back.
#include "command/measures.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    if (fx::command::adjustments(text).size() > size) std::abort();
    auto const roles = fx::command::roles_in(text);
    if (fx::command::roles_in(fx::command::role_rows(roles, std::nullopt)) != roles) std::abort();
    return 0;
}
