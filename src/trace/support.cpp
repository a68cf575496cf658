#include "trace/support.hpp"

#include <algorithm>

namespace fx::trace {

Date infectious_from(records::Record const& of_case, catalog::DiseaseRules const& rules) {
    namespace card = handles::case_report;
    auto const diagnosed = date_at(get(of_case.values, card::diagnosed_at).value_or(Instant{}));
    return get(of_case.values, card::onset_on).value_or(diagnosed) + -int(rules.infectious_days_before);
}

Result<Observation> observation_of(records::Lookup& lookup, std::int64_t county, Id const& person) {
    namespace key = handles::key_person;
    Observation out;
    FX_TRY(auto known, lookup.where(key::record_type, county, key::person.name, person, of_one_person_max));
    out.known = known.size();
    for (auto const state : {key::states::under_observation, key::states::transferred}) {
        auto const found = std::ranges::find(known, state, &records::Record::state);
        if (found == known.end()) continue;
        out.under_way = std::move(*found);
        break;
    }
    return out;
}

}  // namespace fx::trace
