#pragma once
/// Whether posts can keep duty together: fit for the node, once a shift, rested.

#include "command/duty.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace fx::command {

struct StaffRow {
    Id post;
    std::string duty_role;
};
/// The rows of a shift's `staff`; what is no such table is no row.
std::vector<StaffRow> staff_rows(std::string_view json);

/// A stretch of duty: from `starts_at` until, not including, `ends_at`.
struct Stretch {
    Instant starts_at, ends_at;
    bool overlaps(Stretch const& other) const { return starts_at < other.ends_at && other.starts_at < ends_at; }
    /// Less than `rest` milliseconds between the two.
    bool too_near(Stretch const& other, std::int64_t rest) const {
        return starts_at < other.ends_at + rest && other.starts_at < ends_at + rest;
    }
};

inline constexpr int of_one_shift_max = 1000;

Stretch when(records::Record const& shift);
/// The turns of a shift, cancelled ones too.
Result<std::vector<records::Record>> turns_of(records::Lookup& lookup, records::Record const& shift);

/// One post about to keep duty at `area`: 422.273 when it is vacant, has ended, stands elsewhere or has a role that signs in
/// for nothing. Whoever plans for a node commands its own posts only.
Result<network::Post> fit_post(network::Network::View const& view, catalog::RecordType const& turn_type, Id const& post,
                               Place area, Date on);

/// A shift as its relief sees it.
struct Relief {
    Instant starts_at;
    bool over = false;    ///< handed over
    bool manned = false;  ///< somebody on site has signed in
};
/// Which of the `later` shifts of a node (soonest first) signs for one that ends then: the next that is not over itself, or,
/// when nobody came to that, the first to which somebody came. Nothing when none begins within two hours of the end: its own
/// people sign.
std::optional<std::size_t> relief_of(Instant ends_at, std::vector<Relief> const& later);
/// The relief may sign, and so begins, that long before the end; its own people not before it.
Instant relieved_from(Instant ends_at, bool by_itself, std::int64_t early_minutes);

/// 422.275 when the post has another turn at that time or, both on site, too near. `except`: a shift that does not count.
Result<void> rested(records::Change const& change, records::Lookup& lookup, network::Post const& post, Stretch when,
                    bool is_on_site, Id const& except);

}  // namespace fx::command
