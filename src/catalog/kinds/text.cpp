#include "base/text.hpp"
#include "base/assert.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

namespace fx::catalog {
namespace {

/// One line, or several (`lines`). Trimmed; nothing left = absent.
class TextKind final : public Kind {
public:
    explicit constexpr TextKind(bool lines) : lines_(lines) {}
    std::string_view name() const override { return lines_ ? "long_text" : "text"; }
    Label label() const override { return lines_ ? Label{"长文本", "long text"} : Label{"文本", "text"}; }
    Storage storage() const override { return Storage::text; }
    std::span<std::string_view const> attributes() const override {
        static constexpr std::string_view takes[] = {"length_max"};
        return takes;
    }

    Result<Value> parse(boost::json::value const& json, Field const& field) const override {
        auto const* string = json.if_string();
        if (string == nullptr) return wrong_type(field, "文字", "text");
        return parse_text({string->data(), string->size()}, field);
    }

    Result<Value> parse_text(std::string_view text, Field const& field) const override {
        auto const trimmed = trim(text);
        Value value;
        if (trimmed.empty()) return value;
        if (!is_utf8(trimmed)) return refuse(ProblemKind::text_invalid_utf8, field);
        if (has_control_characters(trimmed, lines_)) return refuse(ProblemKind::text_control_characters, field);
        if (trimmed.size() > std::size_t(field.length_max) && utf8_length(trimmed) > std::size_t(field.length_max))
            return refuse(ProblemKind::field_too_long, field, {std::to_string(field.length_max)});
        value.emplace<std::string>(trimmed);
        return value;
    }

    void write(JsonWriter& json, Value const& value, Field const&) const override { write_text(json, value); }

    void write_schema(JsonWriter& json, Field const& field) const override {
        json.begin_object().key("type").string("string").key("maxLength").integer(field.length_max).end_object();
    }

    /// The family name stays: 张**.
    std::string mask(Value const& value) const override {
        auto const* text = text_in(value);
        FX_ASSERT(text != nullptr);
        std::size_t first = 1;
        while (first < text->size() && (static_cast<unsigned char>((*text)[first]) & 0xc0) == 0x80) ++first;
        return text->substr(0, first) + "**";
    }

private:
    bool lines_;
};

TextKind const one_line(false), several_lines(true);

}  // namespace

Kind const& text_kind() { return one_line; }
Kind const& long_text_kind() { return several_lines; }

}  // namespace fx::catalog
