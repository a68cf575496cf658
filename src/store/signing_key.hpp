#pragma once
/// An Ed25519 key in a file of its own (libsodium), and the check that anyone can make with its public half.

#include "base/random.hpp"
#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fx::store {

using Signature = std::array<std::uint8_t, 64>;

class SigningKey {
public:
    /// Reads `path` (128 hex digits, mode 0600); makes it when none is there and `create`. 500.68 when it is missing or
    /// malformed, 503.42 when it cannot be made.
    static Result<SigningKey> open(std::string const& path, bool create, Random& random);

    Signature sign(std::string_view text) const;
    std::string public_key() const;  ///< 64 hex digits

private:
    std::array<std::uint8_t, 64> secret_{};
};

/// Whether `text` has the form of a public key: 64 hex digits.
bool is_public_key(std::string_view text);
/// Whether the holder of this public key has signed the text.
bool is_signed(std::string_view text, std::span<std::uint8_t const> signature, std::string_view public_key);

/// Writes a file whole or not at all, and durably. 503.42 when that fails.
Result<void> write_durably(std::string const& path, std::string const& text, unsigned mode);

}  // namespace fx::store
