#pragma once
/// The key that signs tree heads, and the check anyone can make with its public half.

#include "store/journal.hpp"
#include "store/signing_key.hpp"

#include <string>
#include <string_view>

namespace fx::store {

/// The bytes that are signed: "fangxian head v1\n<county>\n<year>\n<size>\n<from_size>\n<root, hex>\n<at, ms>\n".
std::string signed_text(Head const& head);
/// Whether `head` was signed by the holder of this public key (64 hex digits).
bool verify_head(Head const& head, std::string_view public_key);

class Signer {
public:
    /// Opens `directory`/journal.key as SigningKey::open does, with its problems. With `create` also writes journal.pub
    /// beside it, which may be given to anyone.
    static Result<Signer> open(std::string const& directory, bool create, Random& random);

    void sign(Head& head) const;
    std::string public_key() const;

private:
    explicit Signer(SigningKey const& key) : key_(key) {}

    SigningKey key_;
};

/// The public keys in `directory`/journal.pub, one a line, newest first. A restored store makes a new key and keeps the
/// old ones here, so that old heads stay verifiable.
std::vector<std::string> stored_public_keys(std::string const& directory);

}  // namespace fx::store
