#include "store/signing_key.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "store/sha256.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

namespace fx::store {

Result<void> write_durably(std::string const& path, std::string const& text, unsigned mode) {
    auto const draft = path + ".new";
    int const file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    bool good = file >= 0 && ::write(file, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    good = good && std::rename(draft.c_str(), path.c_str()) == 0;
    if (!good) return Problem(ProblemKind::directory_unusable, {path, std::strerror(errno)});
    return {};
}

Result<SigningKey> SigningKey::open(std::string const& path, bool create, Random& random) {
    FX_ASSERT(sodium_init() >= 0);
    SigningKey key;
    if (::access(path.c_str(), F_OK) == 0) {
        std::ifstream file(path);
        std::ostringstream text;
        text << file.rdbuf();
        auto const bytes = from_hex(trim(text.view()));
        if (bytes.size() != key.secret_.size()) return Problem(ProblemKind::key_file_unusable, {path});
        std::copy(bytes.begin(), bytes.end(), key.secret_.begin());
        return key;
    }
    if (!create) return Problem(ProblemKind::key_file_unusable, {path});
    std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed{};
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> public_key{};
    random.fill(seed);
    FX_ASSERT(crypto_sign_seed_keypair(public_key.data(), key.secret_.data(), seed.data()) == 0);
    sodium_memzero(seed.data(), seed.size());
    // With half a key nothing could be signed again that those who know the public one would believe.
    FX_CHECK(write_durably(path, to_hex(key.secret_) + "\n", 0600));
    return key;
}

Signature SigningKey::sign(std::string_view text) const {
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, bytes_of(text).data(), text.size(), secret_.data());
    return signature;
}

std::string SigningKey::public_key() const {
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> key{};
    crypto_sign_ed25519_sk_to_pk(key.data(), secret_.data());
    return to_hex(key);
}

bool is_public_key(std::string_view text) { return from_hex(text).size() == crypto_sign_PUBLICKEYBYTES; }

bool is_signed(std::string_view text, std::span<std::uint8_t const> signature, std::string_view public_key) {
    auto const key = from_hex(public_key);
    if (key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES) return false;
    return crypto_sign_verify_detached(signature.data(), bytes_of(text).data(), text.size(), key.data()) == 0;
}

}  // namespace fx::store
