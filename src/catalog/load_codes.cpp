#include "catalog/load_parts.hpp"

namespace fx::catalog {
namespace {

std::optional<Date> date_member(Reading& reading, Node const& object, std::string_view key) {
    auto const* node = reading.member(object, key, Node::Shape::string);
    if (node == nullptr) return std::nullopt;
    auto const date = parse_date(node->text);
    if (date.has_value()) return *date;
    reading.mistake(MistakeKind::date_not_valid, node->line, {node->text});
    return std::nullopt;
}

bool is_code(std::string_view code) {
    bool good = !code.empty() && code.size() <= 30;
    for (char const c : code)
        good = good && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-');
    return good;
}

}  // namespace

void read_codes(Reading& reading, Node const& list, CodeList& out) {
    for (auto const& item : list.items) {
        if (!item.is(Node::Shape::object)) {
            reading.mistake(MistakeKind::wrong_shape, item.line, {"codes", "对象的列表", "a list of objects"});
            continue;
        }
        reading.only(item, {"code", "label", "valid_from", "valid_to"});
        Code code;
        code.code = reading.string(item, "code", true);
        if (!is_code(code.code)) reading.mistake(MistakeKind::code_not_valid, item.line, {code.code});
        if (out.find(code.code) != nullptr) reading.mistake(MistakeKind::duplicate_name, item.line, {code.code});
        code.label = reading.label(item, "label", code.code, true);
        code.valid_from = date_member(reading, item, "valid_from");
        code.valid_to = date_member(reading, item, "valid_to");
        if (code.valid_from && code.valid_to && *code.valid_to < *code.valid_from)
            reading.mistake(MistakeKind::dates_reversed, item.line, {code.code});
        out.dated = out.dated || code.valid_from || code.valid_to;
        out.codes.push_back(std::move(code));
    }
}

void read_code_list(Reading& reading, Node const& root, CodeList& out) {
    reading.only(root, {"list", "label", "source", "codes"});
    auto const name = reading.string(root, "list", true);
    if (name != out.name) reading.mistake(MistakeKind::name_differs_from_file, reading.line_of(root, "list"), {name});
    reading.name_is_good(name, root.line);
    out.label = reading.label(root, "label", name, true);
    auto const* codes = reading.member(root, "codes", Node::Shape::array, true);
    if (codes != nullptr) read_codes(reading, *codes, out);
    if (codes != nullptr && out.codes.empty()) reading.mistake(MistakeKind::empty_code_list, codes->line, {name});
}

void apply_codes_overlay(Reading& reading, Node const& root, CodeList& out) {
    for (std::size_t i = 0; i < root.keys.size(); ++i)
        if (root.keys[i] != "list" && root.keys[i] != "add_codes")
            reading.mistake(MistakeKind::overlay_removes, root.key_lines[i], {root.keys[i]});
    if (auto const* added = reading.member(root, "add_codes", Node::Shape::array, true)) {
        for (auto const& item : added->items)
            if (auto const* code = item.find("code"); code != nullptr && out.find(code->text) != nullptr)
                reading.mistake(MistakeKind::overlay_existing_name, code->line, {code->text});
        read_codes(reading, *added, out);
    }
}

}  // namespace fx::catalog
