#pragma once
/// The county's figures split over its villages, every total kept exactly.

#include "roster/census.hpp"

#include <array>
#include <vector>

namespace fx::roster {

struct VillagePlan {
    Division const* village = nullptr;
    bool urban = false;
    std::vector<std::int64_t> households_by_size;  ///< [1..10]; family households, wardens' among the ones
    std::int64_t dormitories = 0;                  ///< each kept by one of the one-person households
    std::int64_t collective = 0;                   ///< persons in the dormitories, wardens not counted
    std::int64_t three_generations = 0;            ///< households of three generations and more
    std::int64_t couples_of_two = 0;               ///< two-person households of one generation
    std::int64_t floating = 0;                     ///< persons without hukou here
    AgeSex by_age{};                               ///< all persons
    int groups = 1;                                ///< 1..999, some 45 households each

    std::int64_t households() const;
    std::int64_t family_persons() const;
    std::int64_t persons() const { return family_persons() + collective; }
};

/// Villages in place order. Urban are residents' committees (code part 001-199) or, where the tree knows NBS
/// urban-rural classes, villages of class 1xx; without any, the first village of each township is. They share the
/// census' urban population, the others the rural one; within each the weights are drawn, a committee-like unit
/// (400-599: farms, prisons, zones) weighing a quarter. Every village has a household. 422.82 without villages or
/// with more villages than households.
Result<std::vector<VillagePlan>> plan_villages(DivisionTree const&, CountyCensus const&, std::uint64_t seed);

/// The seed of one village's or county's dice.
std::uint64_t mixed_seed(std::uint64_t seed, Place);

}  // namespace fx::roster
