#pragma once
/// How many households of each size a county has. The census yearbook gives one-person households and the mean.

#include "roster/census.hpp"

#include <array>
#include <vector>

namespace fx::roster {

inline constexpr int size_max = 10;  ///< the last class, "10 and more", is taken as ten

/// Shares of sizes 1..10 with that one-person share and mean size: Fujian's published 2020 distribution of sizes
/// two and up, bent exponentially (p_s ~ q_s t^s) until the mean fits. Checked on China 2010: worst error 4.6
/// points. `mean` of the larger households must lie between 2 and 10.
std::array<double, size_max> size_shares(double one_person_share, double mean_size);

/// counts[s] households of size s (1..10; entry 0 is 0). One-person households, households and persons are exactly
/// those of the census.
std::vector<std::int64_t> household_counts(CountyCensus const&);

}  // namespace fx::roster
