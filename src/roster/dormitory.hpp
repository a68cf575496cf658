#pragma once
/// Collective living quarters: school dormitories, building sites, workers' hostels, care homes.

#include "roster/age_pool.hpp"

#include <vector>

namespace fx::roster {

/// `persons` residents of one dormitory, of a kind drawn; fewer when the pool runs out. At least `adults_kept` adults
/// stay in the pool as long as it has minors to give instead.
std::vector<Body> draw_residents(int persons, std::int64_t adults_kept, AgePool&, Random&);

}  // namespace fx::roster
