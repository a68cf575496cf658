#pragma once
/// Contacts nobody has measured for so long that they are lost to follow-up: found by rule, not by hand.

#include "catalog/diseases.hpp"
#include "records/effects.hpp"

namespace fx::trace {

/// Moves every contact under follow-up who is to be measured and was not for the days of its disease
/// (lost_after_days, counted from the beginning of the follow-up) to lost_to_follow_up. A reading brings them back.
Result<records::Effects> find_lost(store::Reader& reader, std::int64_t county, Instant now,
                                   catalog::LoadedDiseases const& diseases);

}  // namespace fx::trace
