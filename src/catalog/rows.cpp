#include "catalog/rows.hpp"

#include "base/assert.hpp"
#include "catalog/kinds/codes.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/kinds/support.hpp"

namespace fx::catalog {
namespace {

bool in_force(Code const& code, Date today) {
    return (!code.valid_from || *code.valid_from <= today) && (!code.valid_to || today <= *code.valid_to);
}

/// The first code of `value` that is not in force on `today`; nullptr when all are.
Code const* outdated(Field const& field, Value const& value, Date today) {
    auto const* text = text_in(value);
    if (field.codes == nullptr || !field.codes->dated || text == nullptr) return nullptr;
    if (field.kind == &code_kind()) {
        auto const* code = field.codes->find(*text);
        return code != nullptr && !in_force(*code, today) ? code : nullptr;
    }
    Code const* found = nullptr;
    each_code(*text, [&](std::string_view word) {
        auto const* code = field.codes->find(word);
        if (code != nullptr && !in_force(*code, today)) found = code;
        return found != nullptr;
    });
    return found;
}

void report(CheckScope const& scope, std::string_view name, Problem problem) {
    scope.problems.push_back(std::move(problem).at(scope.path + std::string(name)));
}

/// False when the value was refused and reported.
bool read_value(CheckScope const& scope, Field const& field, boost::json::value const& json, Value& out) {
    if (json.is_null()) return true;
    if (field.kind == &table_kind()) {
        auto const before = scope.problems.size();
        auto rows = read_rows(scope, field, json);
        if (scope.problems.size() != before) return false;
        out = std::move(rows);
        return true;
    }
    auto parsed = field.kind->parse(json, field);
    if (parsed.has_error()) {
        report(scope, field.name, std::move(parsed).error());
        return false;
    }
    if (auto const* code = outdated(field, *parsed, scope.today)) {
        report(scope, field.name, refuse(ProblemKind::code_out_of_date, field, {code->code}));
        return false;
    }
    out = *std::move(parsed);
    return true;
}

}  // namespace

void read_members(CheckScope const& scope, boost::json::object const& input, std::span<Value> values, FieldSet& named,
                  FieldSet& failed) {
    FX_ASSERT(values.size() == scope.fields.size());
    std::size_t next = 0;  // members mostly come in the order of the catalogue
    for (auto const& member : input) {
        std::string_view const name(member.key().data(), member.key().size());
        int at = -1;
        if (next < scope.fields.size() && scope.fields[next].name == name)
            at = int(next);
        else
            at = scope.index.find(scope.fields, name);
        if (at < 0) {
            auto const shown = std::string(name.substr(0, 60));
            report(scope, shown, Problem(ProblemKind::field_unknown, {shown}));
            continue;
        }
        auto const i = std::size_t(at);
        next = i + 1;
        auto const& field = scope.fields[i];
        named.set(i);
        if (field.derived) {
            report(scope, field.name, refuse(ProblemKind::field_derived, field));
            failed.set(i);
        } else if (!read_value(scope, field, member.value(), values[i])) {
            failed.set(i);
        }
    }
}

void apply_rules(CheckScope const& scope, std::span<Value const> values, FieldSet const& failed) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (failed.test(i)) continue;
        auto const& field = scope.fields[i];
        bool const present = !is_null(values[i]);
        if (!holds(field.relevant, values)) {
            if (present && !field.derived) report(scope, field.name, refuse(ProblemKind::field_irrelevant, field));
        } else if (!present) {
            if (!field.derived && holds(field.required, values))
                report(scope, field.name, refuse(ProblemKind::field_missing, field));
        } else if (!holds(field.constraint, values)) {
            report(scope, field.name, refuse(ProblemKind::field_constraint, field, {field.constraint_text}));
        }
    }
}

Value read_rows(CheckScope const& scope, Field const& table, boost::json::value const& input) {
    auto const* rows = input.if_array();
    if (rows == nullptr) {
        report(scope, table.name, wrong_type(table, "若干行的列表", "a list of rows"));
        return {};
    }
    if (rows->size() > std::size_t(table.length_max)) {
        report(scope, table.name, refuse(ProblemKind::field_too_many_items, table, {std::to_string(table.length_max)}));
        return {};
    }
    if (rows->empty()) return {};
    JsonWriter json;
    json.begin_array();
    std::vector<Value> values(table.columns.size());
    for (std::size_t i = 0; i < rows->size(); ++i) {
        CheckScope const inner{table.columns, table.column_index, scope.today,
                               scope.path + table.name + "[" + std::to_string(i) + "].", scope.problems};
        auto const* row = (*rows)[i].if_object();
        if (row == nullptr) {
            report(scope, table.name + "[" + std::to_string(i) + "]",
                   wrong_type(table, "一行（对象）", "a row (an object)"));
            continue;
        }
        values.assign(table.columns.size(), Value());
        FieldSet named, failed;
        read_members(inner, *row, values, named, failed);
        apply_rules(inner, values, failed);
        json.begin_object();
        write_members(json, table.columns, values);
        json.end_object();
    }
    json.end_array();
    return json.take();
}

void write_members(JsonWriter& json, std::span<Field const> fields, std::span<Value const> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (is_null(values[i])) continue;
        json.key(fields[i].name);
        fields[i].kind->write(json, values[i], fields[i]);
    }
}

}  // namespace fx::catalog
