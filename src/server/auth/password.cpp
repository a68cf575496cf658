#include "server/auth/password.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace fx::server {
namespace {

constexpr std::size_t hash_size = crypto_pwhash_STRBYTES;

/// The start of the public lists of leaked passwords, eight characters and longer, and their Chinese counterparts.
constexpr std::string_view common[] = {
    "password",      "12345678",    "123456789",  "1234567890",     "11111111",   "88888888",  "00000000",    "66666666",
    "1q2w3e4r",      "qwertyui",    "qwerty123",  "qwertyuiop",     "1qaz2wsx",   "password1", "password123", "p@ssw0rd",
    "passw0rd",      "iloveyou",    "5201314520", "52013145201314", "woaini1314", "woaini520", "a1234567",    "a12345678",
    "a123456789",    "123456789a",  "abcd1234",   "abc12345",       "abc123456",  "admin123",  "admin1234",   "admin888",
    "administrator", "asdfghjkl",   "zxcvbnm123", "147258369",      "123123123",  "987654321", "87654321",    "changeme",
    "fangxian",      "fangxian123", "welcome1",   "letmein123",     "sunshine",   "football",  "superman",    "princess",
};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = char(c + 32);
    return out;
}

Problem weak(Words why) { return Problem(ProblemKind::weak_password, {std::move(why)}).at("password"); }

}  // namespace

Result<std::string> hash_password(std::string_view password, PasswordCost cost) {
    FX_ASSERT(sodium_init() >= 0);
    std::array<char, hash_size> hash{};
    int const failed = crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), cost.passes, cost.memory_bytes,
                                             crypto_pwhash_ALG_ARGON2ID13);
    if (failed) return Problem(ProblemKind::overloaded).because("argon2id: no memory");
    return std::string(hash.data());
}

bool verify_password(std::string const& hash, std::string_view password) {
    FX_ASSERT(sodium_init() >= 0);
    if (hash.size() >= hash_size || password.size() > password_bytes_max) return false;
    std::array<char, hash_size> padded{};
    std::ranges::copy(hash, padded.begin());
    return crypto_pwhash_str_verify(padded.data(), password.data(), password.size()) == 0;
}

bool needs_rehash(std::string const& hash, PasswordCost cost) {
    if (hash.size() >= hash_size) return true;
    std::array<char, hash_size> padded{};
    std::ranges::copy(hash, padded.begin());
    return crypto_pwhash_str_needs_rehash(padded.data(), cost.passes, cost.memory_bytes) != 0;
}

void verify_nothing(std::string_view password, PasswordCost cost) {
    if (password.size() <= password_bytes_max) (void)hash_password(password, cost);
}

Result<void> check_password(std::string_view password, std::string_view user_name) {
    if (!is_utf8(password)) return Problem(ProblemKind::invalid_utf8).at("password");
    if (utf8_length(password) < password_length_min)
        return weak({"少于 " + std::to_string(password_length_min) + " 个字",
                     "fewer than " + std::to_string(password_length_min) + " characters"});
    if (password.size() > password_bytes_max)
        return weak({"超过 " + std::to_string(password_bytes_max) + " 字节",
                     "more than " + std::to_string(password_bytes_max) + " bytes"});
    auto const folded = lower(password);
    if (std::ranges::find(common, folded) != std::end(common)) return weak({"太常见", "it is a common one"});
    if (std::ranges::all_of(folded, [&](char c) { return c == folded[0]; }))
        return weak({"同一字符重复", "one character repeated"});
    if (user_name.size() >= 3 && folded.find(lower(user_name)) != folded.npos)
        return weak({"含有用户名", "it holds the user name"});
    return {};
}

std::string make_one_time_password(Random& random) {
    constexpr std::string_view alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
    std::string out;
    for (int i = 0; i < 16; ++i) {
        if (i > 0 && i % 4 == 0) out += '-';
        out += alphabet[std::size_t(random.below(alphabet.size()))];
    }
    return out;
}

}  // namespace fx::server
