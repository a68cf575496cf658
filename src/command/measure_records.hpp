#pragma once
/// The records that a response brings about: its measures, their orders, and the notice of what ends.

#include "command/measures.hpp"
#include "records/effects.hpp"

namespace fx::command {

/// The order and the measure of one opening, ids derived from the response's.
struct Opened {
    records::NewRecord order, measure;
};
Opened open_measure(records::Record const& response, Opening const& opening, std::vector<std::string> const& roles,
                    Instant now);

/// An order to the posts of `ended` (measures) to stop, `seed` giving its id. `roles`: of those that have a post there.
records::NewRecord notice_of(records::Record const& response, Id const& seed, std::vector<records::Record> const& ended,
                             std::vector<std::string> const& roles, std::string_view reason, Instant now);

/// What ends a measure: as a person did, by the level that replaced it, or by the clock.
records::RecordUpdate end_measure(records::Record const& measure, std::string_view state, std::string_view reason,
                                  Instant now);

}  // namespace fx::command
