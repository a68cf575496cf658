#include "base/assert.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

namespace fx::catalog {
namespace {

/// The id of another record. `household` and `person` are references the whole product knows by name; whether the
/// record exists is the record engine's to say.
class ReferenceKind final : public Kind {
public:
    constexpr ReferenceKind(std::string_view name, std::string_view type, char const* zh, char const* en)
        : name_(name), type_(type), zh_(zh), en_(en) {}
    std::string_view name() const override { return name_; }
    Label label() const override { return {zh_, en_}; }
    Storage storage() const override { return Storage::id; }
    std::span<std::string_view const> attributes() const override {
        static constexpr std::string_view takes[] = {"refers_to"};
        return type_.empty() ? std::span<std::string_view const>(takes) : std::span<std::string_view const>();
    }
    void prepare(Field& field) const override {
        if (!type_.empty()) field.refers_to = type_;
    }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        auto const* string = json.if_string();
        if (string == nullptr) return expected(field);
        return from({string->data(), string->size()}, field);
    }

    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto const plain = half_width(text);
        if (plain.empty()) return Value();
        return from(plain, field);
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override {
        auto const* id = id_in(value);
        FX_ASSERT(id != nullptr);
        json.string(format(*id));
    }

    void write_schema(JsonWriter& json, Field const& field) const override {
        json.begin_object().key("type").string("string").key("format").string("uuid");
        json.key("x-refers-to").string(field.refers_to).end_object();
    }

private:
    static Problem expected(Field const& field) {
        return wrong_type(field, "记录编号（UUID）", "the id of a record (UUID)");
    }
    static Result<Value> from(std::string_view text, Field const& field) {
        auto const id = parse_id(text);
        if (id.has_error() || id->is_nil()) return expected(field);
        return Value(*id);
    }
    std::string_view name_, type_;
    char const *zh_, *en_;
};

ReferenceKind const household("household", "household", "户", "household");
ReferenceKind const person("person", "person", "人员", "person");
ReferenceKind const reference("reference", "", "引用", "reference to a record");

}  // namespace

Kind const& household_kind() { return household; }
Kind const& person_kind() { return person; }
Kind const& reference_kind() { return reference; }

}  // namespace fx::catalog
