#pragma once
/// What the hooks of tracing share.

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/effects.hpp"

#include <optional>

namespace fx::trace {

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

/// 409.57 when a change would give the record another value of a field that says what the record is about.
template <KindTag tag, int index>
Result<void> not_moved(records::Change const& change, FieldHandle<tag, index> field) {
    if (change.before == nullptr || get(change.before->values, field) == get(change.after->values, field)) return {};
    return Problem(ProblemKind::wrong_state,
                   {change.type->state_label(change.before->state), change.type->fields[std::size_t(index)].label})
        .at(std::string(field.name));
}

/// Whether the record has just come into `state`.
inline bool entered(records::Change const& change, std::string_view state) {
    return change.after->state == state && (change.before == nullptr || change.before->state != state);
}

/// What is known of a person as a key person.
struct Observation {
    std::optional<records::Record> under_way;  ///< under observation, or transferred
    std::size_t known = 0;  ///< how many there have been: the number of the next, so that its id is a fresh one
};
Result<Observation> observation_of(records::Lookup& lookup, std::int64_t county, Id const& person);

}  // namespace fx::trace
