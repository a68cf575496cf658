#pragma once
/// What the demo's posts did in the past: records made and steps taken under no account, which only the server's own machine
/// may date back.

#include "app/program.hpp"

#include <boost/json/object.hpp>

namespace fx::app::cli {

/// The first post of a role that was made at a place: the one with an account to sign in with.
std::optional<network::Post> demo_post(Program& program, std::string_view role, Place place);
records::Actor demo_actor(network::Post const& post);
/// Every post of the county, in tree order.
std::vector<network::Post> demo_posts(Program& program);
/// The n-th place of a level, in the order of the tree; nil when there are fewer.
Place demo_place(Program& program, Level level, int n);

/// A record made at `at`; its id.
Result<Id> make_at(Program& program, store::Tx& tx, records::Actor const& by, std::string_view type,
                   std::vector<Value> values, Instant at);
/// A transition of a record from `version` on, at `at`.
Result<void> step_at(Program& program, store::Tx& tx, records::Actor const& by, std::string_view type, Id const& id,
                     std::int64_t version, std::string transition, Instant at, boost::json::object fields = {});

}  // namespace fx::app::cli
