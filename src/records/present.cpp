#include "records/present.hpp"

#include "catalog/kind.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fx::records {

bool readable(catalog::Field const& field, std::string const& role) {
    return field.read_roles.empty() ||
           std::find(field.read_roles.begin(), field.read_roles.end(), role) != field.read_roles.end();
}

int unreadable_field(catalog::Predicate const& filter, catalog::RecordType const& type, std::string const& role) {
    for (int const field : {filter.field, filter.other, filter.other_from, filter.other_to})
        if (field >= 0 && !readable(type.fields[std::size_t(field)], role)) return field;
    for (auto const& part : filter.parts)
        if (int const field = unreadable_field(part, type, role); field >= 0) return field;
    return -1;
}

namespace {

bool has_identity_column(catalog::Field const& field) { return !field.columns.empty() && RecordTable::sealed(field); }

/// A sub-row table with identity columns: rows in clear, those columns masked.
void write_masked_table(JsonWriter& json, catalog::Field const& field, Value const& value) {
    auto const rows = boost::json::parse(std::get<std::string>(value));
    json.begin_array();
    for (auto const& row : rows.as_array()) {
        json.begin_object();
        for (auto const& column : field.columns) {
            auto const* cell = row.as_object().if_contains(column.name);
            if (cell == nullptr) continue;
            json.key(column.name);
            auto const parsed = column.kind->parse(*cell, column);
            if (parsed.has_error())
                json.null();
            else if (column.privacy == catalog::Privacy::identity)
                json.string(column.kind->mask(*parsed));
            else
                column.kind->write(json, *parsed, column);
        }
        json.end_object();
    }
    json.end_array();
}

}  // namespace

void write_value(JsonWriter& json, catalog::Field const& field, Value const& value, View const& view,
                 std::vector<std::string>& masked) {
    if (is_null(value) || !readable(field, view.actor->role)) {
        json.null();
        return;
    }
    if (view.unmasked || !RecordTable::sealed(field)) {
        field.kind->write(json, value, field);
        return;
    }
    masked.push_back(field.name);
    if (has_identity_column(field))
        write_masked_table(json, field, value);
    else
        json.string(field.kind->mask(value));
}

void write_record(JsonWriter& json, RecordTable const& table, Record const& record, View const& view) {
    std::vector<std::string> masked;
    json.begin_object().key("type").string(table.type().name).key("id").string(format(record.id));
    json.key("place").string(format(record.place));
    if (!record.state.empty()) json.key("state").string(record.state);
    json.key("version").integer(record.version).key("made_at").string(format(record.made_at));
    json.key("changed_at").string(format(record.changed_at)).key("made_by").string(format(record.made_by));
    json.key("fields").begin_object();
    for (std::size_t i = 0; i < record.values.size(); ++i) {
        auto const& field = table.type().fields[i];
        if (is_null(record.values[i]) || !readable(field, view.actor->role)) continue;
        write_value(json.key(field.name), field, record.values[i], view, masked);
    }
    json.end_object().key("masked").begin_array();
    for (auto const& name : masked) json.string(name);
    json.end_array().end_object();
}

void write_history(JsonWriter& json, RecordTable const& table, std::vector<store::Entry> const& entries, View const& view) {
    json.begin_array();
    for (auto const& entry : entries) {
        json.begin_object().key("sequence").integer(entry.sequence.value).key("version").integer(entry.version);
        json.key("action")
            .string(entry.action)
            .key("at")
            .string(format(entry.at))
            .key("stated_at")
            .string(format(entry.stated_at));
        json.key("post").string(format(entry.post)).key("user").string(format(entry.user));
        boost::system::error_code error;
        auto const body = boost::json::parse(entry.body.empty() ? "{}" : entry.body, error);
        if (!error && body.is_object())
            if (auto const* offset = body.get_object().if_contains(clock_offset_member))
                json.key("clock_offset_ms").raw(boost::json::serialize(*offset));
        json.key("fields").begin_object();
        if (!error && body.is_object())
            for (auto const& [name, value] : body.get_object()) {
                int const index = table.type().field_index(name);
                if (index < 0 || !readable(table.type().fields[std::size_t(index)], view.actor->role)) continue;
                auto const& field = table.type().fields[std::size_t(index)];
                json.key(name);
                auto const parsed =
                    value.is_null() || RecordTable::sealed(field) ? Result<Value>(Value()) : field.kind->parse(value, field);
                if (RecordTable::sealed(field))
                    json.string("***");
                else if (parsed.has_error())
                    json.raw(boost::json::serialize(value));
                else if (is_null(*parsed))
                    json.null();
                else
                    field.kind->write(json, *parsed, field);
            }
        json.end_object().end_object();
    }
    json.end_array();
}

}  // namespace fx::records
