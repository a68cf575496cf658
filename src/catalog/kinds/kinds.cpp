#include "catalog/kinds/list.hpp"

#include <algorithm>

namespace fx::catalog {

std::string Kind::mask(Value const&) const { return "***"; }

std::vector<Kind const*> all_kinds() {
    return {&text_kind(),      &long_text_kind(),  &integer_kind(),   &decimal_kind(), &temperature_kind(), &date_kind(),
            &instant_kind(),   &code_kind(),       &codes_kind(),     &boolean_kind(), &division_kind(),    &place_kind(),
            &household_kind(), &person_kind(),     &reference_kind(), &id_card_kind(), &credit_code_kind(), &phone_kind(),
            &geo_point_kind(), &attachment_kind(), &table_kind()};
}

Kind const* find_kind(std::string_view name) {
    static auto const kinds = all_kinds();
    auto const found = std::find_if(kinds.begin(), kinds.end(), [&](Kind const* kind) { return kind->name() == name; });
    return found == kinds.end() ? nullptr : *found;
}

}  // namespace fx::catalog
