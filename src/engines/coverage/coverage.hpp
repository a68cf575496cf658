#pragma once
/// Coverage: of how many is something expected, how many have fulfilled it, who is missing — at every node of the
/// tree of responsibility, exact after every change. Pure: no clock, no I/O, no locks.
///
///     Tree tree;                                  // province … group
///     Population households(tree, secret);        // one per kind of subject
///     auto& round = households.open({"household_screening", round_id});
///     round.expect(household);  round.fulfil(household, late);
///     round.figures(place);  households.list(round, place, Filter::missing, cursor, 100);

#include "engines/coverage/population.hpp"
