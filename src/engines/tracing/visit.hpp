#pragma once
/// The rows that tracing works on. Persons, places and groups are numbered densely from 0 by the caller.

#include <cstdint>

namespace fx::tracing {

using PersonIndex = std::uint32_t;
using PlaceIndex = std::uint32_t;
using GroupIndex = std::uint32_t;
using Minute = std::int32_t;  ///< minutes since an epoch of the caller's choice

/// [from, until): touching windows do not overlap.
struct Window {
    Minute from = 0, until = 0;
    bool operator==(Window const&) const = default;
};

constexpr std::uint16_t row_unknown = 0xffff;
/// The end of a visit that is still going on. VisitIndex::close() sets the true one.
constexpr Minute still_there = INT32_MAX;

/// `person` was at `place` in [begin, end), end > begin. A carriage or a run of a bus is a place of its own; `row` is
/// then the seat row, 0..65534.
struct Visit {
    PersonIndex person = 0;
    PlaceIndex place = 0;
    Minute begin = 0, end = 0;
    std::uint16_t row = row_unknown;
    bool operator==(Visit const&) const = default;
};

/// `person` belongs to `group` in [from, until), until > from, and spends `minutes_a_day` (0..1440) with its members.
struct Membership {
    PersonIndex person = 0;
    GroupIndex group = 0;
    Minute from = 0, until = 0;
    std::uint16_t minutes_a_day = 0;
};

enum class PlaceKind : std::uint8_t { site, vehicle };
enum class GroupKind : std::uint8_t { household, work };  ///< work: a workplace, a school class, a ward

/// Why somebody counts as exposed. The order breaks ties between contacts of equal length.
enum class Reason : std::uint8_t { household, work, vehicle, visit };

}  // namespace fx::tracing
