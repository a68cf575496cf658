#pragma once
/// Two rounds of the demo county, screened by its grid workers through the real engine.

#include "app/cli/cli.hpp"

namespace fx::app::cli {

/// A round of the days before, closed, nearly complete with some done late; and one opened today, some 40 % done, uneven
/// between villages. Reproducible for a seed but for the clock.
Result<void> make_visits(Context& context, Program& program, std::uint64_t seed);

}  // namespace fx::app::cli
