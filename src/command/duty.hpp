#pragma once
/// The duty roster: planning a shift makes a turn for every post on it, the clock starts it, its posts sign in, and whoever
/// takes over signs for what is still open. Absence and a missing hand-over are duties like any other.

#include "command/post_duty.hpp"
#include "network/network.hpp"
#include "records/engine.hpp"

#include <map>

namespace fx::command {

inline constexpr std::string_view sign_in_duty = "duty_sign_in", handover_duty = "duty_handover";

/// Codes of duty_role.
namespace duty_role {
inline constexpr std::string_view leader_on_call = "1", duty_leader = "2";
}
/// Everybody but the leader in charge keeps duty on site and signs in.
inline bool on_site(std::string_view role) { return role != duty_role::leader_on_call; }

/// Shift and post make one turn, whoever has it after a swap. `again`: how often the post was taken off the shift before.
Id turn_id(Id const& shift, Id const& post, std::size_t again = 0);

/// Shifts whose time has come.
Result<records::Effects> start_shifts(store::Reader& reader, std::int64_t county, Instant now);

/// Who can be told something at each node now: those on site who have signed in, of the shift of this hour or, until they
/// come, of the one before that has not been handed over; else the leader on call. Nodes without a running shift are absent.
Result<std::map<Place, std::vector<Id>>> on_duty(store::Reader& reader, std::int64_t county, Instant now);

/// `network` outlives the engine.
void add_duty_hooks(records::Engine& engine, network::Network const& network);

}  // namespace fx::command
