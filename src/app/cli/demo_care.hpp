#pragma once
/// The demo's beds: a designated hospital, a township's observation site, and the transfers of the demo's cases.

#include "app/program.hpp"

namespace fx::app::cli {

/// After make_trace, whose cases ask for the transfers. The newest keeps waiting for a bed.
Result<void> make_care(Program& program);

}  // namespace fx::app::cli
