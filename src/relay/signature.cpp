#include "relay/signature.hpp"

#include "base/text.hpp"

namespace fx::relay {
namespace {

/// Names what it is, so that no other signed text of the product can be taken for it.
std::string text_to_sign(Envelope const& envelope) {
    return "fangxian statement v1\n" + envelope.instance + "\n" + envelope.sent_at + "\n" + envelope.body;
}

}  // namespace

Result<store::SigningKey> open_key(std::string const& directory, bool create, Random& random) {
    return store::SigningKey::open(directory + "/relay.key", create, random);
}

Envelope seal(store::SigningKey const& key, std::string instance, std::string body, Instant sent_at) {
    Envelope envelope{std::move(instance), format(sent_at), "", std::move(body)};
    envelope.signature = to_hex(key.sign(text_to_sign(envelope)));
    return envelope;
}

bool is_genuine(Envelope const& envelope, std::string_view public_key) {
    return store::is_signed(text_to_sign(envelope), from_hex(envelope.signature), public_key);
}

}  // namespace fx::relay
