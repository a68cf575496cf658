#pragma once
/// What a gateway is told. Its words come from the catalogue, its figures are counts: nothing that a person wrote, no name,
/// no telephone.

#include "base/place.hpp"
#include "base/words.hpp"
#include "catalog/plans.hpp"
#include "http/client.hpp"
#include "network/network.hpp"
#include "records/engine.hpp"

#include <optional>
#include <string>

namespace fx::webhooks {

struct Message {
    Id id;              ///< of the delivery: the same however often it is sent
    std::string event;  ///< code of webhook_event, or test_event
    Instant at;
    Place site, place;
    std::string place_name;
    Words text;
    std::string link;        ///< in the desk; the gateway knows under which address its people reach it
    std::int64_t posts = 0;  ///< how many posts it concerns; 0 = it says nothing of posts
};
inline constexpr std::string_view test_event = "test";

std::string to_json(Message const& message);

/// "sha256=" and HMAC-SHA256 of "timestamp.body" in hex.
std::string signature(std::string_view secret, std::string_view timestamp, std::string_view body);

/// The message as it is sent at `now`: body, and the header fields Fangxian-Event, -Delivery, -Timestamp, -Signature.
http::Post sealed(Message const& message, std::string_view secret, Instant now);

/// The secret of a webhook: nobody can compute it without the site's key, and it is stored nowhere. 64 hex digits, which as
/// text are the key of the HMAC.
std::string secret_of(records::Sealer const& sealer, Id const& webhook);

/// The event that an entry of the journal is, by its code; empty when it is none.
std::string_view event_of(store::Entry const& entry);

/// What messages are made from; all of it lives longer.
struct Sources {
    records::Engine const& engine;
    network::Network const& network;
    catalog::LoadedPlans const& plans;
    Place site;
};
/// The message of an entry that is an event, for `webhook`. Nothing when the entry's contents have been erased.
Result<std::optional<Message>> message_of(Sources const& of, store::Reader& reader, store::Entry const& entry,
                                          Id const& webhook);
/// A message that says it is only a test.
Message test_message(Sources const& of, Id id, Place place, Instant now);

}  // namespace fx::webhooks
