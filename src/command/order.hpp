#pragma once
/// Orders: issuing one makes a receipt and two duties, to acknowledge and to report, for every post it is addressed to.

#include "command/addressees.hpp"
#include "command/post_duty.hpp"
#include "records/engine.hpp"

namespace fx::command {

inline constexpr std::string_view acknowledgement_duty = "order_acknowledgement", report_duty = "order_report",
                                  verification_duty = "order_verification";

/// The one receipt of a post: issuing twice makes the same.
Id receipt_id(Id const& order, Id const& post);

/// Orders in force whose receipts are all verified, or acknowledged where no report is asked: done.
Result<records::Effects> close_finished(store::Reader& reader, std::int64_t county);

/// `network` outlives the engine.
void add_hooks(records::Engine& engine, network::Network const& network);

}  // namespace fx::command
