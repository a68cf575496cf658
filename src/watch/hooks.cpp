#include "watch/hooks.hpp"

#include "catalog/handles.hpp"

namespace fx::watch {

void add_hooks(records::Engine& engine) {
    engine.add_hook(handles::screening_round::record_type, on_round);
    engine.add_hook(handles::household::record_type, on_household);
    engine.add_hook(handles::household_screening::record_type, on_screening);
    engine.add_hook(handles::returnee_registration::record_type, on_registration);
    engine.add_hook(handles::temperature_reading::record_type, on_reading);
    engine.add_hook(handles::key_person::record_type, on_key_person);
}

}  // namespace fx::watch
