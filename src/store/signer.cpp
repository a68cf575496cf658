#include "store/signer.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "store/sha256.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace fx::store {
namespace {

std::string read_text(std::string const& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return std::string(trim(text.str()));
}

/// Whole or not at all, and durable: a half-written key would lock the journal for good.
Result<void> write_file(std::string const& path, std::string const& text, mode_t mode) {
    std::string const draft = path + ".new";
    int const file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    bool good = file >= 0 && ::write(file, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    good = good && std::rename(draft.c_str(), path.c_str()) == 0;
    if (!good) return Problem(ProblemKind::directory_unusable, {path, std::strerror(errno)});
    return {};
}

}  // namespace

std::string signed_text(Head const& head) {
    return fmt::format("fangxian head v1\n{}\n{}\n{}\n{}\n{}\n{}\n", head.county, head.year, head.size, head.from_size,
                       to_hex(head.root), head.at.ms);
}

bool verify_head(Head const& head, std::string_view public_key) {
    auto const key = from_hex(public_key);
    if (key.size() != crypto_sign_PUBLICKEYBYTES) return false;
    auto const text = signed_text(head);
    return crypto_sign_verify_detached(head.signature.data(), bytes_of(text).data(), text.size(), key.data()) == 0;
}

Result<Signer> Signer::open(std::string const& directory, bool create, Random& random) {
    FX_ASSERT(sodium_init() >= 0);
    Signer signer;
    std::string const path = directory + "/journal.key";
    if (::access(path.c_str(), F_OK) == 0) {
        auto const bytes = from_hex(read_text(path));
        if (bytes.size() != signer.secret_.size()) return Problem(ProblemKind::directory_unusable, {path, "Ed25519"});
        std::copy(bytes.begin(), bytes.end(), signer.secret_.begin());
    } else {
        if (!create) return Problem(ProblemKind::directory_unusable, {path, std::strerror(ENOENT)});
        std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed{};
        std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> public_key{};
        random.fill(seed);
        FX_ASSERT(crypto_sign_seed_keypair(public_key.data(), signer.secret_.data(), seed.data()) == 0);
        sodium_memzero(seed.data(), seed.size());
        FX_CHECK(write_file(path, to_hex(signer.secret_) + "\n", 0600));
    }
    auto keys = stored_public_keys(directory);
    if (create && (keys.empty() || keys.front() != signer.public_key())) {
        std::erase(keys, signer.public_key());
        std::string text = signer.public_key() + "\n";
        for (auto const& key : keys) text += key + "\n";
        FX_CHECK(write_file(directory + "/journal.pub", text, 0644));
    }
    return signer;
}

void Signer::sign(Head& head) const {
    auto const text = signed_text(head);
    crypto_sign_detached(head.signature.data(), nullptr, bytes_of(text).data(), text.size(), secret_.data());
}

std::string Signer::public_key() const {
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> key{};
    crypto_sign_ed25519_sk_to_pk(key.data(), secret_.data());
    return to_hex(key);
}

std::vector<std::string> stored_public_keys(std::string const& directory) {
    std::vector<std::string> keys;
    auto const text = read_text(directory + "/journal.pub");
    for (auto const line : split(text, '\n'))
        if (from_hex(trim(line)).size() == crypto_sign_PUBLICKEYBYTES) keys.emplace_back(trim(line));
    return keys;
}

}  // namespace fx::store
