#pragma once
/// Who keeps a shift, as its table of staff says: the turns that makes, changes and ends.

#include "network/network.hpp"
#include "records/effects.hpp"

#include <initializer_list>
#include <vector>

namespace fx::command {

/// 422.312 when a field of a shift changes that is none of `free`. Derived fields are the program's own.
Result<void> settled_but(records::Change const& change, std::initializer_list<int> free);

/// Turns so that they are those of the shift's table, `standing` being those it has. A post that comes is judged as in
/// planning; one that goes has its turn cancelled. 422.272 … 422.275; 409.311 for who has signed in or asked for a swap.
Result<records::Effects> staff(records::Change const& change, records::Lookup& lookup, network::Network const& network,
                               catalog::RecordType const& turn_type, std::vector<records::Record> const& standing);

/// Telephone, note and staff, until the shift begins.
Result<records::Effects> change_shift(records::Change const& change, records::Lookup& lookup,
                                      network::Network const& network, catalog::RecordType const& turn_type);

}  // namespace fx::command
