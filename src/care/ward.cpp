#include "care/hooks.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/change_checks.hpp"

#include <algorithm>

namespace fx::care {

namespace ward = handles::ward;

Result<records::Effects> on_ward(records::Change const& change, records::Lookup&) {
    records::Effects effects;
    auto const& of = *change.after;
    FX_CHECK(records::not_moved(change, ward::facility));
    auto const total = get(of.values, ward::beds_total).value_or(0),
               occupied = get(of.values, ward::beds_occupied).value_or(0),
               reserved = get(of.values, ward::beds_reserved).value_or(0);
    bool const fewer = change.before != nullptr && total < get(change.before->values, ward::beds_total).value_or(0);
    if (fewer && total < occupied)
        return Problem(ProblemKind::beds_below_occupied, {std::to_string(occupied)}).at(std::string(ward::beds_total.name));
    // A reservation may lose its bed: the transfer is then refused on arrival, or earlier, and looks for another.
    auto const free = of.state == ward::states::open ? std::max<std::int64_t>(0, total - occupied - reserved) : 0;
    effects.set.emplace_back(ward::beds_occupied.index, occupied);
    effects.set.emplace_back(ward::beds_reserved.index, reserved);
    effects.set.emplace_back(ward::beds_free.index, free);
    return effects;
}

}  // namespace fx::care
