#pragma once
/// Orders of the demo county: well under way, overdue, just issued, passed on by a township, from a village to its grid
/// workers.

#include "app/program.hpp"

namespace fx::app::cli {

/// After the posts are there. The same seed, the same answers.
Result<void> make_orders(Program& program, std::uint64_t seed);

}  // namespace fx::app::cli
