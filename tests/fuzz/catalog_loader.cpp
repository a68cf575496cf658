// A catalogue file and an overlay of any bytes: loaded, or explained; never a crash. What loads describes itself.
#include "catalog/catalogue.hpp"
#include "catalog/describe.hpp"
#include "catalog/openapi.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string const text(reinterpret_cast<char const*>(data), size);
    std::string const roles =
        R"({"list":"post_role","label":{"zh":"角色","en":"Role"},"codes":[{"code":"a","label":{"zh":"甲","en":"a"}}]})";
    auto const loaded = fx::catalog::load({{"codes/post_role.jsonc", roles}, {"test/thing.jsonc", text}});
    if (bool(loaded.catalogue) == !loaded.mistakes.empty()) std::abort();
    if (loaded.catalogue && fx::catalog::describe(*loaded.catalogue).empty()) std::abort();
    static auto const product = fx::catalog::embedded_sources();
    fx::catalog::load(product, {{"network/household.jsonc", text}, {"codes/sex.jsonc", text}});
    return 0;
}
