#include "command/calendar.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

namespace fx::command {

namespace day = handles::calendar_day;

void add_calendar_hooks(records::Engine& engine) {
    engine.add_hook(
        day::record_type, [](records::Change const& change, records::Lookup& lookup) -> Result<records::Effects> {
            constexpr int of_one_day_max = 1000;
            auto const& of = *change.after;
            if (of.state != day::states::in_force) return records::Effects();
            FX_TRY(auto const others,
                   lookup.where(day::record_type, of.county, day::date.name, of.values[day::date.index], of_one_day_max));
            for (auto const& one : others)
                if (one.id != of.id && one.place == of.place && one.state == day::states::in_force)
                    return Problem(ProblemKind::calendar_day_twice, {format(get(of.values, day::date).value_or(Date{})),
                                                                     std::string(get(one.values, day::name).value_or(""))})
                        .at(std::string(day::date.name));
            return records::Effects();
        });
}

}  // namespace fx::command
