// Any JSON as any record: read, or refused with fields; what is accepted writes itself canonically, and again the same.
#include "catalog/predicate_json.hpp"
#include "catalog/validate.hpp"

#include <boost/json/parse.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace fx::catalog;
    static auto const product = load(embedded_sources()).catalogue;
    static auto const types = product->types();
    if (size == 0) return 0;
    auto const& type = *types[data[0] % types.size()];
    boost::json::error_code error;
    auto const json = boost::json::parse({reinterpret_cast<char const*>(data) + 1, size - 1}, error);
    if (error) return 0;
    if (auto const predicate = parse_predicate(json, type.fields))
        holds(*predicate, std::vector<fx::Value>(type.fields.size()));
    if (!json.is_object()) return 0;
    fx::Date const today{18295};
    auto const checked = check(type, json.as_object(), today);
    if (!checked.problems.empty()) return 0;
    auto const written = canonical(type, checked.values);
    auto const again = check(type, boost::json::parse(written).as_object(), today);
    if (!again.problems.empty() || canonical(type, again.values) != written) std::abort();
    if (!check_change(type, checked.values, json.as_object(), today).changed.empty()) std::abort();
    return 0;
}
