#pragma once
/// What the hooks of tracing share.

#include "catalog/diseases.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/change_checks.hpp"

#include <optional>

namespace fx::trace {

using records::entered;
using records::not_moved;

/// Records of one person that a hook looks through at most.
inline constexpr int of_one_person_max = 1000;
/// Contacts of one case that are told of its classification: those beyond have what it was when they were registered.
inline constexpr int of_one_case_max = 1000;

/// 422.337 when the instant in `field` lies more than ten minutes after the server's clock.
template <KindTag tag, int index>
Result<void> not_in_future(records::Change const& change, FieldHandle<tag, index> field) {
    auto const at = get(change.after->values, field);
    if (!at) return {};
    bool later = false;
    if constexpr (tag == KindTag::date)
        later = date_at(change.now) < *at;
    else
        later = change.now + 10 * ms_per_minute < *at;
    if (!later) return {};
    return Problem(ProblemKind::trace_in_future, {change.type->fields[std::size_t(index)].label})
        .at(std::string(field.name));
}

/// A case infects from `infectious_days_before` its onset on, or, without symptoms, before its diagnosis.
Date infectious_from(records::Record const& of_case, catalog::DiseaseRules const& rules);

/// What is known of a person as a key person.
struct Observation {
    std::optional<records::Record> under_way;  ///< under observation, or transferred
    std::size_t known = 0;  ///< how many there have been: the number of the next, so that its id is a fresh one
};
Result<Observation> observation_of(records::Lookup& lookup, std::int64_t county, Id const& person);

}  // namespace fx::trace
