#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

namespace fx::catalog {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // GB 32100-2015, table 3: no I, O, S, V, Z

/// Unified social credit code, GB 32100-2015: 18 characters, the last is the check: 31 - sum(value × 3^i mod 31) mod 31.
class CreditCodeKind final : public Kind {
public:
    std::string_view name() const override { return "credit_code"; }
    Label label() const override { return {"统一社会信用代码", "unified social credit code"}; }
    Storage storage() const override { return Storage::text; }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        auto const* string = json.if_string();
        if (string == nullptr)
            return wrong_type(field, "18 位统一社会信用代码（文字）", "a credit code of 18 characters, as text");
        return parse_text({string->data(), string->size()}, field);
    }

    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto code = half_width(text);
        if (code.empty()) return Value();
        for (char& c : code) c = c >= 'a' && c <= 'z' ? char(c - 32) : c;
        std::size_t sum = 0, weight = 1;
        bool good = code.size() == 18;
        for (std::size_t i = 0; good && i < 17; ++i, weight = weight * 3 % 31) {
            auto const value = alphabet.find(code[i]);
            good = value != alphabet.npos;
            sum += value * weight;
        }
        if (!good || code[17] != alphabet[(31 - sum % 31) % 31]) return refuse(ProblemKind::field_credit_code, field);
        return Value(std::move(code));
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override { write_text(json, value); }

    void write_schema(JsonWriter& json, Field const&) const override {
        json.begin_object().key("type").string("string").key("pattern").string("^[0-9A-HJ-NPQRTUWXY]{18}$").end_object();
    }
};

}  // namespace

Kind const& credit_code_kind() {
    static CreditCodeKind const kind{};
    return kind;
}

}  // namespace fx::catalog
