#include "command/timely.hpp"

#include "catalog/handles.hpp"

namespace fx::command {

Result<void> timely(records::Change const& change) {
    auto const earliest = change.now + -change.setting(handles::order::settings::stated_back_minutes) * ms_per_minute;
    if (change.actor->user.is_nil() || change.stated_at >= earliest) return {};
    return Problem(ProblemKind::invalid_parameter, {"stated_at", format(earliest) + " …"}).at("stated_at");
}

}  // namespace fx::command
