#pragma once
/// Whom an order is addressed to: rows of role, area and post, and the posts they mean on a day.

#include "network/network.hpp"
#include "records/actor.hpp"

#include <string_view>
#include <vector>

namespace fx::command {

/// The posts in force on `on` that the rows (the canonical JSON of order.addressees) mean, each once, in place order;
/// vacant ones too: their silence shows. Never the issuing post itself, nor those that command at its own node, nor posts
/// whose role cannot acknowledge. 422.250 for a row that says nothing, 403.51 for one outside the issuer's area, 422.251 for
/// one that means no post, 422.252 for more posts than an order takes.
Result<std::vector<network::Post>> addressees(network::Network::View const& view, catalog::RecordType const& receipt_type,
                                              records::Actor const& issuer, std::string_view rows, Date on,
                                              std::int64_t addressed_max);

}  // namespace fx::command
