#pragma once
/// Whom an order is addressed to: rows of role, area, post, kind of unit and saved query, and the posts they mean on a day.

#include "network/network.hpp"
#include "records/actor.hpp"
#include "records/engine.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fx::command {

/// One row of order.addressees.
struct AddresseeRow {
    std::string role;
    std::optional<Place> area;
    std::optional<Id> post;
    std::string unit_kind;  ///< code; the posts that answer for such units
    std::optional<Id> query;

    struct Unit {
        Id id;
        Place place;
    };
    std::vector<Unit> units;    ///< of that kind; filled by look_up
    std::vector<Place> places;  ///< where the query's records are, ascending; filled by look_up
};

/// The canonical JSON of order.addressees; what is no such table is no row.
std::vector<AddresseeRow> addressee_rows(std::string_view text);

/// Reads the units and the matches of the queries that the rows name, as the issuer may see them now. 404.55 for a query
/// that is not there for the issuer, 409.314 for one dropped, 422.305 for one whose filter no longer fits.
Result<void> look_up(records::Engine const& engine, store::Reader& reader, records::Actor const& issuer,
                     std::vector<AddresseeRow>& rows);

/// The posts in force on `on` that the rows mean, each once, in place order; vacant ones too: their silence shows. Never the
/// issuing post itself, nor those that command at its own node, nor posts whose role cannot acknowledge. A unit is answered
/// for by its own posts, else by those that `responsible` names for its place; a query means posts of the row's role whose
/// area holds a match, without a role those responsible for the places. 422.250 for a row that says nothing, 403.51 for one
/// outside the issuer's area, 422.251 for one that means no post, 422.252 for more than `addressed_max` posts.
Result<std::vector<network::Post>> addressees(network::Network::View const& view, catalog::RecordType const& receipt_type,
                                              records::Actor const& issuer, std::vector<AddresseeRow> const& rows, Date on,
                                              std::int64_t addressed_max);

}  // namespace fx::command
