#pragma once
/// Responses of the demo county: the county at low risk for three days, one village with a case since this morning.

#include "app/program.hpp"

namespace fx::app::cli {

/// After the posts are there. The same seed, the same answers.
Result<void> make_responses(Program& program, std::uint64_t seed);

}  // namespace fx::app::cli
