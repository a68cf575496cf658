#pragma once
/// Escalation: what is overdue is told to the posts above, level by level, until it is made up for. Pure: the caller reads
/// the duties, the posts and the clock.

#include "base/id.hpp"
#include "base/place.hpp"
#include "base/time.hpp"
#include "catalog/catalogue.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
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

/// Open duties of one node with one deadline.
struct Owed {
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
    int hop = 1;               ///< 1 = the nearest level above
    std::int64_t missing = 0;  ///< overdue duties it is about
};
struct Escalation {
    std::vector<Telling> tell;    ///< in order of place and post
    std::optional<Instant> next;  ///< when somebody is to be told next; nothing = everybody has been
};

/// Who is to be told now of what is owed in one period. `told`: the posts that know already, with how much was overdue then;
/// of more than that they are told again once they have settled it (`settled`).
struct Told {
    std::int64_t missing = 0;
    bool settled = false;
};
Escalation escalate(EscalationRule const& rule, Instant now, std::vector<Owed> const& owed, Superiors const& superiors,
                    std::map<Id, Told> const& told);

/// The end of the quiet hours that `at` lies in; nothing outside them.
std::optional<Instant> quiet_until(EscalationRule const& rule, Instant at);

}  // namespace fx::command
