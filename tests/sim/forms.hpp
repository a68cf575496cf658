#pragma once
/// Filled-in forms: what a worker enters, with every outcome a visit can have.

#include "base/place.hpp"
#include "base/random.hpp"
#include "item.hpp"

#include <vector>

namespace fx::sim {

/// True `percent` times in a hundred.
bool chance(Random& dice, int percent);
template <class T>
T const& any(Random& dice, std::vector<T> const& of) {
    return of[dice.below(of.size())];
}

/// A visit with a random outcome. `persons` are the members as the phone knows them.
boost::json::object screening(Random& dice, Id const& round, Id const& household, Instant visited_at,
                              std::vector<Id> const& persons);
/// A correction of a visit: seen after all, or not seen after all.
boost::json::object screening_correction(Random& dice);
boost::json::object reading(Random& dice, Id const& person, Instant at);
/// Of a person on the roster, or (nil) of somebody new in `household` (nil: no household of the roster).
boost::json::object registration(Random& dice, Id const& person, Id const& household, Place place, Instant at);
boost::json::object new_household(Random& dice, Place zone);
/// One or two fields of a household, to values drawn from few, so that two workers often differ and sometimes agree.
boost::json::object household_edit(Random& dice);

}  // namespace fx::sim
