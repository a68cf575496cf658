#include "relay/signature.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "store/sha256.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace fx::relay {
namespace {

/// Names what it is, so that no other signed text of the product can be taken for it.
std::string text_to_sign(Envelope const& envelope) {
    return "fangxian statement v1\n" + envelope.instance + "\n" + envelope.sent_at + "\n" + envelope.body;
}

/// Whole or not at all, and durable: with half a key the level above would have to be told a new one.
Result<void> write_key(std::string const& path, std::string const& text) {
    auto const draft = path + ".new";
    int const file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = file >= 0 && ::write(file, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    good = good && std::rename(draft.c_str(), path.c_str()) == 0;
    if (!good) return Problem(ProblemKind::directory_unusable, {path, std::strerror(errno)});
    return {};
}

}  // namespace

Result<Key> Key::open(std::string const& directory, bool create, Random& random) {
    FX_ASSERT(sodium_init() >= 0);
    Key key;
    auto const path = directory + "/relay.key";
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
    FX_CHECK(write_key(path, to_hex(key.secret_) + "\n"));
    return key;
}

Envelope Key::seal(std::string instance, std::string body, Instant sent_at) const {
    Envelope envelope{std::move(instance), format(sent_at), "", std::move(body)};
    auto const text = text_to_sign(envelope);
    std::array<std::uint8_t, crypto_sign_BYTES> signature{};
    crypto_sign_detached(signature.data(), nullptr, store::bytes_of(text).data(), text.size(), secret_.data());
    envelope.signature = to_hex(signature);
    return envelope;
}

std::string Key::public_key() const {
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> key{};
    crypto_sign_ed25519_sk_to_pk(key.data(), secret_.data());
    return to_hex(key);
}

bool is_public_key(std::string_view text) { return from_hex(text).size() == crypto_sign_PUBLICKEYBYTES; }

bool is_genuine(Envelope const& envelope, std::string_view public_key) {
    auto const key = from_hex(public_key);
    auto const signature = from_hex(envelope.signature);
    if (key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES) return false;
    auto const text = text_to_sign(envelope);
    return crypto_sign_verify_detached(signature.data(), store::bytes_of(text).data(), text.size(), key.data()) == 0;
}

}  // namespace fx::relay
