#pragma once
/// The duties that one record (an order, a shift) makes for posts.

#include "records/obligation.hpp"
#include "records/record.hpp"

namespace fx::command {

/// The period of one of the duties that `source` makes.
Id duty_period(std::int64_t county, std::string_view duty, Id const& source);

/// That period, open at the record's own place, with posts as its subjects.
records::Period post_duty(records::Record const& source, std::string_view duty, std::string label, Instant opens_at,
                          Instant due_at);

}  // namespace fx::command
