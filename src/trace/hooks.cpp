#include "trace/hooks.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

namespace fx::trace {

void add_hooks(records::Engine& engine, Diseases const& diseases) {
    engine.add_hook(handles::case_report::record_type, [&diseases](records::Change const& change, records::Lookup& lookup) {
        return on_case(change, lookup, diseases);
    });
    engine.add_hook(handles::contact::record_type, [&diseases](records::Change const& change, records::Lookup& lookup) {
        return on_contact(change, lookup, diseases);
    });
    engine.add_hook(handles::place_visit::record_type, on_visit);
    engine.add_hook(handles::lab_sample::record_type, on_sample);
    engine.add_hook(handles::key_person::record_type, on_observation);
    engine.add_hook(handles::temperature_reading::record_type, on_reading);
    for (auto const duty : {verification_duty, investigation_duty})
        engine.add_period(duty, [duty](records::Record const& of) {
            return std::optional(records::period_id(of.county, duty, format(of.id)));
        });
}

}  // namespace fx::trace
