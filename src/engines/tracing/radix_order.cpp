#include "engines/tracing/radix_order.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fx::tracing {
namespace {

constexpr int digit_bits = 11;
constexpr std::uint32_t digit_values = 1u << digit_bits;
constexpr std::size_t worth_counting = 2048;  // below it, clearing the counters costs more than comparing

}  // namespace

void radix_order(std::vector<Keyed>& items) {
    auto const less = [](Keyed const& a, Keyed const& b) { return a.key < b.key; };
    if (std::ranges::is_sorted(items, less)) return;
    if (items.size() < worth_counting) {
        std::ranges::stable_sort(items, less);
        return;
    }
    std::uint32_t differing = 0;
    for (auto const& item : items) differing |= item.key ^ items.front().key;
    std::vector<Keyed> other(items.size());
    for (int shift = 0; shift < 32; shift += digit_bits) {
        if (((differing >> shift) & (digit_values - 1)) == 0) continue;
        std::array<std::uint32_t, digit_values> next{};
        for (auto const& item : items) ++next[(item.key >> shift) & (digit_values - 1)];
        std::uint32_t sum = 0;
        for (auto& each : next) sum += std::exchange(each, sum);
        for (auto const& item : items) other[next[(item.key >> shift) & (digit_values - 1)]++] = item;
        items.swap(other);
    }
}

}  // namespace fx::tracing
