#pragma once
/// What a level of a plan opens, keeps and ends, compared with what is in force.

#include "catalog/plans.hpp"
#include "command/addressees.hpp"
#include "records/record.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fx::command {

/// A row of a response's `adjustments`.
struct Adjustment {
    std::string measure;
    std::string left_out;  ///< why it is not taken; empty: it is
    std::optional<Instant> ends_at;
};
/// What is no such table is no row.
std::vector<Adjustment> adjustments(std::string_view rows);

/// A measure of the level that is not in force yet.
struct Opening {
    catalog::Measure const* measure = nullptr;
    Instant ends_at;
    std::string left_out;  ///< why it is not taken; empty: it opens
};
/// One in force that the level has too.
struct Continuing {
    records::Record record;
    Instant ends_at;  ///< from now on
};
struct LevelChange {
    std::vector<Opening> opens;  ///< in the plan's order
    std::vector<Continuing> continues;
    std::vector<records::Record> ends;  ///< the oldest first
};

/// Which level of which plan is declared, from when to when.
struct Declared {
    catalog::Plan const* plan = nullptr;
    catalog::PlanLevel const* level = nullptr;
    Instant now, ends_at;
    std::int64_t days_max = 0;  ///< how far ahead anything of it may end
};

/// `in_force`: the `response_measure` records in force under the response that is replaced. A measure is the same
/// when its plan and its name are and the plan has not been rewritten since. A measure ends with its response at the latest.
/// 422.297 for a row of `changed` that names no measure of the level or one twice, 422.299 for one that ends after the
/// response, 422.296 for one that ends at once.
Result<LevelChange> level_change(Declared const& declared, std::vector<Adjustment> const& changed,
                                 std::vector<records::Record> const& in_force);

/// The posts that carry a measure out.
struct Reach {
    std::vector<std::string> roles;  ///< those that have a post in the area
    std::vector<network::Post> posts;
};
/// Posts of `roles` at `area` and below that `issuer` can order, vacant ones too. 422.252 for too many. None is no error.
Result<Reach> reach(network::Network::View const& view, catalog::RecordType const& receipt_type,
                    records::Actor const& issuer, std::vector<std::string> const& roles, Place area, Date on,
                    std::int64_t addressed_max);

/// Roles as a table of addressees of `area`, or, without one, as a table of owners.
std::string role_rows(std::vector<std::string> const& roles, std::optional<Place> area);
std::vector<std::string> roles_in(std::string_view rows);

}  // namespace fx::command
