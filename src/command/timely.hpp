#pragma once
/// Commands go by the server's clock.

#include "records/effects.hpp"

namespace fx::command {

/// A command says when it was given only within `stated_back_minutes` of now: 400.7 at stated_at. What is set up on the
/// server's own machine, under no account, may tell of the past.
Result<void> timely(records::Change const& change);

}  // namespace fx::command
