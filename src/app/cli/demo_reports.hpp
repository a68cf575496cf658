#pragma once
/// The reporting units of the demo county and a week of their daily reports.

#include "app/cli/cli.hpp"

namespace fx::app::cli {

/// A unit at every village, township and the county; reports of the six days before, most of them on time, and of today,
/// some signed and the others still owed. Reproducible for a seed but for the clock.
Result<void> make_reports(Context& context, Program& program, std::uint64_t seed);

}  // namespace fx::app::cli
