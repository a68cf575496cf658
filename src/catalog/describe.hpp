#pragma once
/// The catalogue as the clients read it.

#include "base/json_writer.hpp"
#include "catalog/catalogue.hpp"

#include <string>

namespace fx::catalog {

/// {"version", "types":{…}, "code_lists":{…}} as GET /api/catalogue answers. Equal catalogues give equal bytes.
/// Without a version (while loading) the member is left out: this text is what the version is the digest of.
std::string describe(Catalogue const& catalogue);
/// "key":{"zh","en"}; nothing for an empty label.
void write_label(JsonWriter& json, std::string_view key, Label const& label);
/// A predicate as it stands in a file, fields by name.
void write_predicate(JsonWriter& json, Predicate const& predicate, std::span<Field const> fields);

}  // namespace fx::catalog
