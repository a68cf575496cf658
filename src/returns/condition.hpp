#pragma once
/// Which records a cell counts on the days from `since` to `day`, as a predicate: the count and the list behind it are the
/// same question.

#include "catalog/returns.hpp"
#include "records/obligation.hpp"
#include "records/responsibility.hpp"
#include "store/store.hpp"

#include <vector>

namespace fx::returns {

/// Periods of an obligation type that stand on those days: of a calendar (no source) those that open on them, else those
/// open at some time of them. The one with the widest area comes first, the newest of equals.
Result<std::vector<records::Period>> standing(store::Reader& reader, records::Responsibility const& places,
                                              std::int64_t county, std::string_view duty, Date since, Date day);

/// Of a cell that counts records, what the days ask: `on` any of them, `from` and `until` as of `day`, `of`. `periods` are
/// those standing of the cell's duty, for a cell with `of`.
catalog::Predicate day_condition(catalog::Cell const& cell, Date since, Date day,
                                 std::vector<records::Period> const& periods);
/// The whole condition: the cell's `where` and what the day asks.
catalog::Predicate condition(catalog::Cell const& cell, Date since, Date day, std::vector<records::Period> const& periods);

}  // namespace fx::returns
