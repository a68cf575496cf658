#pragma once
/// The demo's cases and contacts: a family cluster after a journey, a contact who fell ill, one excluded.

#include "app/program.hpp"

namespace fx::app::cli {

Result<void> make_trace(Program& program);

}  // namespace fx::app::cli
