#include "catalog/kinds/codes.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

namespace fx::catalog {
namespace {

/// Several codes of a list; the value is a JSON array in the order of the list, so that equal choices are equal bytes.
/// No code = absent.
class CodesKind final : public Kind {
public:
    std::string_view name() const override { return "codes"; }
    Label label() const override { return {"多选", "several of a list"}; }
    Storage storage() const override { return Storage::text; }
    std::span<std::string_view const> attributes() const override {
        static constexpr std::string_view takes[] = {"codes", "items_max"};
        return takes;
    }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        auto const* array = json.if_array();
        if (array == nullptr) return wrong_type(field, "代码的列表", "a list of codes");
        std::vector<std::string_view> words;
        for (auto const& item : *array) {
            auto const* string = item.if_string();
            if (string == nullptr) return wrong_type(field, "代码的列表", "a list of codes");
            words.emplace_back(string->data(), string->size());
        }
        return choose(words, field, [&](std::string_view word) { return field.codes->find(word); });
    }

    /// "发热、干咳", "1;2", "fever, dry cough".
    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto const plain = half_width(text);
        std::string even;
        for (std::size_t i = 0; i < plain.size(); ++i) {
            bool const listing_comma = std::string_view(plain).substr(i).starts_with("、");
            even += listing_comma || plain[i] == ',' || plain[i] == '|' || plain[i] == '/' ? ';' : plain[i];
            if (listing_comma) i += 2;
        }
        std::vector<std::string_view> words;
        for (auto const part : split(even, ';'))
            if (auto const word = trim(part); !word.empty()) words.push_back(word);
        return choose(words, field, [&](std::string_view word) { return code_or_label(*field.codes, word); });
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override {
        auto const* text = text_in(value);
        FX_ASSERT(text != nullptr);
        json.raw(*text);
    }

    void write_schema(JsonWriter& json, Field const& field) const override {
        json.begin_object().key("type").string("array").key("uniqueItems").boolean(true);
        json.key("maxItems").integer(field.length_max).key("items");
        write_code_schema(json, *field.codes);
        json.end_object();
    }

private:
    template <class Find>
    static Result<Value> choose(std::span<std::string_view const> words, Field const& field, Find const& find) {
        if (words.size() > std::size_t(field.length_max))
            return refuse(ProblemKind::field_too_many_items, field, {std::to_string(field.length_max)});
        std::vector<Code const*> chosen;
        for (auto const word : words) {
            auto const* code = find(word);
            if (code == nullptr) return refuse(ProblemKind::code_unknown, field, {std::string(word.substr(0, 40))});
            if (std::find(chosen.begin(), chosen.end(), code) != chosen.end())
                return refuse(ProblemKind::code_repeated, field, {code->code});
            chosen.push_back(code);
        }
        if (chosen.empty()) return Value();
        std::sort(chosen.begin(), chosen.end());  // codes of a list stand in one vector: pointer order is list order
        std::string text = "[";
        for (auto const* code : chosen) {
            if (text.size() > 1) text += ',';
            text += '"';
            text += code->code;
            text += '"';
        }
        return Value(text + "]");
    }
};

}  // namespace

Kind const& codes_kind() {
    static CodesKind const kind{};
    return kind;
}

std::set<std::string> code_set(std::optional<std::string_view> canonical) {
    std::set<std::string> out;
    if (canonical)
        each_code(*canonical, [&](std::string_view code) {
            out.emplace(code);
            return false;
        });
    return out;
}

std::string canonical_codes(std::set<std::string> const& codes) {
    std::string out = "[";
    for (auto const& code : codes) out += (out.size() > 1 ? ",\"" : "\"") + code + "\"";
    return out + "]";
}

}  // namespace fx::catalog
