#pragma once
/// What is overdue below a place now: orders not answered in time, and what was told upwards and is not settled.

#include "base/id.hpp"
#include "base/place.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

#include <string>
#include <vector>

namespace fx::command {

struct OverdueOrder {
    Id order;
    std::string subject;
    Place issuer;
    std::int64_t receipts = 0;  ///< that stand from `first` to `last`
    std::int64_t overdue = 0;   ///< of these not acknowledged, or not reported on, by their deadline
};
/// Every order in force with a receipt there, the most overdue first; those with nothing overdue too.
Result<std::vector<OverdueOrder>> orders_within(store::Reader& reader, std::int64_t county, Place first, Place last,
                                                Instant now);

struct OpenEscalation {
    Id id;
    std::string about;
    Place place;
    std::int64_t missing = 0;
};
/// Raised and not settled, the oldest first, at most `limit` of `total`.
struct OpenEscalations {
    std::vector<OpenEscalation> first;
    std::int64_t total = 0;
};
Result<OpenEscalations> escalations_within(store::Reader& reader, std::int64_t county, Place first, Place last,
                                           std::int64_t limit);

}  // namespace fx::command
