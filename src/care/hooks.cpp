#include "care/hooks.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

namespace fx::care {

void add_hooks(records::Engine& engine) {
    engine.add_hook(handles::ward::record_type, on_ward);
    engine.add_hook(handles::transfer::record_type, on_transfer);
    engine.add_hook(handles::case_report::record_type, on_case);
    engine.add_period(transfer_duty, [](records::Record const& of) {
        return std::optional(records::period_id(of.county, transfer_duty, format(of.id)));
    });
}

}  // namespace fx::care
