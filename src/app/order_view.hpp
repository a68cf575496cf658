#pragma once
/// Orders as people see them: what was ordered, how far it has come below a place, who has not answered.

#include "app/program.hpp"
#include "base/json_writer.hpp"
#include "command/receipts.hpp"
#include "records/present.hpp"

namespace fx::app {

/// The order when `actor` may see it: one of its own area, or one addressed to a post of its area. 404.55 else.
Result<records::Record> visible_order(Program const& program, store::Reader& reader, records::Actor const& actor,
                                      Id const& order);

/// "order": the record; "issuer": {"post","name","place"}.
void write_order(JsonWriter& json, Program const& program, records::Actor const& actor, records::Record const& order);

/// {"addressed","issued","delivered",…,"verified","unacknowledged","unreported","acknowledge_overdue","report_overdue"}: the
/// overdue counts are 0 once the order is no longer in force.
void write_progress(JsonWriter& json, records::Record const& order, command::Progress const& progress, Instant now);

/// The members "place","place_name","progress","children":[{"place","name","progress"}] of the part of an order below
/// `place`.
Result<void> write_tree(JsonWriter& json, Program const& program, store::Reader& reader, records::Record const& order,
                        Place place, Instant now);

/// The receipts that stand at `place` itself, with the name of each post and who holds it.
Result<void> write_receipts_at(JsonWriter& json, Program const& program, store::Reader& reader, records::Actor const& actor,
                               Id const& order, Place place, Date today);

}  // namespace fx::app
