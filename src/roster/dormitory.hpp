#pragma once
/// Collective living quarters: school dormitories, building sites, workers' hostels, care homes.

#include "roster/age_pool.hpp"

#include <string_view>
#include <vector>

namespace fx::roster {

struct Dormitory {
    std::string_view name;  ///< "工地宿舍"
    std::vector<Body> residents;
};

/// One dormitory of a kind drawn, with `persons` residents; fewer when the pool runs out. At least `adults_kept` adults
/// stay in the pool as long as it has minors to give instead.
Dormitory draw_dormitory(int persons, std::int64_t adults_kept, AgePool&, Random&);

}  // namespace fx::roster
