#include "base/assert.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

#include <algorithm>

namespace fx::catalog {
namespace {

constexpr std::string_view yes[] = {"是", "有", "对", "1", "yes", "y", "true", "√"};
constexpr std::string_view no[] = {"否", "无", "没有", "0", "no", "n", "false", "×"};

bool among(std::span<std::string_view const> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

class BooleanKind final : public Kind {
public:
    std::string_view name() const override { return "boolean"; }
    Label label() const override { return {"是否", "yes or no"}; }
    Storage storage() const override { return Storage::integer; }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        if (!json.is_bool()) return wrong_type(field, "是或否", "true or false");
        return Value(std::int64_t(json.get_bool()));
    }

    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto word = half_width(text);
        if (word.empty()) return Value();
        std::transform(word.begin(), word.end(), word.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
        if (among(yes, word)) return Value(std::int64_t(1));
        if (among(no, word)) return Value(std::int64_t(0));
        return wrong_type(field, "是或否", "yes or no");
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override {
        auto const* truth = integer_in(value);
        FX_ASSERT(truth != nullptr);
        json.boolean(*truth != 0);
    }

    void write_schema(JsonWriter& json, Field const&) const override {
        json.begin_object().key("type").string("boolean").end_object();
    }
};

}  // namespace

Kind const& boolean_kind() {
    static BooleanKind const kind{};
    return kind;
}

}  // namespace fx::catalog
