#include "trace/support.hpp"

#include <algorithm>

namespace fx::trace {

Result<std::optional<records::Record>> observation_of(records::Lookup& lookup, std::int64_t county, Id const& person) {
    namespace key = handles::key_person;
    FX_TRY(auto known, lookup.where(key::record_type, county, key::person.name, person, of_one_person_max));
    for (auto const state : {key::states::under_observation, key::states::transferred}) {
        auto const found = std::ranges::find(known, state, &records::Record::state);
        if (found != known.end()) return std::optional(std::move(*found));
    }
    return std::optional<records::Record>();
}

}  // namespace fx::trace
