#include "base/assert.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

namespace fx::catalog {
namespace {

/// A whole number, at most ±2^53 so that a browser holds it exactly.
class IntegerKind final : public Kind {
public:
    std::string_view name() const override { return "integer"; }
    Label label() const override { return {"整数", "whole number"}; }
    Storage storage() const override { return Storage::integer; }
    Compare compare() const override { return Compare::ordered; }
    std::span<std::string_view const> attributes() const override {
        static constexpr std::string_view takes[] = {"unit", "min", "max"};
        return takes;
    }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        FX_TRY(auto const number, scaled_number(json, field));
        return in_range(number, field);
    }

    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        FX_TRY(auto const number, scaled_number_in(text, field));
        return in_range(number, field);
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override {
        auto const* number = integer_in(value);
        FX_ASSERT(number != nullptr);
        json.integer(*number);
    }

    void write_schema(JsonWriter& json, Field const& field) const override {
        json.begin_object().key("type").string("integer");
        if (field.min) json.key("minimum").integer(*field.min);
        if (field.max) json.key("maximum").integer(*field.max);
        json.end_object();
    }
};

}  // namespace

Kind const& integer_kind() {
    static IntegerKind const kind{};
    return kind;
}

}  // namespace fx::catalog
