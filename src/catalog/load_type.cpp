#include "catalog/kind.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/load_parts.hpp"

#include <algorithm>
#include <set>

namespace fx::catalog {
namespace {

class TypeReader {
public:
    TypeReader(Reading& reading, Node const& root, CodeList const* roles, RecordType& out)
        : reading_(reading), root_(root), roles_(roles), out_(out) {}

    void read() {
        states();
        transitions();
        permissions();
        place();
        out_.title = field_names("title");
        if (auto const* list = reading_.member(root_, "indexes", Node::Shape::array))
            for (auto const& item : list->items) index(item);
        for (auto const& field : out_.fields)
            for (auto const& role : field.read_roles) known_role(reading_, roles_, role, root_.line);
    }

private:
    void states() {
        auto const* list = reading_.member(root_, "states", Node::Shape::array);
        if (list == nullptr) return;
        for (auto const& item : list->items) {
            reading_.only(item, {"name", "label"});
            auto const name = reading_.string(item, "name", true);
            reading_.name_is_good(name, item.line);
            if (has_state(name)) reading_.mistake(MistakeKind::duplicate_name, item.line, {name});
            out_.states.push_back(name);
            out_.state_labels.push_back(reading_.label(item, "label", name, true));
        }
    }

    bool has_state(std::string_view name) const { return std::ranges::find(out_.states, name) != out_.states.end(); }

    void known_state(std::string const& name, int line) {
        if (!has_state(name)) reading_.mistake(MistakeKind::unknown_state, line, {name, listed(out_.states)});
    }

    void transitions() {
        auto const* list = reading_.member(root_, "transitions", Node::Shape::array);
        if (list != nullptr && out_.states.empty())
            return reading_.mistake(MistakeKind::transitions_without_states, list->line);
        for (auto const& item : list == nullptr ? std::vector<Node>() : list->items) {
            reading_.only(item, {"name", "from", "to", "label", "guard", "bulk"});
            Transition made;
            made.name = reading_.string(item, "name", true);
            reading_.name_is_good(made.name, item.line);
            if (out_.transition(made.name) != nullptr) reading_.mistake(MistakeKind::duplicate_name, item.line, {made.name});
            made.from = reading_.strings(item, "from");
            made.to = reading_.string(item, "to", true);
            for (auto const& from : made.from) known_state(from, item.line);
            known_state(made.to, item.line);
            made.label = reading_.label(item, "label", made.name, true);
            made.bulk = reading_.boolean(item, "bulk", true);
            if (auto const* guard = item.find("guard"))
                made.guard = read_predicate(reading_, *guard, out_.fields, out_.settings);
            out_.transitions.push_back(std::move(made));
        }
        reachable();
    }

    void reachable() {
        if (out_.states.empty()) return;
        std::set<std::string> seen{out_.states.front()};
        for (bool again = true; again;) {
            again = false;
            for (auto const& each : out_.transitions)
                if (std::ranges::any_of(each.from, [&](auto const& from) { return seen.contains(from); }))
                    again = seen.insert(each.to).second || again;
        }
        auto const* list = root_.find("states");
        for (std::size_t i = 0; i < out_.states.size(); ++i)
            if (!seen.contains(out_.states[i]))
                reading_.mistake(MistakeKind::unreachable_state, list->items[i].line, {out_.states[i]});
    }

    void permissions() {
        auto const* object = reading_.member(root_, "permissions", Node::Shape::object, true);
        if (object == nullptr) return;
        for (std::size_t i = 0; i < object->keys.size(); ++i) {
            auto const& action = object->keys[i];
            bool const moves = action.starts_with("move:") && out_.transition(action.substr(5)) != nullptr;
            if (!moves && std::ranges::find(actions, action) == std::end(actions))
                reading_.mistake(MistakeKind::unknown_action, object->key_lines[i], {action});
            auto roles = reading_.strings(*object, action);
            for (auto const& role : roles) known_role(reading_, roles_, role, object->key_lines[i]);
            out_.permissions.push_back({action, std::move(roles)});
        }
        for (auto const& each : out_.transitions)
            if (object->find("move:" + each.name) == nullptr)
                reading_.mistake(MistakeKind::transition_for_nobody, object->line, {each.name});
    }

