#pragma once
/// From JSON of a record to valid values: the edge where bad input ends.

#include "base/result.hpp"
#include "base/value.hpp"
#include "catalog/catalogue.hpp"

#include <boost/json/object.hpp>

#include <vector>

namespace fx::catalog {

/// One value per field of `type`, in catalogue order. Every problem found, each with its field path; unknown members,
/// `derived` fields, irrelevant values that are present, failing constraints, codes out of date on `today` are problems.
struct Checked {
    std::vector<Value> values;
    std::vector<Problem> problems;
};
Checked check(RecordType const& type, boost::json::object const& input, Date today);

/// A change: only the named members; null clears. The rules are checked on the merged record (`current` with changes).
/// Values of `current` that the change makes irrelevant are cleared too, and count as changed.
struct CheckedChange {
    std::vector<Value> merged;
    std::vector<int> changed;  ///< field indices whose value differs from `current`
    std::vector<Problem> problems;
};
CheckedChange check_change(RecordType const& type, std::span<Value const> current, boost::json::object const& input,
                           Date today);

/// Canonical JSON object of all fields, absent ones left out; with `which` only those, in that order, and a cleared
/// field as null: the body of a change.
std::string canonical(RecordType const& type, std::span<Value const> values, std::span<int const> which = {});

}  // namespace fx::catalog
