#pragma once
/// Identity values at rest: encrypted (XChaCha20-Poly1305) and searchable by a keyed hash (BLAKE2b).

#include "base/result.hpp"
#include "base/value.hpp"

#include <array>
#include <string>
#include <string_view>

namespace fx::records {

/// Keys never leave this object; it is made once from the key file and shared by reading threads.
class Sealer {
public:
    using Key = std::array<std::uint8_t, 32>;

    explicit Sealer(Key const& master);
    /// Reads 64 hex digits from `file`. 500.68 when it is missing, readable by others, or malformed.
    static Result<Sealer> from_file(std::string const& file);
    /// Makes a key file with mode 0600; refuses to overwrite.
    static Result<void> create_file(std::string const& file, Random& random);

    /// Ciphertext bound to `context` (record id and field): the same text in the same place gives the same bytes, so that
    /// a repeated command is known as one; elsewhere it gives others.
    Bytes seal(std::string_view text, std::string_view context) const;
    /// 500.68 when the bytes were altered or belong to another context or key.
    Result<std::string> open(Bytes const& sealed, std::string_view context) const;
    /// 16 bytes, equal for equal text in equal `field`: equality search without the key being in the database.
    Bytes hash(std::string_view text, std::string_view field) const;
    /// 32 bytes that nobody without the key file can compute, always the same for one `context`.
    Key secret_for(std::string_view context) const;

private:
    Key cipher_, nonce_, search_, secret_;
};

}  // namespace fx::records
