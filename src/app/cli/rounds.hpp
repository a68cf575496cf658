#pragma once
/// Screening rounds from the command line.

#include "app/program.hpp"

#include <string>

namespace fx::app::cli {

struct NewRound {
    std::string name;
    Place area;
    Instant opens_at, due_at;
    std::string rule = "1";  ///< code of screening_rule
};

/// Creates and opens a round under `actor`; its id.
Result<Id> open_round(Program& program, records::Actor const& actor, NewRound const& wanted);
Result<void> move_round(Program& program, records::Actor const& actor, Id const& round, std::string const& transition);

}  // namespace fx::app::cli
