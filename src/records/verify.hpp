#pragma once
/// Whether the records are what the journal says they are.

#include "records/engine.hpp"

#include <vector>

namespace fx::records {

/// Replays the journal chain of every record of the county and compares: "row_differs" names the fields that were
/// changed behind the journal's back, "row_missing" a record whose journal stands but whose row is gone. Erased bodies
/// are skipped. `checked` counts the records.
Result<std::vector<store::Finding>> verify_rows(Engine const& engine, store::Reader& reader, store::Journal& journal,
                                                std::int64_t county, std::int64_t& checked);

}  // namespace fx::records
