#include "base/assert.hpp"
#include "base/check_character.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

namespace fx::catalog {
namespace {

constexpr int length = 18;

/// Resident identity number: 18 characters, six digits of the division, the date of birth, three of sequence, the check.
class IdCardKind final : public Kind {
public:
    std::string_view name() const override { return "id_card"; }
    Label label() const override { return {"居民身份证号码", "resident identity number"}; }
    Storage storage() const override { return Storage::text; }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        auto const* string = json.if_string();
        if (string == nullptr)
            return wrong_type(field, "18 位身份证号码（文字）", "an identity number of 18 characters, as text");
        return parse_text({string->data(), string->size()}, field);
    }

    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto number = half_width(text);
        if (number.empty()) return Value();
        if (number.back() == 'x') number.back() = 'X';
        bool digits = number.size() == length && number[0] >= '1' && number[0] <= '9';
        for (std::size_t i = 0; digits && i < length - 1; ++i) digits = number[i] >= '0' && number[i] <= '9';
        if (!digits) return invalid(field, "应为 18 位，前 17 位为数字", "18 characters, the first 17 of them digits");
        auto const born = number.substr(6, 4) + "-" + number.substr(10, 2) + "-" + number.substr(12, 2);
        if (parse_date(born).has_error())
            return invalid(field, "第 7 至 14 位不是有效的出生日期", "characters 7 to 14 are not a date of birth");
        if (number.back() != id_card_check(std::string_view(number).substr(0, length - 1)))
            return invalid(field, "校验码不符", "its check character does not fit");
        return Value(std::move(number));
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override { write_text(json, value); }

    void write_schema(JsonWriter& json, Field const&) const override {
        json.begin_object().key("type").string("string").key("pattern").string("^[1-9][0-9]{16}[0-9X]$").end_object();
    }

    /// 610***************: beside a date of birth the last four would give the whole number away, and the check character
    /// confirm the guess.
    std::string mask(Value const& value) const override {
        auto const* number = text_in(value);
        FX_ASSERT(number != nullptr && number->size() == length);
        return number->substr(0, 3) + std::string(length - 3, '*');
    }

private:
    static Problem invalid(Field const& field, std::string zh, std::string en) {
        return refuse(ProblemKind::field_id_card, field, {Words(std::move(zh), std::move(en))});
    }
};

}  // namespace

Kind const& id_card_kind() {
    static IdCardKind const kind{};
    return kind;
}

}  // namespace fx::catalog
