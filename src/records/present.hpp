#pragma once
/// Records as JSON for one reader: what the post may see, identity masked unless a purpose was stated and logged.

#include "base/json_writer.hpp"
#include "records/engine.hpp"

#include <string>

namespace fx::records {

struct View {
    Actor const* actor = nullptr;
    bool unmasked = false;  ///< a purpose was stated, permitted and logged
};

/// {"type","id","place","state","version","made_at","changed_at","made_by","fields":{…},"masked":["id_number",…]}
void write_record(JsonWriter& json, RecordTable const& table, Record const& record, View const& view);

/// One value for this reader: in full, masked (then the name is added to `masked`), or null when the role may not read it.
void write_value(JsonWriter& json, catalog::Field const& field, Value const& value, View const& view,
                 std::vector<std::string>& masked);

/// The history of a record: who, when, what changed, newest first. Identity values never appear in clear here.
void write_history(JsonWriter& json, RecordTable const& table, std::vector<store::Entry> const& entries, View const& view);

/// Whether the role may read this field at all.
bool readable(catalog::Field const& field, std::string const& role);
/// The first field that a filter asks about and the role may not read, as an index: an answer would tell its value.
/// -1 when the filter tells nothing.
int unreadable_field(catalog::Predicate const& filter, catalog::RecordType const& type, std::string const& role);

}  // namespace fx::records
