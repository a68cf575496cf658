#pragma once
/// The loader's parts, in the order they run. Each reports its mistakes and goes on.

#include "catalog/reading.hpp"

#include <functional>

namespace fx::catalog {

/// One file as text, its tree, and what its path says it is.
struct Parsed {
    Reading reading;
    Node root;
    std::string folder;  ///< "codes", "returns", "plans", "diseases", "exchange" or the duty
    std::string name;
};
enum class Part { types_and_codes, returns, plans, diseases, exchange };
/// The files of one part, as trees; the others are passed over.
std::vector<Parsed> parse_sources(std::vector<Source> const& sources, Part part, std::vector<Mistake>& mistakes);

/// What a file may name that other files define.
struct Names {
    std::function<CodeList const*(std::string_view)> code_list;
    std::function<bool(std::string_view)> has_type;
};

void read_code_list(Reading& reading, Node const& root, CodeList& out);
/// The codes of `list` appended to `out`. Pointers to earlier codes become invalid.
void read_codes(Reading& reading, Node const& list, CodeList& out);

/// The fields of `list` appended to `out`, without their predicates (read_field_rules).
void read_fields(Reading& reading, Node const& list, Names const& names, bool in_table, std::vector<Field>& out);
/// relevant, required and constraint of the fields read from `list`, which stand in `fields` from `first` on. They may name
/// `settings`.
void read_field_rules(Reading& reading, Node const& list, std::span<Field> fields, std::size_t first,
                      std::span<Setting const> settings = {});
/// Range and length members of a field's description.
void read_limits(Reading& reading, Node const& object, Field& field);

/// `always` and a mistake when it is not a predicate over `fields`. A setting stands for its value at this site.
Predicate read_predicate(Reading& reading, Node const& node, std::span<Field const> fields,
                         std::span<Setting const> settings = {});

/// A mistake when `role` is none of `roles` (null: not known which there are).
void known_role(Reading& reading, CodeList const* roles, std::string const& role, int line);

/// Everything of a type but its fields and rules that look at other types.
void read_type_head(Reading& reading, Node const& root, RecordType& out);
/// States, transitions, permissions, place, title, indexes: they name fields and roles.
void read_type_body(Reading& reading, Node const& root, CodeList const* roles, RecordType& out);
/// Obligations name other types' fields.
void read_obligations(Reading& reading, Node const& root, std::function<RecordType const*(std::string_view)> const& type,
                      RecordType& out);

void apply_type_overlay(Reading& reading, Node const& root, Names const& names, RecordType& out);
void apply_codes_overlay(Reading& reading, Node const& root, CodeList& out);

/// The names of `fields`, for remedies.
std::string names_of(std::span<Field const> fields);

}  // namespace fx::catalog
