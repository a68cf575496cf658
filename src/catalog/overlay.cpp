/// A site's additions: fields and codes of its own, stricter limits, settings within their bounds. Everything else it could
/// say is a mistake.

#include "catalog/kind.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/load_parts.hpp"

#include <algorithm>

namespace fx::catalog {
namespace {

constexpr std::string_view tightening[] = {"name",      "min",      "max",        "length_max",
                                           "items_max", "required", "constraint", "constraint_text"};

Predicate both(Predicate::Op op, Predicate ours, Predicate theirs) {
    return {.op = op, .parts = {std::move(ours), std::move(theirs)}};
}

void tighten_limits(Reading& reading, Node const& node, Field& field) {
    auto const before = field;
    read_limits(reading, node, field);
    auto const loosened = [&](char const* key) {
        reading.mistake(MistakeKind::overlay_loosens, node.line, {field.name, key});
    };
    if (before.min && field.min < before.min) loosened("min");
    if (before.max && field.max > before.max) loosened("max");
    if (field.length_max > before.length_max) loosened("length_max");
}

void tighten_rules(Reading& reading, Node const& node, RecordType const& type, Field& field) {
    if (auto const* required = node.find("required")) {
        auto const added = read_predicate(reading, *required, type.fields, type.settings);
        if (added.is_never()) reading.mistake(MistakeKind::overlay_loosens, required->line, {field.name, "required"});
        if (field.derived) reading.mistake(MistakeKind::derived_and_required, required->line, {field.name});
        field.required = both(Predicate::Op::any, field.required, added);
    }
    auto const* constraint = node.find("constraint");
    if (constraint == nullptr) return;
    if (node.find("constraint_text") == nullptr)
        return reading.mistake(MistakeKind::constraint_without_text, constraint->line, {field.name});
    auto const text = reading.label(node, "constraint_text", "constraint_text", true);
    field.constraint =
        both(Predicate::Op::all, field.constraint, read_predicate(reading, *constraint, type.fields, type.settings));
    auto const joined = [](std::string const& ours, std::string const& theirs) {
        return ours.empty() ? theirs : ours + " " + theirs;
    };
    field.constraint_text = {joined(field.constraint_text.zh, text.zh), joined(field.constraint_text.en, text.en)};
}

void tighten(Reading& reading, Node const& node, RecordType& out) {
    auto const name = reading.string(node, "name", true);
    int const at = out.field_index(name);
    if (at < 0) return reading.mistake(MistakeKind::overlay_unknown_target, node.line, {name});
    auto& field = out.fields[std::size_t(at)];
    bool good = true;
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
        if (std::ranges::find(tightening, node.keys[i]) != std::end(tightening)) continue;
        reading.mistake(MistakeKind::overlay_retypes, node.key_lines[i], {name, node.keys[i]});
        good = false;
    }
    auto const taken = field.kind->attributes();
    for (std::string_view const key : {"min", "max", "length_max", "items_max"}) {
        if (node.find(key) == nullptr || std::ranges::find(taken, key) != taken.end()) continue;
        reading.mistake(MistakeKind::attribute_not_for_kind, node.line, {std::string(key), std::string(field.kind->name())});
        good = false;
    }
    if (!good) return;
    tighten_limits(reading, node, field);
    tighten_rules(reading, node, out, field);
}

void set_obligation(Reading& reading, Node const& node, RecordType& out) {
    reading.only(node, {"name", "settings"});
    auto const name = reading.string(node, "name", true);
    auto const found = std::ranges::find(out.obligations, name, &ObligationRule::name);
    if (found == out.obligations.end())
        reading.mistake(MistakeKind::unknown_duty, reading.line_of(node, "name"), {name});
    else
        reading.set_settings(node, found->settings);
}

bool is_overlaid(std::string_view member) {
    constexpr std::string_view known[] = {"type", "add_fields", "tighten", "settings", "obligations"};
    return std::ranges::find(known, member) != std::end(known);
}

void add_fields(Reading& reading, Node const& added, Names const& names, RecordType& out) {
    auto const first = out.fields.size();
    for (auto const& item : added.items)
        if (auto const* name = item.find("name"); name != nullptr && out.field_index(name->text) >= 0)
            reading.mistake(MistakeKind::overlay_existing_name, name->line, {name->text});
    read_fields(reading, added, names, false, out.fields);
    read_field_rules(reading, added, out.fields, first, out.settings);
    for (auto i = first; i < out.fields.size(); ++i) {
        out.fields[i].extension = true;
        if (out.fields[i].privacy == Privacy::identity)
            reading.mistake(MistakeKind::overlay_identity, added.items[i - first].line, {out.fields[i].name});
    }
    out.index.build(out.fields);
}

}  // namespace

void apply_type_overlay(Reading& reading, Node const& root, Names const& names, RecordType& out) {
    for (std::size_t i = 0; i < root.keys.size(); ++i)
        if (!is_overlaid(root.keys[i])) reading.mistake(MistakeKind::overlay_removes, root.key_lines[i], {root.keys[i]});
    if (auto const* added = reading.member(root, "add_fields", Node::Shape::array)) add_fields(reading, *added, names, out);
    if (auto const* list = reading.member(root, "tighten", Node::Shape::array))
        for (auto const& item : list->items) tighten(reading, item, out);
    if (auto const* list = reading.member(root, "obligations", Node::Shape::array))
        for (auto const& item : list->items) set_obligation(reading, item, out);
}

}  // namespace fx::catalog
