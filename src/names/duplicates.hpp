#pragma once
/// Finds pairs that may be one person among many, without comparing all with all.

#include "names/likeness.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace fx::names {

inline constexpr std::size_t keys_max = 6;

/// Keys of which two records of one person share at least one (0 = none of that kind). For an index in a database:
/// a new person's candidates are those with any of its keys.
///   0 identity number   1 phone + surname sound   2 name sound + birth date
///   3 name sound + village   4 household + surname sound   5 birth date + surname sound + county
std::array<std::uint64_t, keys_max> candidate_keys(Profile const&);

struct Pair {
    std::uint32_t first = 0, second = 0;  ///< indexes, first < second
    auto operator<=>(Pair const&) const = default;
};

struct Candidates {
    std::vector<Pair> pairs;  ///< sorted, each once
    std::size_t blocks_left_out =
        0;  ///< keys shared by more than block_max persons: a phone of 13800000000, a date of 1900-01-01
    std::size_t largest_block = 0;
};

/// Pairs that share a key. O(n log n); 16 bytes per key and 8 per pair. At most 2^32 - 1 persons.
Candidates candidates(std::span<Profile const> persons, std::size_t block_max = 100);

struct Duplicate {
    Pair pair;
    Likeness likeness;
};

/// Candidates at or above `least_score`, the likeliest first.
std::vector<Duplicate> find_duplicates(std::span<Profile const> persons, double least_score = possible_score);

}  // namespace fx::names
