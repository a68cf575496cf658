#pragma once
/// What an instance's own coverage says now, in the form in which it travels.

#include "network/network.hpp"
#include "relay/statement.hpp"

namespace fx::relay {

/// The figures of one period. Duties that everybody owes are counted to villages; those of a few (people under observation)
/// to townships, because a village's count of one would point at a door.
PeriodFigures standing(network::Network::View const& view, records::Period const& period);

/// What is to be stated so that `before` becomes `now`: the period with the rows that differ, gone ones as zeros. Nothing
/// when they are equal.
std::optional<PeriodFigures> difference(PeriodFigures const* before, PeriodFigures const& now);

/// `into` as it stands after `stated`: rows replaced, zeros removed.
void apply(PeriodFigures& into, PeriodFigures const& stated);

}  // namespace fx::relay
