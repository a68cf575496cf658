#pragma once
/// Splitting whole numbers by weight so that nothing is lost. Only + - * / on doubles, so that every machine agrees.

#include <cstdint>
#include <span>
#include <vector>

namespace fx::roster {

/// `total` in parts proportional to `weights` (>= 0, not all 0), by largest remainder; the earlier wins a tie.
std::vector<std::int64_t> apportion(std::int64_t total, std::span<double const> weights);
/// The same with no part above its entry of `most`; `total` <= the sum of `most`. Weights of 0 are used last.
std::vector<std::int64_t> apportion_within(std::int64_t total, std::span<double const> weights,
                                           std::span<std::int64_t const> most);
/// The same by rounding the running sum, shifted by `phase` in [0, 1): each part within one of its share, and small
/// totals spread evenly over the list instead of falling to the largest weights.
std::vector<std::int64_t> apportion_evenly(std::int64_t total, std::span<double const> weights, double phase);

}  // namespace fx::roster
