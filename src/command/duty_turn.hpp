#pragma once
/// One post's part in a shift: signing in, and giving it to another.

#include "network/network.hpp"
#include "records/effects.hpp"

namespace fx::command {

/// The hook of duty_turn.
Result<records::Effects> on_turn(records::Change const& change, records::Lookup& lookup, network::Network const& network);

}  // namespace fx::command
