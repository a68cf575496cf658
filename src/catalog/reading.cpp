#include "catalog/reading.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace fx::catalog {
namespace {

constexpr std::int64_t setting_max = 1'000'000'000;

struct Texts {
    std::string_view name, zh, en, remedy_zh, remedy_en;
};

constexpr auto texts = std::to_array<Texts>({
#define FX_MISTAKE(name, zh, en, remedy_zh, remedy_en) {#name, zh, en, remedy_zh, remedy_en},
#include "catalog/mistakes.def"
#undef FX_MISTAKE
});

std::string fill(std::string_view text, std::vector<std::string> const& args) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const hole =
            text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' && text[i + 1] >= '0' && text[i + 1] <= '9';
        auto const at = hole ? std::size_t(text[i + 1] - '0') : 0;
        if (hole && at < args.size()) out += args[at];
        if (hole)
            i += 2;
        else
            out += text[i];
    }
    return out;
}

Label shape_name(Node::Shape shape) {
    switch (shape) {
        case Node::Shape::object: return {"对象 {…}", "an object {…}"};
        case Node::Shape::array: return {"列表 […]", "a list […]"};
        case Node::Shape::string: return {"文字", "text"};
        case Node::Shape::number: return {"数字", "a number"};
        case Node::Shape::boolean: return {"true 或 false", "true or false"};
        case Node::Shape::null: break;
    }
    return {"null", "null"};
}

std::optional<std::int64_t> whole(std::string const& text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

void Reading::mistake(MistakeKind kind, int line, std::vector<std::string> args) {
    auto const& text = texts[std::size_t(kind)];
    mistakes_.push_back({file_,
                         line,
                         {fill(text.zh, args), fill(text.en, args)},
                         {fill(text.remedy_zh, args), fill(text.remedy_en, args)},
                         std::string(text.name)});
}

void Reading::only(Node const& object, std::vector<std::string_view> const& known) {
    std::vector<std::string> const names(known.begin(), known.end());
    for (std::size_t i = 0; i < object.keys.size(); ++i)
        if (std::find(known.begin(), known.end(), object.keys[i]) == known.end())
            mistake(MistakeKind::unknown_member, object.key_lines[i], {object.keys[i], listed(names)});
}

Node const* Reading::member(Node const& object, std::string_view key, Node::Shape shape, bool required) {
    auto const* node = object.find(key);
    if (node == nullptr) {
        if (required) mistake(MistakeKind::missing_member, object.line, {std::string(key)});
        return nullptr;
    }
    if (node->is(shape)) return node;
    auto const wanted = shape_name(shape);
    mistake(MistakeKind::wrong_shape, node->line, {std::string(key), wanted.zh, wanted.en});
    return nullptr;
}

std::string Reading::string(Node const& object, std::string_view key, bool required) {
    auto const* node = member(object, key, Node::Shape::string, required);
    return node == nullptr ? std::string() : node->text;
}

bool Reading::boolean(Node const& object, std::string_view key, bool otherwise) {
    auto const* node = member(object, key, Node::Shape::boolean);
    return node == nullptr ? otherwise : node->text == "true";
}

std::int64_t Reading::integer(Node const& object, std::string_view key, std::int64_t otherwise, std::int64_t min,
                              std::int64_t max) {
    auto const* node = member(object, key, Node::Shape::number);
    if (node == nullptr) return otherwise;
    auto const value = whole(node->text);
    if (value && *value >= min && *value <= max) return *value;
    auto const bounds = std::to_string(min) + "…" + std::to_string(max);
    mistake(MistakeKind::wrong_shape, node->line, {std::string(key), bounds + " 的整数", "a whole number " + bounds});
    return otherwise;
}

std::vector<std::string> Reading::strings(Node const& object, std::string_view key) {
    std::vector<std::string> out;
    auto const* list = member(object, key, Node::Shape::array);
    if (list == nullptr) return out;
    for (auto const& item : list->items) {
        if (item.is(Node::Shape::string))
            out.push_back(item.text);
        else
            mistake(MistakeKind::wrong_shape, item.line, {std::string(key), "文字的列表", "a list of text"});
    }
    return out;
}

int Reading::line_of(Node const& object, std::string_view key) const {
    auto const* node = object.find(key);
    return node == nullptr ? object.line : node->line;
}

Label Reading::label(Node const& object, std::string_view key, std::string_view of, bool required) {
    auto const* node = object.find(key);
    if (node == nullptr && !required) return {};
    Label out;
    if (node != nullptr && node->is(Node::Shape::object)) {
        only(*node, {"zh", "en"});
        out = {string(*node, "zh"), string(*node, "en")};
    }
    if (out.zh.empty() || out.en.empty())
        mistake(MistakeKind::missing_label, node == nullptr ? object.line : node->line, {std::string(of)});
    return out;
}

bool Reading::name_is_good(std::string_view name, int line) {
    bool good = !name.empty() && name.size() <= 48 && name[0] >= 'a' && name[0] <= 'z' && name.back() != '_';
    for (char const c : name) good = good && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
    if (!good) mistake(MistakeKind::name_not_snake_case, line, {std::string(name)});
    return good;
}

std::vector<Setting> Reading::settings(Node const& object) {
    std::vector<Setting> out;
    auto const* node = member(object, "settings", Node::Shape::object);
    if (node == nullptr) return out;
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
        Setting made;
        made.name = node->keys[i];
        name_is_good(made.name, node->key_lines[i]);
        if (auto const* body = member(*node, made.name, Node::Shape::object)) {
            only(*body, {"value", "min", "max", "label"});
            for (auto const* key : {"value", "min", "max"}) member(*body, key, Node::Shape::number, true);
            made.min = integer(*body, "min", 0, -setting_max, setting_max);
            made.max = integer(*body, "max", setting_max, -setting_max, setting_max);
            if (made.min > made.max) mistake(MistakeKind::bounds_reversed, line_of(*body, "min"), {made.name});
            made.value = made.usual = integer(*body, "value", made.min, made.min, made.max);
            made.label = label(*body, "label", made.name, true);
        }
        out.push_back(std::move(made));
    }
    return out;
}

void Reading::set_settings(Node const& object, std::vector<Setting>& out) {
    auto const* node = member(object, "settings", Node::Shape::object);
    if (node == nullptr) return;
    std::vector<std::string> known;
    for (auto const& each : out) known.push_back(each.name);
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
        auto const found = std::ranges::find(out, node->keys[i], &Setting::name);
        if (found == out.end())
            mistake(MistakeKind::unknown_setting, node->key_lines[i], {node->keys[i], known.empty() ? "—" : listed(known)});
        else
            found->value = integer(*node, found->name, found->value, found->min, found->max);
    }
}

std::string listed(std::vector<std::string> const& names) {
    std::string out;
    for (auto const& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

}  // namespace fx::catalog
