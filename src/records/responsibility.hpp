#pragma once
/// What the record engine needs to know of the responsibility tree. Implemented by network, injected by app.

#include "base/id.hpp"
#include "base/place.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace fx::records {

/// All calls are made on the writer's thread or under the caller's shared lock of the implementation; cheap (in memory).
class Responsibility {
public:
    virtual ~Responsibility() = default;
    /// Whether `target` is `post_place` or below it.
    virtual bool covers(Place post_place, Place target) const = 0;
    virtual bool exists(Place place) const = 0;
    /// The 12-digit county (shard) a place belongs to; nothing for places above a county or unknown.
    virtual std::optional<std::int64_t> county_of(Place place) const = 0;
    /// First and last place of the subtree, inclusive: a number range, since tree order is number order.
    virtual std::pair<Place, Place> range(Place place) const = 0;
    /// Where a subject (a household, a person) lives now; nothing when unknown.
    virtual std::optional<Place> place_of(std::string_view subject_type, Id const& subject) const = 0;
};

}  // namespace fx::records
