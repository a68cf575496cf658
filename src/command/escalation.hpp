#pragma once
/// Escalation: what is overdue is told to the posts above, level by level, until it is made up for. Pure: the caller reads
/// the duties, the posts and the clock.

#include "base/id.hpp"
#include "base/place.hpp"
#include "base/time.hpp"
#include "catalog/catalogue.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <vector>

namespace fx::command {

/// Minutes, from the settings of an ObligationRule and of the catalogue's escalation.
struct EscalationRule {
    std::int64_t after = 0;                        ///< from the deadline until the first post above is told
    std::int64_t every = 60;                       ///< from one level to the next; at least 1
    bool at_night = false;                         ///< told during the quiet hours too
    std::int64_t quiet_from = 0, quiet_until = 0;  ///< minutes after 00:00; may pass midnight; equal = no quiet hours
};
/// Nothing for a duty that does not escalate: one without the setting escalate_every.
std::optional<EscalationRule> escalation_rule(catalog::ObligationRule const& rule, catalog::RecordType const& escalation);

/// Open duties of one node with one deadline that has passed.
struct Overdue {
    Place place;
    Instant due_at;
    std::int64_t count = 0;
};
struct Superior {
    Id post;
    Place place;
};
/// The posts above a place, nearest level first, those of a level together.
using Superiors = std::function<std::vector<std::vector<Superior>>(Place)>;

/// One post to be told, once for a period however many duties it is about.
struct Telling {
    Superior to;
    int hop = 1;  ///< 1 = the nearest level above
    std::int64_t missing = 0;
};
struct Escalation {
    std::vector<Telling> tell;    ///< in order of place and post
    std::optional<Instant> next;  ///< when a further level is to be told; nothing = all have been
};

/// Who is to be told now of what is overdue in one period. `told`: the posts that know already.
Escalation escalate(EscalationRule const& rule, Instant now, std::vector<Overdue> const& overdue, Superiors const& superiors,
                    std::set<Id> const& told);

/// The end of the quiet hours that `at` lies in; nothing outside them.
std::optional<Instant> quiet_until(EscalationRule const& rule, Instant at);

}  // namespace fx::command
