#pragma once
/// Beds: which suit a transfer, and how all stand.

#include "app/program.hpp"

#include <string>

namespace fx::app {

/// {"care_level","items":[{"ward","facility","name","care_level","free","km","reason":{"zh","en"}}]}, best first, at
/// most 20. Wards of the whole county, whoever asks: a bed is found for whom one may transfer. 404.55 for a transfer the
/// reader may not see.
Result<std::string> beds_for(Program const& program, store::Reader& reader, records::Actor const& actor, Id const& transfer);

/// {"waiting","overdue","under_way","admitted","median_minutes","p90_minutes","days","levels":[{"care_level","total","occupied",
/// "reserved","free"}]}: transfers of the reader's own area; times of those admitted within the last `days`.
Result<std::string> beds_summary(Program const& program, store::Reader& reader, records::Actor const& actor);

}  // namespace fx::app
