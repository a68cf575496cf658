#pragma once
/// Backward tracing: what several cases have in common.

#include "engines/tracing/contact.hpp"

namespace fx::tracing {

struct CaseWindow {
    PersonIndex person = 0;
    Window window;  ///< when it may have been infected
};

struct SourceOptions {
    Minute within_minutes = 0;     ///< >= 0; two visits with a gap of at most so many minutes are linked
    std::int64_t min_minutes = 1;  ///< >= 1; of a case with a person
    int rows_apart = 3;            ///< >= 0; as in exposure.hpp, between persons
    std::size_t limit = SIZE_MAX;  ///< of places, and of persons
};

/// A place: two visits of different cases, each cut to its case's window, are linked when neither begins more than
/// within_minutes after the other ended; touching ones are linked even at 0. `cases`: how many have a linked visit there;
/// `minutes`: the sum of the lengths of linked visits; first, last: their earliest begin and latest end.
/// A person: `cases`: how many others of the given cases had min_minutes or more with the person, in their own
/// windows; `minutes`: the sum over these cases; first, last: of these contacts.
struct Source {
    std::uint32_t index = 0;  ///< the place or person
    std::uint32_t cases = 0;  ///< >= 2
    std::int64_t minutes = 0;
    Minute first = 0, last = 0;
    bool operator==(Source const&) const = default;
};

struct Sources {
    std::vector<Source> places, persons;  ///< most cases, then most minutes, then the lower number
};

/// A case can itself be a source of two others. Fails with invalid_parameter: a person unknown or given twice, a window
/// empty, an option out of range, indices of different sizes.
Result<Sources> common_sources(VisitIndex const& visits, MembershipIndex const& memberships,
                               std::span<CaseWindow const> cases, SourceOptions const& options);

}  // namespace fx::tracing
