#pragma once
/// Strongly connected components: what is in one of more than one node lies on a cycle.

#include <cstdint>
#include <span>
#include <vector>

namespace fx::transmission {

/// Neighbours of node i are targets[starts[i]] .. targets[starts[i + 1]].
struct Adjacency {
    std::vector<std::uint32_t> starts, targets;
};

/// Component number of each node. Tarjan R 1972, SIAM J Comput 1:146-160, without recursion. O(nodes + edges).
std::vector<std::uint32_t> strong_components(Adjacency const& graph);

}  // namespace fx::transmission
