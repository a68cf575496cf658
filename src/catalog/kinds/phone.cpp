#include "base/assert.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

namespace fx::catalog {
namespace {

/// A mobile number (1 and ten digits) or a landline with its area code (0 and nine to eleven digits), digits only.
class PhoneKind final : public Kind {
public:
    std::string_view name() const override { return "phone"; }
    Label label() const override { return {"电话号码", "phone number"}; }
    Storage storage() const override { return Storage::text; }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        auto const* string = json.if_string();
        if (string == nullptr) return wrong_type(field, "电话号码（文字）", "a phone number, as text");
        return parse_text({string->data(), string->size()}, field);
    }

    /// Spaces, hyphens, brackets and +86 are dropped: "+86 138-0013-8000".
    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto const plain = half_width(text);
        if (plain.empty()) return Value();
        std::string digits;
        for (char const c : plain)
            if (c != ' ' && c != '-' && c != '(' && c != ')') digits += c;
        if (digits.starts_with("+86")) digits.erase(0, 3);
        bool const mobile = digits.size() == 11 && digits[0] == '1';
        bool const landline = digits.size() >= 10 && digits.size() <= 12 && digits[0] == '0';
        if ((!mobile && !landline) || digits.find_first_not_of("0123456789") != digits.npos)
            return refuse(ProblemKind::field_phone, field);
        return Value(std::move(digits));
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override { write_text(json, value); }

    void write_schema(JsonWriter& json, Field const&) const override {
        json.begin_object().key("type").string("string").key("pattern").string("^(1[0-9]{10}|0[0-9]{9,11})$").end_object();
    }

    /// 138****8000
    std::string mask(Value const& value) const override {
        auto const* digits = text_in(value);
        FX_ASSERT(digits != nullptr && digits->size() >= 10);
        return digits->substr(0, 3) + "****" + digits->substr(digits->size() - 4);
    }
};

}  // namespace

Kind const& phone_kind() {
    static PhoneKind const kind{};
    return kind;
}

}  // namespace fx::catalog
