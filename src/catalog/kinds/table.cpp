#include "base/assert.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"
#include "catalog/rows.hpp"
#include "catalog/schema.hpp"

#include <boost/json/parse.hpp>

namespace fx::catalog {
namespace {

/// Rows of sub-fields; the value is the canonical JSON array of the rows. No row = absent.
class TableKind final : public Kind {
public:
    std::string_view name() const override { return "table"; }
    Label label() const override { return {"表格", "table"}; }
    Storage storage() const override { return Storage::text; }
    Compare compare() const override { return Compare::none; }
    std::span<std::string_view const> attributes() const override {
        static constexpr std::string_view takes[] = {"columns", "items_max"};
        return takes;
    }

    /// The first problem only, without codes' dates; catalog::check gives all.
    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        std::vector<Problem> problems;
        NameIndex const none;
        auto value = read_rows({{}, none, Date{}, "", problems}, field, json);
        if (!problems.empty()) return std::move(problems.front());
        return value;
    }

    /// A table cell holds the rows as JSON.
    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        boost::json::error_code code;
        auto const json = boost::json::parse(boost::json::string_view(text.data(), text.size()), code);
        if (code) return wrong_type(field, "JSON 行列表", "a list of rows as JSON");
        return parse(json, field);
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override {
        auto const* text = text_in(value);
        FX_ASSERT(text != nullptr);
        json.raw(*text);
    }

    void write_schema(JsonWriter& json, Field const& field) const override {
        json.begin_object().key("type").string("array").key("maxItems").integer(field.length_max).key("items");
        write_object_schema(json, field.columns);
        json.end_object();
    }
};

}  // namespace

Kind const& table_kind() {
    static TableKind const kind{};
    return kind;
}

}  // namespace fx::catalog
