#pragma once
/// What one person had to do with others in a window.

#include "engines/tracing/membership_index.hpp"
#include "engines/tracing/visit_index.hpp"

#include <vector>

namespace fx::tracing {

/// One pair of overlapping visits, or of overlapping memberships.
struct Contact {
    PersonIndex person;   ///< the other
    Minute begin, end;    ///< the overlap within the window
    std::uint32_t place;  ///< the place, or the group
    std::uint32_t minutes;
    Reason reason;
};

/// All contacts of one person with another, as one.
struct Link {
    PersonIndex person = 0;  ///< the other
    std::uint32_t place = 0;
    std::int64_t minutes = 0;
    Minute first = 0, last = 0;
    Reason reason = Reason::visit;
};

/// Reused from question to question, so that none allocates.
struct ContactSpace {
    std::vector<Contact> contacts;
    std::vector<Link> links;
};

/// Fills space.links, by person, with whoever had at least `min_minutes` (>= 1) with `person` in `window`. Minutes and
/// the rest are as exposure.hpp says.
void find_links(VisitIndex const& visits, MembershipIndex const& memberships, PersonIndex person, Window window,
                int rows_apart, std::int64_t min_minutes, ContactSpace& space);

}  // namespace fx::tracing
