#pragma once
/// The demo county: census figures, invented people, two days of screening.

#include "app/cli/cli.hpp"

namespace fx::app::cli {

/// Fills the site of `program`: zones, households and persons from the 2020 census figures, posts for every node (two
/// zones left vacant, so that the list of uncovered households is not empty), accounts (written to `accounts_file` with
/// their passwords, mode 0600), a finished round and one under way with screenings by the grid workers.
Result<void> make_demo_county(Context& context, Program& program, std::uint64_t seed, std::string const& accounts_file);

}  // namespace fx::app::cli