    void place() {
        auto const* object = reading_.member(root_, "place", Node::Shape::object, true);
        if (object == nullptr) return;
        reading_.only(*object, {"from", "field"});
        auto const from = reading_.string(*object, "from", true);
        out_.place.field = reading_.string(*object, "field");
        int const at = out_.field_index(out_.place.field);
        auto const* field = at < 0 ? nullptr : &out_.fields[std::size_t(at)];
        auto const* kind = field == nullptr ? nullptr : field->kind;
        if (from == "post" && out_.place.field.empty()) {
            out_.place.from = PlaceRule::From::post;
        } else if (from == "field" && (kind == &place_kind() || kind == &division_kind())) {
            out_.place.from = PlaceRule::From::field;
        } else if (from == "reference" && kind != nullptr && kind->storage() == Storage::id && !field->refers_to.empty()) {
            out_.place.from = PlaceRule::From::reference;
        } else {
            auto const shown = from + " " + out_.place.field;
            reading_.mistake(MistakeKind::place_rule_not_valid, object->line, {shown, shown});
        }
    }

    std::vector<std::string> field_names(std::string_view key) {
        auto names = reading_.strings(root_, key);
        for (auto const& name : names) known_field(name, root_.find(key)->line);
        return names;
    }

    void index(Node const& item) {
        std::vector<std::string> names;
        for (auto const& each : item.items) {
            known_field(each.text, each.line);
            names.push_back(each.text);
        }
        if (names.empty())
            reading_.mistake(MistakeKind::wrong_shape, item.line,
                             {"indexes", "字段名列表的列表", "a list of lists of field names"});
        out_.indexes.push_back(std::move(names));
    }

    void known_field(std::string const& name, int line) {
        bool const common = name == "place" || name == "state" || name == "made_at" || name == "changed_at";
        if (!common && out_.field_index(name) < 0)
            reading_.mistake(MistakeKind::unknown_field, line, {name, names_of(out_.fields)});
    }

    Reading& reading_;
    Node const& root_;
    CodeList const* roles_;
    RecordType& out_;
};

}  // namespace

void known_role(Reading& reading, CodeList const* roles, std::string const& role, int line) {
    if (roles == nullptr || roles->find(role) != nullptr) return;
    std::vector<std::string> known;
    for (auto const& code : roles->codes) known.push_back(code.code);
    reading.mistake(MistakeKind::unknown_role, line, {role, listed(known)});
}

void read_type_head(Reading& reading, Node const& root, RecordType& out) {
    reading.only(root, {"type", "label", "plural", "source", "title", "place", "client_creates", "settings", "fields",
                        "states", "transitions", "permissions", "obligations", "indexes"});
    auto const name = reading.string(root, "type", true);
    if (name != out.name) reading.mistake(MistakeKind::name_differs_from_file, reading.line_of(root, "type"), {name});
    reading.name_is_good(name, root.line);
    out.label = reading.label(root, "label", name, true);
    out.plural = reading.label(root, "plural", name, true);
    out.client_creates = reading.boolean(root, "client_creates", true);
    out.settings = reading.settings(root);
}

void read_type_body(Reading& reading, Node const& root, CodeList const* roles, RecordType& out) {
    TypeReader(reading, root, roles, out).read();
}

void read_obligations(Reading& reading, Node const& root, std::function<RecordType const*(std::string_view)> const& type,
                      RecordType& out) {
    auto const* list = reading.member(root, "obligations", Node::Shape::array);
    if (list == nullptr) return;
    for (auto const& item : list->items) {
        reading.only(item,
                     {"name", "label", "subject", "fulfilled_by", "subject_field", "period_field", "fulfils", "settings"});
        ObligationRule rule;
        rule.name = reading.string(item, "name", true);
        reading.name_is_good(rule.name, item.line);
        rule.label = reading.label(item, "label", rule.name, true);
        rule.subject = reading.string(item, "subject", true);
        rule.fulfilled_by = reading.string(item, "fulfilled_by", true);
        rule.subject_field = reading.string(item, "subject_field", true);
        rule.period_field = reading.string(item, "period_field");
        rule.settings = reading.settings(item);
        if (type(rule.subject) == nullptr) reading.mistake(MistakeKind::unknown_type, item.line, {rule.subject});
        auto const* by = type(rule.fulfilled_by);
        if (by == nullptr) {
            reading.mistake(MistakeKind::unknown_type, item.line, {rule.fulfilled_by});
            continue;
        }
        for (auto const& field : {rule.subject_field, rule.period_field})
            if (!field.empty() && by->field_index(field) < 0)
                reading.mistake(MistakeKind::unknown_field, item.line, {field, names_of(by->fields)});
        int const at = by->field_index(rule.subject_field);
        if (at >= 0 && by->fields[std::size_t(at)].refers_to != rule.subject)
            reading.mistake(MistakeKind::obligation_subject_mismatch, item.line, {rule.subject_field, rule.subject});
        if (auto const* fulfils = item.find("fulfils"))
            rule.fulfils = read_predicate(reading, *fulfils, by->fields, by->settings);
        out.obligations.push_back(std::move(rule));
    }
}

}  // namespace fx::catalog
