#include "catalog/kinds/decimal.hpp"

#include "base/assert.hpp"
#include "catalog/kinds/list.hpp"

namespace fx::catalog {

std::span<std::string_view const> DecimalKind::attributes() const {
    static constexpr std::string_view takes[] = {"unit", "digits", "min", "max"};
    return takes;
}

Result<Value> DecimalKind::parse(boost::json::value const& json, Field const& field) const {
    FX_TRY(auto const number, scaled_number(json, field));
    return in_range(number, field);
}

Result<Value> DecimalKind::parse_text(std::string_view text, Field const& field) const {
    FX_TRY(auto const number, scaled_number_in(text, field));
    return in_range(number, field);
}

void DecimalKind::write(JsonWriter& json, Value const& value, Field const& field) const {
    auto const* number = integer_in(value);
    FX_ASSERT(number != nullptr);
    json.decimal(*number, field.digits);
}

void DecimalKind::write_schema(JsonWriter& json, Field const& field) const {
    json.begin_object().key("type").string("number").key("multipleOf").decimal(1, field.digits);
    if (field.min) json.key("minimum").decimal(*field.min, field.digits);
    if (field.max) json.key("maximum").decimal(*field.max, field.digits);
    json.end_object();
}

Kind const& decimal_kind() {
    static DecimalKind const kind{};
    return kind;
}

}  // namespace fx::catalog
