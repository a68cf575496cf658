#include "base/text.hpp"
#include "catalog/kinds/codes.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

namespace fx::catalog {
namespace {

/// One code of a list. From a table cell also its label in either language.
class CodeKind final : public Kind {
public:
    std::string_view name() const override { return "code"; }
    Label label() const override { return {"单选", "one of a list"}; }
    Storage storage() const override { return Storage::text; }
    std::span<std::string_view const> attributes() const override {
        static constexpr std::string_view takes[] = {"codes"};
        return takes;
    }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        auto const* string = json.if_string();
        if (string == nullptr) return wrong_type(field, "列表中的代码", "a code of its list, as text");
        std::string_view const text(string->data(), string->size());
        if (field.codes->find(text) == nullptr)
            return refuse(ProblemKind::code_unknown, field, {std::string(text.substr(0, 40))});
        return Value(std::string(text));
    }

    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto const word = half_width(text);
        if (word.empty()) return Value();
        auto const* code = code_or_label(*field.codes, word);
        if (code == nullptr) return refuse(ProblemKind::code_unknown, field, {word.substr(0, 40)});
        return Value(code->code);
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override { write_text(json, value); }

    void write_schema(JsonWriter& json, Field const& field) const override { write_code_schema(json, *field.codes); }
};

bool same_ignoring_case(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

Code const* code_or_label(CodeList const& list, std::string_view word) {
    if (auto const* code = list.find(word)) return code;
    for (auto const& code : list.codes)
        if (code.label.zh == word || same_ignoring_case(code.label.en, word)) return &code;
    return nullptr;
}

void write_code_schema(JsonWriter& json, CodeList const& list) {
    json.begin_object().key("type").string("string").key("enum").begin_array();
    for (auto const& code : list.codes) json.string(code.code);
    json.end_array().end_object();
}

Kind const& code_kind() {
    static CodeKind const kind{};
    return kind;
}

}  // namespace fx::catalog
