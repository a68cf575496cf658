#pragma once
/// Situation reports of the demo county.

#include "app/program.hpp"

namespace fx::app::cli {

/// Of yesterday, issued with an assessment; and of today, to be issued. After everything else, since they count it.
Result<void> make_situations(Program& program);

}  // namespace fx::app::cli
