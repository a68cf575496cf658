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

/// By when one post acknowledges and, where it is asked, reports.
struct Deadlines {
    Instant acknowledge;
    std::optional<Instant> report;
};

/// A receipt of the order for the post, with its duties.
void tell(records::Effects& effects, records::Record const& order, network::Post const& post, Deadlines const& by);
/// The duties alone, for a receipt that stands already.
void open_duties(records::Effects& effects, records::Record const& order, network::Post const& post, Deadlines const& by);

/// What an order in force needs so that it is for whoever its rows mean, today as on the day it was issued: a post set up
/// since is told, with at least `late_minutes` to acknowledge; what one that has ended, or is meant no longer, had not done
/// lapses, and stands again when the post is meant again. Rows that name a saved query meant what matched when the order was
/// issued: their posts lapse only when they end.
struct Following {
    std::optional<records::Actor> issuer;  ///< in whose name; nobody once the issuing post has ended
    records::Effects effects;
    bool any() const { return !effects.create.empty() || !effects.update.empty(); }
};
Result<Following> follow_posts(records::Engine const& engine, store::Reader& reader, network::Network const& network,
                               std::int64_t county, Id const& order, Instant now);
Result<std::vector<Id>> orders_in_force(store::Reader& reader, std::int64_t county);

/// Orders in force whose receipts are all verified, or acknowledged where no report is asked: done. Lapsed ones are not
/// counted; an order of which all have lapsed stays in force, so that its issuer sees it.
Result<records::Effects> close_finished(store::Reader& reader, std::int64_t county);

/// `network` outlives the engine.
void add_hooks(records::Engine& engine, network::Network const& network);

}  // namespace fx::command
