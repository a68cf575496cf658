#pragma once
/// Collective living quarters: school dormitories, building sites, workers' hostels, care homes.

#include "roster/age_pool.hpp"

#include <vector>

namespace fx::roster {

/// `persons` residents of one dormitory, of a kind drawn; fewer when the pool runs out.
std::vector<Body> draw_residents(int persons, AgePool&, Random&);

}  // namespace fx::roster
