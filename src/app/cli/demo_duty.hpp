#pragma once
/// The duty roster of the demo county: a fortnight planned, yesterday's shift handed over, today's running.

#include "app/program.hpp"

namespace fx::app::cli {

/// How many townships the demo staffs for a roster of their own.
inline constexpr int demo_duty_townships = 3;

/// Those with accounts of the demo find something to sign: the county's duty leader a hand-over, the first township's his
/// turn.
Result<void> make_duty(Program& program);

}  // namespace fx::app::cli
