#pragma once
/// Return to work: an enterprise files each batch of its staff, the township or county answers within working days.

#include "command/calendar.hpp"
#include "records/engine.hpp"

namespace fx::return_to_work {

void add_hooks(records::Engine& engine);

/// The end of the `working_days`-th working day after the day of `filed`, at `place`.
Instant answer_due(command::Calendar const& calendar, Place place, Instant filed, std::int64_t working_days);

}  // namespace fx::return_to_work
