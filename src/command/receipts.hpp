#pragma once
/// How far an order has come: its receipts by step, at any node of the tree.

#include "base/id.hpp"
#include "base/place.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/value.hpp"
#include "catalog/handles.hpp"
#include "store/store.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace fx::command {

/// The steps of a receipt in their order, as the catalogue names its states.
inline constexpr std::array<std::string_view, 6> steps{"issued", "delivered", "acknowledged",
                                                       "acting", "reported",  "verified"};

/// Receipts by the step they stand at.
struct Progress {
    std::array<std::int64_t, steps.size()> at{};
    std::int64_t lapsed = 0;         ///< of posts that ended before they were done; not among those addressed
    std::int64_t addressed() const;  ///< at all steps
    std::int64_t unacknowledged() const { return at[0] + at[1]; }
    std::int64_t unreported() const { return at[0] + at[1] + at[2] + at[3]; }
    void add(Progress const& other);
};

/// The progress at every node of `first` to `last` that a receipt stands at.
Result<std::map<Place, Progress>> progress_of(store::Reader& reader, std::int64_t county, Id const& order, Place first,
                                              Place last);

Progress whole(std::map<Place, Progress> const& nodes);

/// Another order in force on the same topic for some of the same posts.
struct Conflict {
    Id order;
    std::int64_t posts = 0;
};
/// `posts`: those that a new order would go to. Newest first, at most 20.
Result<std::vector<Conflict>> conflicts_of(store::Reader& reader, std::int64_t county, std::string_view topic,
                                           std::vector<Id> posts);

/// What orders ask of one post now.
struct Waiting {
    std::int64_t acknowledge = 0, acknowledge_overdue = 0;  ///< to be acknowledged; of these past the deadline
    std::int64_t report = 0, report_overdue = 0;            ///< acknowledged and to be reported on
    std::int64_t verify = 0;                                ///< reports on its own orders
    std::int64_t escalations = 0;                           ///< told to it and not settled
};
Result<Waiting> waiting_for(store::Reader& reader, std::int64_t county, Id const& post, Instant now);

}  // namespace fx::command
