#include "base/assert.hpp"
#include "base/text.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

namespace fx::catalog {
namespace {

/// "2020/2/3", "2020.2.3", "2020年2月3日" and "20200203" as 2020-02-03; other text as it is.
std::string iso(std::string_view text) {
    std::string even;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const rest = text.substr(i);
        bool const unit = rest.starts_with("年") || rest.starts_with("月"), day = rest.starts_with("日");
        if (unit || text[i] == '/' || text[i] == '.')
            even += '-';
        else if (!day)
            even += text[i];
        if (unit || day) i += 2;
    }
    std::vector<std::string_view> parts;
    if (even.size() == 8 && even.find('-') == even.npos) {
        auto const digits = std::string_view(even);
        parts = {digits.substr(0, 4), digits.substr(4, 2), digits.substr(6)};
    } else {
        parts = split(even, '-');
    }
    if (parts.size() != 3) return even;
    std::string out(parts[0]);
    for (auto const part : {parts[1], parts[2]}) out.append(part.size() == 1 ? "-0" : "-").append(part);
    return out;
}

class DateKind final : public Kind {
public:
    std::string_view name() const override { return "date"; }
    Label label() const override { return {"日期", "date"}; }
    Storage storage() const override { return Storage::integer; }
    Compare compare() const override { return Compare::ordered; }
    std::span<std::string_view const> attributes() const override {
        static constexpr std::string_view takes[] = {"min", "max"};
        return takes;
    }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        auto const* string = json.if_string();
        if (string == nullptr) return expected(field);
        return from_iso({string->data(), string->size()}, field);
    }

    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto const plain = half_width(text);
        if (plain.empty()) return Value();
        return from_iso(iso(plain), field);
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override {
        auto const* days = integer_in(value);
        FX_ASSERT(days != nullptr);
        json.string(format(Date{std::int32_t(*days)}));
    }

    void write_schema(JsonWriter& json, Field const&) const override {
        json.begin_object().key("type").string("string").key("format").string("date").end_object();
    }

private:
    static Problem expected(Field const& field) {
        return wrong_type(field, "日期，如 2020-02-03", "a date such as 2020-02-03");
    }
    static Result<Value> from_iso(std::string_view text, Field const& field) {
        auto const date = parse_date(text);
        if (date.has_error()) return expected(field);
        return in_range(date->days, field);
    }
};

}  // namespace

Kind const& date_kind() {
    static DateKind const kind{};
    return kind;
}

}  // namespace fx::catalog
