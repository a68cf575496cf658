#pragma once
/// From a wish for a roster to a proposal: who can keep duty at a node, what they have kept, what would be fair.

#include "app/program.hpp"
#include "command/calendar.hpp"
#include "command/duty_proposal.hpp"

#include <boost/json/object.hpp>

#include <vector>

namespace fx::app {

/// Of the node or above it, the nearest entry for each day of [from, to], by date.
Result<std::vector<command::SpecialDay>> special_days(Program const& program, store::Reader& reader, Place area, Date from,
                                                      Date to);
/// What a turn counts there by the day it begins on.
Result<command::Weights> duty_weights(Program const& program, store::Reader& reader, Place area, Date from, Date to);

struct Candidate {
    network::Post post;
    std::int64_t load = 0;  ///< in hundredths of a usual turn
};
/// Posts of the node itself that are held and may sign in, by name.
Result<std::vector<Candidate>> duty_candidates(Program const& program, store::Reader& reader, Place area, Instant now);

/// {"place","from","days","start_minute","hours","leaders","duty_leaders","officers","officers_per_shift"}: problems at
/// their members.
struct RosterWish {
    Place place;
    command::RosterPlan plan;
};
Result<RosterWish> roster_wish(catalog::Catalogue const& catalogue, boost::json::object const& body);

/// Stores nothing. 422.273 for a post that is not of the node, 422.283 without duty leaders, 422.284.
Result<command::Roster> propose_roster(Program const& program, store::Reader& reader, RosterWish wish);

}  // namespace fx::app
