#include "records/seal.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace fx::records {
namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

Sealer::Key derive(Sealer::Key const& master, std::string_view name) {
    Sealer::Key key;
    crypto_generichash(key.data(), key.size(), reinterpret_cast<unsigned char const*>(name.data()), name.size(),
                       master.data(), master.size());
    return key;
}

unsigned char const* raw(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }

/// Keyed BLAKE2b over context ‖ 0 ‖ text.
void keyed_hash(unsigned char* out, std::size_t size, Sealer::Key const& key, std::string_view context,
                std::string_view text) {
    crypto_generichash_state state;
    unsigned char const zero = 0;
    crypto_generichash_init(&state, key.data(), key.size(), size);
    crypto_generichash_update(&state, raw(context), context.size());
    crypto_generichash_update(&state, &zero, 1);
    crypto_generichash_update(&state, raw(text), text.size());
    crypto_generichash_final(&state, out, size);
}

Problem unusable(std::string const& file, std::string why) {
    return Problem(ProblemKind::key_file_unusable, {file}).because(std::move(why));
}

}  // namespace

Sealer::Sealer(Key const& master)
    : cipher_(derive(master, "fangxian cipher 1")),
      nonce_(derive(master, "fangxian nonce 1")),
      search_(derive(master, "fangxian search 1")),
      secret_(derive(master, "fangxian secret 1")) {
    FX_ASSERT(sodium_init() >= 0);
}

Result<Sealer> Sealer::from_file(std::string const& file) {
    int const fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return unusable(file, "cannot open");
    struct stat info {};
    std::array<char, 80> text{};
    bool const private_file = ::fstat(fd, &info) == 0 && (info.st_mode & 0077) == 0;
    auto const size = ::read(fd, text.data(), text.size());
    ::close(fd);
    if (!private_file) return unusable(file, "readable by others; set mode 0600");
    if (size < 64) return unusable(file, "too short");
    auto const bytes = from_hex(trim(std::string_view(text.data(), std::size_t(size))));
    if (bytes.size() != 32) return unusable(file, "not 64 hex digits");
    Key key;
    std::copy(bytes.begin(), bytes.end(), key.begin());
    return Sealer(key);
}

Result<void> Sealer::create_file(std::string const& file, Random& random) {
    Key key;
    random.fill(key);
    auto const text = to_hex(key) + "\n";
    int const fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return unusable(file, "cannot create");
    bool const written = ::write(fd, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(fd) == 0;
    ::close(fd);
    if (!written) return unusable(file, "cannot write");
    return {};
}

Bytes Sealer::seal(std::string_view text, std::string_view context) const {
    Bytes out(nonce_size + text.size() + tag_size);
    keyed_hash(out.data(), nonce_size, nonce_, context, text);
    unsigned long long size = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + nonce_size, &size, raw(text), text.size(), raw(context),
                                               context.size(), nullptr, out.data(), cipher_.data());
    FX_ASSERT(size == text.size() + tag_size);
    return out;
}

Result<std::string> Sealer::open(Bytes const& sealed, std::string_view context) const {
    if (sealed.size() < nonce_size + tag_size) return unusable("", "sealed value too short");
    std::string text(sealed.size() - nonce_size - tag_size, '\0');
    unsigned long long size = 0;
    int const failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char*>(text.data()), &size, nullptr, sealed.data() + nonce_size,
        sealed.size() - nonce_size, raw(context), context.size(), sealed.data(), cipher_.data());
    if (failed != 0) return unusable("", "sealed value does not open: altered, or another key");
    return text;
}

Bytes Sealer::hash(std::string_view text, std::string_view field) const {
    Bytes out(16);
    keyed_hash(out.data(), out.size(), search_, field, text);
    return out;
}

Sealer::Key Sealer::secret_for(std::string_view context) const {
    Key out;
    keyed_hash(out.data(), out.size(), secret_, context, "");
    return out;
}

}  // namespace fx::records
