#pragma once
/// 转运救治: from a suspicion to a bed. A reported case asks for a transfer; a transfer holds a bed from the reservation on.
/// Every hook is pure.

#include "records/engine.hpp"

namespace fx::care {

inline constexpr std::string_view transfer_duty = "transfer_to_bed";

void add_hooks(records::Engine& engine);

/// Free beds follow from those in use, occupied and reserved.
Result<records::Effects> on_ward(records::Change const& change, records::Lookup& lookup);
Result<records::Effects> on_transfer(records::Change const& change, records::Lookup& lookup);
/// Whoever is reported as a case is to be brought to a bed; whose case is dismissed, no longer.
Result<records::Effects> on_case(records::Change const& change, records::Lookup& lookup);

}  // namespace fx::care
