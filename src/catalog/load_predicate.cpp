#include "catalog/kind.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/load_parts.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace fx::catalog {
namespace {

using Op = Predicate::Op;

class PredicateReader {
public:
    PredicateReader(Reading& reading, std::span<Field const> fields, std::span<Setting const> settings)
        : reading_(reading), fields_(fields), settings_(settings) {}

    Predicate read(Node const& node) {
        if (node.is(Node::Shape::boolean)) return node.text == "true" ? Predicate() : Predicate::never();
        if (!node.is(Node::Shape::object) || node.keys.size() != 1) return bad(node);
        auto const& name = node.keys[0];
        auto const& value = node.items[0];
        if (name == "all" || name == "any") return several(name == "all" ? Op::all : Op::any, value);
        if (name == "not") return {.op = Op::not_, .parts = {read(value)}};
        if (name == "present") return present(value);
        if (name == "eq") return eq(value);
        if (name == "in") return in(value);
        if (name == "range") return range(value);
        return bad(node);
    }

private:
    Predicate bad(Node const& node) {
        reading_.mistake(MistakeKind::predicate_not_valid, node.line);
        return {};
    }

    Predicate several(Op op, Node const& list) {
        if (!list.is(Node::Shape::array) || list.items.empty()) return bad(list);
        Predicate out{.op = op};
        for (auto const& item : list.items) out.parts.push_back(read(item));
        return out;
    }

    /// -1 and a mistake when `node` names no field, or one that does not take the operator.
    int field(Node const& node, std::string_view op, Compare least) {
        if (!node.is(Node::Shape::string)) {
            bad(node);
            return -1;
        }
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            if (fields_[i].name != node.text) continue;
            auto const* kind = fields_[i].kind;
            if (kind == nullptr) return -1;
            if (kind->compare() >= least) return int(i);
            reading_.mistake(MistakeKind::operator_not_for_kind, node.line,
                             {node.text, std::string(op), std::string(kind->name())});
            return -1;
        }
        reading_.mistake(MistakeKind::unknown_field, node.line, {node.text, names_of(fields_)});
        return -1;
    }

    Predicate present(Node const& node) {
        int const at = field(node, "present", Compare::none);
        return at < 0 ? Predicate() : Predicate{.op = Op::present, .field = at};
    }

    /// {"setting":"name"}: a number as the field keeps it, tenths of a degree for a temperature.
    Value setting(Node const& node, Field const& of) {
        auto const found = std::ranges::find(settings_, node.items[0].text, &Setting::name);
        std::vector<std::string> known;
        for (auto const& each : settings_) known.push_back(each.name);
        if (found == settings_.end())
            reading_.mistake(MistakeKind::unknown_setting, node.line, {node.items[0].text, listed(known)});
        else if (of.kind->storage() != Storage::integer || of.kind == &date_kind() || of.kind == &instant_kind())
            reading_.mistake(MistakeKind::operand_mismatch, node.line, {of.name, found->name});
        return found == settings_.end() ? Value() : Value(found->value);
    }

    Value operand(Node const& node, Field const& of) {
        if (names(node, "setting")) return setting(node, of);
        auto const json = to_json(node);
        auto const shown = boost::json::serialize(json);
        if (of.codes != nullptr) {
            if (node.is(Node::Shape::string) && of.codes->find(node.text) != nullptr) return node.text;
            reading_.mistake(node.is(Node::Shape::string) ? MistakeKind::unknown_code : MistakeKind::operand_mismatch,
                             node.line, {of.name, shown});
            return {};
        }
        auto unbounded = of;
        unbounded.min.reset();
        unbounded.max.reset();
        auto value = json.is_null() ? Result<Value>(Value()) : of.kind->parse(json, unbounded);
        if (value.has_value() && !is_null(*value)) return *std::move(value);
        reading_.mistake(MistakeKind::operand_mismatch, node.line, {of.name, shown});
        return {};
    }

    /// The field that {"field":"name"} stands for; -1 when it is a constant.
    int other(Node const& node, Field const& of) {
        if (!node.is(Node::Shape::object) || node.keys.size() != 1 || node.keys[0] != "field") return -1;
        int const at = field(node.items[0], "field", Compare::equal);
        if (at < 0) return at;
        auto const& theirs = fields_[std::size_t(at)];
        bool const same = theirs.kind->storage() == of.kind->storage() && theirs.digits == of.digits &&
                          theirs.codes == of.codes && theirs.refers_to == of.refers_to &&
                          theirs.kind->compare() == of.kind->compare() &&
                          (theirs.kind == of.kind || of.kind->compare() != Compare::ordered || both_numbers(theirs, of));
        if (!same || theirs.kind == &codes_kind()) {
            reading_.mistake(MistakeKind::fields_not_comparable, node.line, {of.name, theirs.name});
            return -1;
        }
        return at;
    }

    static bool both_numbers(Field const& a, Field const& b) {
        auto const number = [](Field const& field) { return field.kind != &date_kind() && field.kind != &instant_kind(); };
        return number(a) && number(b);
    }

    static bool names(Node const& node, std::string_view what) {
        return node.is(Node::Shape::object) && node.keys.size() == 1 && node.keys[0] == what;
    }
    static bool names_field(Node const& node) { return node.is(Node::Shape::object) && !names(node, "setting"); }

    Predicate eq(Node const& list) {
        if (!list.is(Node::Shape::array) || list.items.size() != 2) return bad(list);
        int const at = field(list.items[0], "eq", Compare::equal);
        if (at < 0) return {};
        auto const& of = fields_[std::size_t(at)];
        Predicate out{.op = Op::eq, .field = at, .many = of.kind == &codes_kind()};
        if (!names_field(list.items[1]))
            out.operands = {operand(list.items[1], of)};
        else if ((out.other = other(list.items[1], of)) < 0)
            return {};
        return out;
    }

    Predicate in(Node const& list) {
        if (!list.is(Node::Shape::array) || list.items.size() != 2 || !list.items[1].is(Node::Shape::array))
            return bad(list);
        int const at = field(list.items[0], "in", Compare::equal);
        if (at < 0) return {};
        auto const& of = fields_[std::size_t(at)];
        Predicate out{.op = Op::in, .field = at, .many = of.kind == &codes_kind()};
        for (auto const& item : list.items[1].items) out.operands.push_back(operand(item, of));
        return out;
    }

    Predicate range(Node const& list) {
        if (!list.is(Node::Shape::array) || list.items.size() != 3) return bad(list);
        int const at = field(list.items[0], "range", Compare::ordered);
        if (at < 0) return {};
        auto const& of = fields_[std::size_t(at)];
        Predicate out{.op = Op::range, .field = at};
        auto const bound = [&](Node const& node, Value& constant, int& from_field) {
            if (names_field(node))
                from_field = other(node, of);
            else if (!node.is(Node::Shape::null))
                constant = operand(node, of);
        };
        bound(list.items[1], out.from, out.other_from);
        bound(list.items[2], out.to, out.other_to);
        return out;
    }

    Reading& reading_;
    std::span<Field const> fields_;
    std::span<Setting const> settings_;
};

}  // namespace

Predicate read_predicate(Reading& reading, Node const& node, std::span<Field const> fields,
                         std::span<Setting const> settings) {
    return PredicateReader(reading, fields, settings).read(node);
}

std::string names_of(std::span<Field const> fields) {
    std::vector<std::string> names;
    for (auto const& field : fields) names.push_back(field.name);
    return listed(names);
}

}  // namespace fx::catalog
