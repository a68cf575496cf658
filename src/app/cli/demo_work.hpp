#pragma once
/// Enterprises of the demo county and their return-to-work filings, in every state an officer meets.

#include "app/program.hpp"

namespace fx::app::cli {

Result<void> make_work(Program& program);

}  // namespace fx::app::cli
