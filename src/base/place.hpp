#pragma once
/// Place: a node of the responsibility tree as one number, so that tree order is number order.

#include "base/result.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace fx {

/// Division code (12 digits) × 1000 + group (1..999; 0 = the division itself). All places of a village are
/// neighbours in number order, which is also the order of storage.
struct Place {
    std::int64_t value = 0;
    auto operator<=>(Place const&) const = default;

    static constexpr Place division(std::int64_t code12) { return {code12 * 1000}; }
    constexpr Place group(int number) const { return {value / 1000 * 1000 + number}; }
    constexpr std::int64_t division_code() const { return value / 1000; }
    constexpr int group_number() const { return int(value % 1000); }
    constexpr bool is_nil() const { return value == 0; }
};

/// 2, 4, 6, 9, 12 digits (zero-padded on the right to 12) or 15 digits (12 + group). Anything else is 400.7.
Result<Place> parse_place(std::string_view text);
/// 12 digits for a division, 15 for a group.
std::string format(Place);

}  // namespace fx

template <>
struct std::hash<fx::Place> {
    std::size_t operator()(fx::Place place) const noexcept {
        return std::size_t(std::uint64_t(place.value) * 0x9e3779b97f4a7c15U);
    }
};
