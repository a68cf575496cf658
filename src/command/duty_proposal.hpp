#pragma once
/// A fair roster proposed from what the posts have done: pure, from the plan and the turns that are known.

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace fx::command {

/// One turn that stands already.
struct KnownTurn {
    Id post;
    Instant starts_at, ends_at;
    bool on_site = true;
};

/// What a turn counts by the day it begins on, in percent of a usual one. A day that stands in `days` is not what its
/// weekday says: a worked weekend day counts as a usual one.
struct Weights {
    std::int64_t weekend_percent = 100, holiday_percent = 100;
    std::map<Date, bool> days;  ///< whether it is a holiday
};

struct RosterPlan {
    Date from;
    int days = 7;             ///< 1..62
    int start_minute = 480;   ///< of the first shift of a day, after 00:00
    int hours = 24;           ///< of a shift: 24, 12 or 8
    std::vector<Id> leaders;  ///< on call; may be empty
    std::vector<Id> duty_leaders, officers;
    int officers_per_shift = 1;
    std::int64_t rest_ms = 0;  ///< between two turns on site of one post
    Weights weights;
    std::int64_t look_back_days = 60;  ///< turns that began earlier before `from` do not count
};

struct ProposedShift {
    struct Turn {
        Id post;
        std::string duty_role;
    };
    Instant starts_at, ends_at;
    std::vector<Turn> staff;
};

struct Load {
    std::int64_t before = 0, after = 0;  ///< in hundredths of a usual turn
};
struct Roster {
    std::vector<ProposedShift> shifts;
    std::map<Id, Load> load;  ///< of every post that takes part
};

/// What a turn that begins then counts, in hundredths of a usual turn.
std::int64_t weight(Instant starts_at, Weights const& weights);

/// Every place of every shift goes to the post that has kept duty least in that role's list; of equal ones to the one whose
/// last turn is longest ago. So, while everybody has rested, from equal loads and with equal weights no two posts of a list
/// differ by more than one turn. Shifts of `standing` (the node's own) that overlap are left as they are. 422.284 when
/// nobody rested is left for a place.
Result<Roster> propose(RosterPlan const& plan, std::vector<KnownTurn> const& turns,
                       std::vector<std::pair<Instant, Instant>> const& standing);

}  // namespace fx::command
