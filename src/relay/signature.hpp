#pragma once
/// The key an instance signs its statements with (Ed25519, libsodium), and the check the level above makes.

#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

#include <array>
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

class Key {
public:
    /// Reads `directory`/relay.key (128 hex digits, mode 0600); makes it when none is there and `create`. 500.68 when it is
    /// missing or malformed, 503.42 when it cannot be made.
    static Result<Key> open(std::string const& directory, bool create, Random& random);

    Envelope seal(std::string instance, std::string body, Instant sent_at) const;
    std::string public_key() const;  ///< 64 hex digits

private:
    std::array<std::uint8_t, 64> secret_{};
};

/// Whether `text` has the form of a public key: 64 hex digits.
bool is_public_key(std::string_view text);
/// Whether the holder of `public_key` has signed this.
bool is_genuine(Envelope const& envelope, std::string_view public_key);

}  // namespace fx::relay
