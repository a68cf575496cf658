#pragma once
/// The key an instance signs its statements with, and the check the level above makes.

#include "base/time.hpp"
#include "store/signing_key.hpp"

#include <string>
#include <string_view>

namespace fx::relay {

/// What travels: a statement's bytes, when they were sent by the sender's clock, and the signature over both.
struct Envelope {
    std::string instance;   ///< 12-digit code of the division
    std::string sent_at;    ///< RFC 3339; tells the sender's clock from its delay
    std::string signature;  ///< 128 hex digits
    std::string body;
};

/// The key in `directory`/relay.key, with the problems of SigningKey::open.
Result<store::SigningKey> open_key(std::string const& directory, bool create, Random& random);
Envelope seal(store::SigningKey const& key, std::string instance, std::string body, Instant sent_at);
/// Whether the holder of `public_key` has signed this.
bool is_genuine(Envelope const& envelope, std::string_view public_key);

}  // namespace fx::relay
