#pragma once
/// The key that signs tree heads (Ed25519, libsodium), and the check anyone can make with its public half.

#include "base/random.hpp"
#include "store/journal.hpp"

#include <array>
#include <string>
#include <string_view>

namespace fx::store {

/// The bytes that are signed: "fangxian head v1\n<county>\n<year>\n<size>\n<from_size>\n<root, hex>\n<at, ms>\n".
std::string signed_text(Head const& head);
/// Whether `head` was signed by the holder of this public key (64 hex digits).
bool verify_head(Head const& head, std::string_view public_key);

class Signer {
public:
    /// Reads `directory`/journal.key (128 hex digits, mode 0600); makes it when `create` and none is there.
    /// Also writes journal.pub beside it, which may be given to anyone. 503.42 when the file cannot be read or made.
    static Result<Signer> open(std::string const& directory, bool create, Random& random);

    void sign(Head& head) const;
    std::string public_key() const;

private:
    std::array<std::uint8_t, 64> secret_{};
};

/// The public keys in `directory`/journal.pub, one a line, newest first. A restored store makes a new key and keeps the
/// old ones here, so that old heads stay verifiable.
std::vector<std::string> stored_public_keys(std::string const& directory);

}  // namespace fx::store
