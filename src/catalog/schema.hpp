#pragma once
/// JSON Schema 2020-12 of what the wire carries, derived from the catalogue.

#include "base/json_writer.hpp"
#include "catalog/catalogue.hpp"

#include <string>

namespace fx::catalog {

/// The object schema of a list of fields: a record's `fields` or a table's row. Derived fields are read-only.
/// Relevance and constraints are beyond JSON Schema; a field is in `required` when it always is.
void write_object_schema(JsonWriter& json, std::span<Field const> fields);
/// The schema document of a record's `fields`, as served by GET /api/schema/{type}.
std::string type_schema(RecordType const& type);

}  // namespace fx::catalog
