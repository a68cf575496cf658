#pragma once
/// Forward tracing: who was exposed to a case, and to those exposed.

#include "engines/tracing/contact.hpp"

namespace fx::tracing {

struct ExposureOptions {
    int generations = 1;           ///< 1..16
    std::int64_t min_minutes = 1;  ///< >= 1; of one infector with one person
    int rows_apart = 3;            ///< >= 0; two seats further apart than so many rows are no contact
    Minute latent_minutes = 0;     ///< >= 0; somebody exposed at t exposes others from t + so many
    std::size_t limit = SIZE_MAX;  ///< of rows returned; all are counted
};

/// Minutes of a pair (infector, person), within the infector's window:
///   + the minutes in which both were at the same place, every minute once, however many of their visits overlap in it;
///   + for every pair of memberships in one group: minutes both belong to it * the smaller minutes a day / 1440, rounded
///     down. They are an estimate and are added even where visits cover the same time.
/// On places where both rows are known, visits more than `rows_apart` rows apart are no contact.
/// `first`, `last`: the earliest begin and the latest end of the pair's contacts. `reason` and `place` (or group): of the
/// single contact with the most minutes; ties: household, work, vehicle, visit, then the lower place.
struct Exposed {
    PersonIndex person = 0;
    std::uint32_t generation = 0;  ///< 1 = exposed to the case itself
    PersonIndex through = 0;       ///< of the generation before, most minutes, then the lower number
    std::uint32_t place = 0;
    std::int64_t minutes = 0;
    Minute first = 0, last = 0;
    Minute since = 0;  ///< the earliest `first` over all of the generation before with min_minutes or more
    Reason reason = Reason::visit;
    bool operator==(Exposed const&) const = default;
};

struct Exposures {
    std::vector<Exposed> rows;         ///< by generation, then most minutes, then person; each person once
    std::vector<std::size_t> exposed;  ///< by generation, from 1: how many, whatever the limit
};

/// Everybody exposed to `person` in `window`, each in the nearest generation. Somebody of generation g exposes others in
/// [since + latent_minutes, window.until). The case itself is never listed.
/// Fails with invalid_parameter: person unknown, window empty, an option out of range, indices of different sizes.
Result<Exposures> exposed(VisitIndex const& visits, MembershipIndex const& memberships, PersonIndex person, Window window,
                          ExposureOptions const& options);

}  // namespace fx::tracing
