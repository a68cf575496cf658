#include "catalog/describe.hpp"

#include "base/assert.hpp"
#include "catalog/kind.hpp"
#include "catalog/kinds/list.hpp"

namespace fx::catalog {
namespace {

using Op = Predicate::Op;

void write_strings(JsonWriter& json, std::string_view key, std::vector<std::string> const& list) {
    json.key(key).begin_array();
    for (auto const& each : list) json.string(each);
    json.end_array();
}

void write_settings(JsonWriter& json, std::vector<Setting> const& settings) {
    json.key("settings").begin_object();
    for (auto const& each : settings) {
        json.key(each.name).begin_object();
        json.key("value").integer(each.value).key("usual").integer(each.usual);
        json.key("min").integer(each.min).key("max").integer(each.max);
        write_label(json, "label", each.label);
        json.end_object();
    }
    json.end_object();
}

void write_rule(JsonWriter& json, std::string_view key, Predicate const& predicate, std::span<Field const> fields) {
    json.key(key);
    write_predicate(json, predicate, fields);
}

void write_fields(JsonWriter& json, std::string_view key, std::span<Field const> fields);

void write_limits(JsonWriter& json, Field const& field) {
    bool const measured = field.kind->compare() == Compare::ordered;
    auto const bound = [&](std::string_view key, std::optional<std::int64_t> const& value) {
        if (!value) return;
        json.key(key);
        if (measured)
            field.kind->write(json, Value(*value), field);
        else
            json.integer(*value);
    };
    bound("min", field.min);
    bound("max", field.max);
    if (field.kind == &table_kind() || field.kind == &codes_kind())
        json.key("items_max").integer(field.length_max);
    else if (field.kind == &text_kind() || field.kind == &long_text_kind())
        json.key("length_max").integer(field.length_max);
}

void write_field(JsonWriter& json, Field const& field, std::span<Field const> fields) {
    json.begin_object().key("name").string(field.name);
    write_label(json, "label", field.label);
    write_label(json, "hint", field.hint);
    json.key("kind").string(field.kind->name()).key("privacy").string(privacy_name(field.privacy));
    if (field.codes != nullptr) json.key("codes").string(field.codes->name);
    if (!field.unit.empty()) json.key("unit").string(field.unit);
    if (field.digits > 0) json.key("digits").integer(field.digits);
    write_limits(json, field);
    if (field.documents) json.key("documents").boolean(true);
    if (!field.refers_to.empty()) json.key("refers_to").string(field.refers_to);
    if (!field.columns.empty()) write_fields(json, "columns", field.columns);
    write_rule(json, "relevant", field.relevant, fields);
    write_rule(json, "required", field.required, fields);
    write_rule(json, "constraint", field.constraint, fields);
    write_label(json, "constraint_text", field.constraint_text);
    if (field.derived) json.key("derived").boolean(true);
    if (field.searchable) json.key("searchable").boolean(true);
    if (field.bulk) json.key("bulk").boolean(true);
    if (field.extension) json.key("extension").boolean(true);
    if (!field.read_roles.empty()) write_strings(json, "read", field.read_roles);
    json.end_object();
}

void write_fields(JsonWriter& json, std::string_view key, std::span<Field const> fields) {
    json.key(key).begin_array();
    for (auto const& field : fields) write_field(json, field, fields);
    json.end_array();
}

void write_workflow(JsonWriter& json, RecordType const& type) {
    write_strings(json, "states", type.states);
    json.key("state_labels").begin_object();
    for (std::size_t i = 0; i < type.states.size(); ++i) write_label(json, type.states[i], type.state_labels[i]);
    json.end_object();
    json.key("transitions").begin_array();
    for (auto const& each : type.transitions) {
        json.begin_object().key("name").string(each.name);
        write_strings(json, "from", each.from);
        json.key("to").string(each.to);
        write_label(json, "label", each.label);
        write_rule(json, "guard", each.guard, type.fields);
        if (!each.bulk) json.key("bulk").boolean(false);
        json.end_object();
    }
    json.end_array();
}

void write_obligations(JsonWriter& json, Catalogue const& catalogue, RecordType const& type) {
    json.key("obligations").begin_array();
    for (auto const& each : type.obligations) {
        json.begin_object().key("name").string(each.name);
        write_label(json, "label", each.label);
        json.key("subject").string(each.subject).key("fulfilled_by").string(each.fulfilled_by);
        json.key("subject_field").string(each.subject_field).key("period_field").string(each.period_field);
        write_rule(json, "fulfils", each.fulfils, catalogue.type(each.fulfilled_by)->fields);
        write_settings(json, each.settings);
        json.end_object();
    }
    json.end_array();
}

void write_type(JsonWriter& json, Catalogue const& catalogue, RecordType const& type) {
    constexpr std::string_view from[] = {"field", "reference", "post"};
    json.begin_object();
    write_label(json, "label", type.label);
    write_label(json, "plural", type.plural);
    json.key("duty").string(type.duty);
    write_fields(json, "fields", type.fields);
    write_workflow(json, type);
    json.key("permissions").begin_object();
    for (auto const& each : type.permissions) write_strings(json, each.action, each.roles);
    json.end_object();
    write_obligations(json, catalogue, type);
    json.key("place").begin_object().key("from").string(from[std::size_t(type.place.from)]);
    json.key("field").string(type.place.field).end_object();
    write_strings(json, "title", type.title);
    write_settings(json, type.settings);
    json.key("client_creates").boolean(type.client_creates).end_object();
}

void write_code_list(JsonWriter& json, CodeList const& list) {
    json.begin_object();
    write_label(json, "label", list.label);
    json.key("codes").begin_array();
    for (auto const& code : list.codes) {
        json.begin_object().key("code").string(code.code);
        write_label(json, "label", code.label);
        if (code.valid_from) json.key("valid_from").string(format(*code.valid_from));
        if (code.valid_to) json.key("valid_to").string(format(*code.valid_to));
        json.end_object();
    }
    json.end_array().end_object();
}

/// A constant of the field's kind; of a `codes` field, one code.
void write_operand(JsonWriter& json, Value const& value, Field const& field) {
    if (is_null(value))
        json.null();
    else if (field.kind == &codes_kind())
        json.string(*text_in(value));
    else
        field.kind->write(json, value, field);
}

void write_bound(JsonWriter& json, Value const& constant, int other, Field const& field, std::span<Field const> fields) {
    if (other < 0)
        write_operand(json, constant, field);
    else
        json.begin_object().key("field").string(fields[std::size_t(other)].name).end_object();
}

}  // namespace

void write_predicate(JsonWriter& json, Predicate const& predicate, std::span<Field const> fields) {
    if (predicate.is_always() || predicate.is_never()) {
        json.boolean(predicate.is_always());
        return;
    }
    constexpr std::string_view names[] = {"", "all", "any", "not", "eq", "in", "range", "present"};
    json.begin_object().key(names[std::size_t(predicate.op)]);
    if (predicate.op == Op::not_) {
        write_predicate(json, predicate.parts.at(0), fields);
    } else if (predicate.op == Op::all || predicate.op == Op::any) {
        json.begin_array();
        for (auto const& part : predicate.parts) write_predicate(json, part, fields);
        json.end_array();
    } else {
        FX_ASSERT(predicate.field >= 0 && std::size_t(predicate.field) < fields.size());
        auto const& field = fields[std::size_t(predicate.field)];
        if (predicate.op == Op::present) {
            json.string(field.name).end_object();
            return;
        }
        json.begin_array().string(field.name);
        if (predicate.op == Op::eq) {
            write_bound(json, predicate.operands.empty() ? Value() : predicate.operands[0], predicate.other, field, fields);
        } else if (predicate.op == Op::range) {
            write_bound(json, predicate.from, predicate.other_from, field, fields);
            write_bound(json, predicate.to, predicate.other_to, field, fields);
        } else {
            json.begin_array();
            for (auto const& operand : predicate.operands) write_operand(json, operand, field);
            json.end_array();
        }
        json.end_array();
    }
    json.end_object();
}

void write_label(JsonWriter& json, std::string_view key, Label const& label) {
    if (label.zh.empty() && label.en.empty()) return;
    json.key(key).begin_object().key("zh").string(label.zh).key("en").string(label.en).end_object();
}

std::string describe(Catalogue const& catalogue) {
    JsonWriter json;
    json.begin_object();
    if (!catalogue.version().empty()) json.key("version").string(catalogue.version());
    json.key("types").begin_object();
    for (auto const* type : catalogue.types()) {
        json.key(type->name);
        write_type(json, catalogue, *type);
    }
    json.end_object().key("code_lists").begin_object();
    for (auto const* list : catalogue.code_lists()) {
        json.key(list->name);
        write_code_list(json, *list);
    }
    json.end_object().end_object();
    return json.take();
}

}  // namespace fx::catalog
