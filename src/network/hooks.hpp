#pragma once
/// What the network adds to its records: persons keep with their household, identity fills what follows from it.

#include "records/engine.hpp"

namespace fx::network {

void add_hooks(records::Engine& engine);

/// Pure, for tests; see add_hooks.
Result<records::Effects> on_household(records::Change const& change, records::Lookup& lookup);
Result<records::Effects> on_person(records::Change const& change, records::Lookup& lookup);

}  // namespace fx::network
