#include "watch/hooks.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "watch/periods.hpp"

namespace fx::watch {

void add_hooks(records::Engine& engine) {
    engine.add_hook(handles::screening_round::record_type, on_round);
    engine.add_hook(handles::household::record_type, on_household);
    engine.add_hook(handles::household_screening::record_type, on_screening);
    engine.add_hook(handles::returnee_registration::record_type, on_registration);
    engine.add_hook(handles::temperature_reading::record_type, on_reading);
    engine.add_hook(handles::key_person::record_type, on_key_person);
    engine.add_period(revisit_duty, [](records::Record const& screening) -> std::optional<Id> {
        auto const round = get(screening.values, handles::household_screening::round);
        return round ? std::optional(revisit_period(screening.county, *round)) : std::nullopt;
    });
    engine.add_period(measurement_duty, [](records::Record const& reading) -> std::optional<Id> {
        return slot_of(reading.values).period(reading.county);
    });
}

}  // namespace fx::watch
