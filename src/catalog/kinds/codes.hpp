#pragma once

#include "catalog/kind.hpp"

#include <optional>
#include <set>
#include <string>

namespace fx::catalog {

/// The code itself, or the one with that label in either language; nullptr when there is none.
Code const* code_or_label(CodeList const& list, std::string_view word);
void write_code_schema(JsonWriter& json, CodeList const& list);

/// The codes inside a canonical `codes` value, ["1","5"], without unpacking it. Codes hold no quotes or backslashes.
template <class Visit>
void each_code(std::string_view canonical, Visit const& visit) {
    for (std::size_t at = canonical.find('"'); at != canonical.npos;) {
        auto const end = canonical.find('"', at + 1);
        if (end == canonical.npos) return;
        if (visit(canonical.substr(at + 1, end - at - 1))) return;
        at = canonical.find('"', end + 1);
    }
}

/// The codes of a canonical value; none of an absent one.
std::set<std::string> code_set(std::optional<std::string_view> canonical);
/// The canonical value of these codes.
std::string canonical_codes(std::set<std::string> const& codes);

}  // namespace fx::catalog
