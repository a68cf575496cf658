#include "base/assert.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

namespace fx::catalog {
namespace {

constexpr std::int64_t bytes_max_default = 2'000'000;

/// The id of a stored file (a photo, a signature). `max` is the largest size in bytes the store takes for the field,
/// `documents` whether PDF files are taken besides photos.
class AttachmentKind final : public Kind {
public:
    std::string_view name() const override { return "attachment"; }
    Label label() const override { return {"附件", "attachment"}; }
    Storage storage() const override { return Storage::id; }
    Compare compare() const override { return Compare::none; }
    std::span<std::string_view const> attributes() const override {
        static constexpr std::string_view takes[] = {"max", "documents"};
        return takes;
    }
    void prepare(Field& field) const override {
        if (!field.max) field.max = bytes_max_default;
    }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        auto const* string = json.if_string();
        if (string == nullptr) return expected(field);
        return parse_text({string->data(), string->size()}, field);
    }

    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto const id = parse_id(text);
        if (id.has_error() || id->is_nil()) return expected(field);
        return Value(*id);
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override {
        auto const* id = id_in(value);
        FX_ASSERT(id != nullptr);
        json.string(format(*id));
    }

    void write_schema(JsonWriter& json, Field const& field) const override {
        json.begin_object().key("type").string("string").key("format").string("uuid");
        json.key("x-bytes-max").integer(*field.max).end_object();
    }

private:
    static Problem expected(Field const& field) {
        return wrong_type(field, "已上传附件的编号（UUID）", "the id of an uploaded attachment (UUID)");
    }
};

}  // namespace

Kind const& attachment_kind() {
    static AttachmentKind const kind{};
    return kind;
}

}  // namespace fx::catalog
