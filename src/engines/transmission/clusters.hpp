#pragma once
/// Clusters: several cases of one family, unit or place within a few days.
///
/// National Health Commission of China, COVID-19 prevention and control plan, 4th edition (2020-02-06) and later: two or
/// more cases within 14 days in a small area (a family, a building site, a unit). Here: `cases` or more cases of one key
/// of which the last day is at most `days` after the first. Windows that share a case are one cluster.

#include "engines/transmission/outbreak.hpp"

#include <span>
#include <vector>

namespace fx::transmission {

struct ClusterRule {
    std::uint32_t cases = 2;  ///< >= 2
    std::int32_t days = 14;   ///< >= 0
};

struct Cluster {
    std::uint32_t key = none;
    std::int32_t first_day = no_day, last_day = no_day;
    std::vector<std::uint32_t> cases;  ///< by day
};

/// `keys`: of each case, none where not known. `days`: of each case; no_day takes it out. Largest first, then by first day
/// and key. O(n log n).
std::vector<Cluster> find_clusters(std::span<std::uint32_t const> keys, std::span<std::int32_t const> days,
                                   ClusterRule const& rule);

}  // namespace fx::transmission
