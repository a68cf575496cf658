#pragma once
/// 排查监测: what a screening, a registration or a reading brings about. Every hook is pure: a change and a look at the
/// records in, effects out.

#include "records/engine.hpp"

namespace fx::watch {

void add_hooks(records::Engine& engine);

Result<records::Effects> on_round(records::Change const& change, records::Lookup& lookup);
Result<records::Effects> on_household(records::Change const& change, records::Lookup& lookup);
Result<records::Effects> on_screening(records::Change const& change, records::Lookup& lookup);
Result<records::Effects> on_registration(records::Change const& change, records::Lookup& lookup);
Result<records::Effects> on_reading(records::Change const& change, records::Lookup& lookup);
Result<records::Effects> on_key_person(records::Change const& change, records::Lookup& lookup);

}  // namespace fx::watch
