#pragma once
/// What could not be accepted is kept, with its reason, until somebody mends or discards it. Nothing sent is lost.

#include "records/engine.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace fx::records {

struct Quarantined {
    std::int64_t county = 0;
    Id id;  ///< of the quarantine entry
    Instant received_at;
    Id user, post;               ///< who sent it
    std::string kind;            ///< "bad": refused; "conflict": a second value for what is stored already
    std::string type;            ///< record type as sent (may be unknown)
    Id record;                   ///< record id as sent
    std::string body;            ///< sealed JSON of the item as sent
    std::string problem;         ///< JSON list of problems
    std::string state = "open";  ///< open, mended, discarded
    std::string note;            ///< why it was discarded
};

store::Table const& quarantine_table();
Row to_row(Quarantined const& item);
Quarantined quarantined_from(Row const& row);

/// Whether it was refused because there are two values for one thing, and not because it is bad by itself.
bool is_conflict(Outcome const& outcome);

/// Problems as the JSON list that answers and quarantine entries hold.
std::string problems_json(std::vector<Problem> const& problems);

/// Keeps the item under an id that follows from record id and body, so that a retry neither adds a second entry nor
/// opens again what somebody has mended or discarded.
Result<void> keep(store::Tx& tx, Actor const& actor, std::int64_t county, std::string const& type, Id const& record,
                  std::string_view item, Outcome const& outcome, Sealer const& sealer);

/// What this sender sent as one of `records` and was refused has been replaced: no longer open.
Result<void> settle_mended(store::Tx& tx, Actor const& actor, std::int64_t county, std::array<Id, 2> const& records);

/// The item as it was sent.
Result<std::string> item_of(Quarantined const& entry, Sealer const& sealer);

}  // namespace fx::records
