#pragma once
/// Days that are not what their weekday says: one entry in force for a day and an area.

#include "records/engine.hpp"

namespace fx::command {

void add_calendar_hooks(records::Engine& engine);

}  // namespace fx::command
