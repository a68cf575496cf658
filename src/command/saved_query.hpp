#pragma once
/// Saved queries: a filter over records of one type, kept under a name.

#include "records/engine.hpp"

namespace fx::command {

/// Identity numbers and telephones are looked for, never kept in a filter.
bool names_identity(catalog::Predicate const& predicate, catalog::RecordType const& type);

/// What is wrong with a saved query about to be kept: 422.305 for a type the actor does not read, for what is no filter of
/// that type, and for one that names identity numbers or telephones.
Result<void> check_query(records::Engine const& engine, records::Actor const& actor, std::string_view of_type,
                         std::string_view filter);

/// Where its records are now, as `issuer` may see them, ascending. 404.55 when the query is not there for the issuer,
/// 409.314 when it was dropped, 422.305 when its filter no longer fits.
Result<std::vector<Place>> places_of_query(records::Engine const& engine, store::Reader& reader,
                                           records::Actor const& issuer, Id const& query);

}  // namespace fx::command
