#pragma once
/// Tells what is overdue upwards, closes what is made up for, and closes orders that everybody has carried out.

#include "app/program.hpp"
#include "command/escalation.hpp"

#include <map>
#include <optional>

namespace fx::app {

/// Looks at every open period whose duty escalates. What has been told stands in the store: after a restart nothing is told
/// twice and nothing is forgotten.
class Escalator {
public:
    explicit Escalator(Program& program) : program_(program) {}

    /// One look at the clock; may be repeated without harm.
    Result<void> look();

private:
    struct Duty {
        records::Period period;
        catalog::ObligationRule const* obligation = nullptr;
        command::EscalationRule rule;
    };
    std::vector<Duty> due_for_a_look(Instant now);
    using OnDuty = std::map<Place, std::vector<Id>>;
    /// The posts above a place, nearest level first; at a node that keeps duty those who are on duty.
    command::Superiors superiors(network::Network::View const& view, OnDuty const& on_duty, Instant now) const;
    std::optional<std::vector<command::Owed>> owed_of_round(records::Period const& period) const;
    Result<void> raise(Duty const& duty, OnDuty const& on_duty, Instant now);
    Result<void> end_what_is_over();
    Result<void> close_orders();
    Result<void> store(Id const& cause, records::Effects effects);

    Program& program_;
    std::map<Id, Instant> next_look_;  ///< by period; what may be looked at before then has nothing new to tell
};

}  // namespace fx::app
