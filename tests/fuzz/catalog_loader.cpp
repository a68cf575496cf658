// A catalogue file, an overlay, a return and a plan of any bytes: loaded, or explained; never a crash. What loads describes
// itself.
#include "catalog/catalogue.hpp"
#include "catalog/describe.hpp"
#include "catalog/diseases.hpp"
#include "catalog/openapi.hpp"
#include "catalog/plans.hpp"
#include "catalog/returns.hpp"

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
    static auto const whole = fx::catalog::load(product).catalogue;
    auto const returns = fx::catalog::load_returns({{"returns/thing.jsonc", text}}, {}, *whole);
    if (returns.mistakes.empty() && (returns.returns.size() != 1 || returns.returns[0].versions.empty())) std::abort();
    auto const plans = fx::catalog::load_plans({{"plans/thing.jsonc", text}}, {}, *whole);
    if (plans.mistakes.empty() && (plans.plans.size() != 1 || plans.plans[0].levels.empty())) std::abort();
    auto const diseases = fx::catalog::load_diseases({{"diseases/measles.jsonc", text}}, {}, *whole);
    if (diseases.mistakes.empty()) std::abort();  // the other diseases have no rules here
    return 0;
}
