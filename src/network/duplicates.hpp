#pragma once
/// Persons of an import that may be on the roster twice: proposals, which a person confirms or rejects.

#include "records/engine.hpp"

#include <set>

namespace fx::network {

/// Proposals between `fresh` persons and everybody on the county's roster, the likeliest first, at most `limit`. Only
/// pairs that are probably one person (names::probable_score): among tens of thousands, namesakes are not news.
Result<records::Effects> propose_duplicates(store::Reader& reader, records::Engine const& engine, std::int64_t county,
                                            std::set<Id> const& fresh, std::size_t limit, Instant now);

}  // namespace fx::network
