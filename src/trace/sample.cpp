#include "trace/hooks.hpp"
#include "trace/support.hpp"

namespace fx::trace {

namespace sample = handles::lab_sample;
namespace card = handles::case_report;

/// The open case of the person reads its result anew.
Result<records::Effects> on_sample(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    auto const& of = *change.after;
    FX_CHECK(not_moved(change, sample::person));
    FX_CHECK(not_moved(change, sample::disease));
    FX_CHECK(not_in_future(change, sample::taken_at));
    FX_CHECK(not_in_future(change, sample::result_at));
    auto const person = get(of.values, sample::person).value_or(Id{});
    FX_TRY(auto const cases, lookup.where(card::record_type, of.county, card::person.name, person, of_one_person_max));
    for (auto const& one : cases)
        if (one.state != card::states::closed && get(one.values, card::disease) == get(of.values, sample::disease))
            effects.update.push_back({std::string(card::record_type), one.id, {}, "", {}});
    return effects;
}

}  // namespace fx::trace
