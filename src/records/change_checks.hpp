#pragma once
/// What hooks of several domains ask of a change.

#include "catalog/handle.hpp"
#include "records/effects.hpp"

namespace fx::records {

/// 409.57 when a change would give the record another value of a field that says what the record is about.
template <KindTag tag, int index>
Result<void> not_moved(Change const& change, FieldHandle<tag, index> field) {
    if (change.before == nullptr || get(change.before->values, field) == get(change.after->values, field)) return {};
    return Problem(ProblemKind::wrong_state,
                   {change.type->state_label(change.before->state), change.type->fields[std::size_t(index)].label})
        .at(std::string(field.name));
}

/// Whether the record has just come into `state`.
inline bool entered(Change const& change, std::string_view state) {
    return change.after->state == state && (change.before == nullptr || change.before->state != state);
}

}  // namespace fx::records
