#pragma once
/// Stable sort of many small numbers.

#include <cstdint>
#include <vector>

namespace fx::tracing {

struct Keyed {
    std::uint32_t key, index;
};

/// Sorts by key; equal keys keep their order. Digits that are the same in all keys cost no pass.
void radix_order(std::vector<Keyed>& items);

}  // namespace fx::tracing
