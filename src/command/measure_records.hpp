#pragma once
/// The records that a response brings about: its measures, their orders, and the notice of what ends.

#include "command/measures.hpp"
#include "records/effects.hpp"

namespace fx::command {

/// The order and the measure of one opening, ids derived from the response's.
struct Opened {
    records::NewRecord order, measure;
};
Opened open_measure(records::Record const& response, Opening const& opening, std::vector<std::string> const& reached,
                    Instant now);

/// An order to the posts of `ended` (measures of `response`) to stop, its id by the change that ended them. `reached`: of
/// their owners those that have a post there.
records::NewRecord notice_of(records::Record const& response, records::Change const& cause,
                             std::vector<records::Record> const& ended, std::vector<std::string> const& reached,
                             std::string_view reason);

/// What ends a measure: the level that replaced its response, the response's end, or the clock.
records::RecordUpdate end_measure(records::Record const& measure, std::string_view state, std::string_view reason,
                                  Instant now);

}  // namespace fx::command
