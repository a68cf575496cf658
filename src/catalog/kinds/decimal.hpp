#pragma once

#include "catalog/kinds/support.hpp"

namespace fx::catalog {

/// An exact decimal: the Value is the number × 10^digits. A temperature is one with its own defaults.
class DecimalKind : public Kind {
public:
    std::string_view name() const override { return "decimal"; }
    Label label() const override { return {"小数", "decimal number"}; }
    Storage storage() const override { return Storage::integer; }
    Compare compare() const override { return Compare::ordered; }
    std::span<std::string_view const> attributes() const override;
    Result<Value> parse(boost::json::value const& json, Field const& field) const override;
    Result<Value> parse_text(std::string_view text, Field const& field) const override;
    void write(JsonWriter& json, Value const& value, Field const& field) const override;
    void write_schema(JsonWriter& json, Field const& field) const override;
};

}  // namespace fx::catalog
