#include "server/auth/api_token.hpp"

#include "base/text.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace fx::server {
namespace {

constexpr std::string_view prefix = "fx_";
constexpr std::size_t id_size = 16, secret_size = 64;

bool is_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

NewApiToken make_api_token(Random& random) {
    std::array<std::uint8_t, id_size / 2> id{};
    std::array<std::uint8_t, secret_size / 2> secret{};
    random.fill(id);
    random.fill(secret);
    auto const secret_text = to_hex(secret);
    auto const id_text = to_hex(id);
    return {id_text, std::string(prefix) + id_text + "_" + secret_text, hash_token(secret_text)};
}

Result<ApiToken> parse_api_token(std::string_view text) {
    bool const shaped = text.size() == prefix.size() + id_size + 1 + secret_size && text.starts_with(prefix) &&
                        text[prefix.size() + id_size] == '_';
    if (!shaped) return Problem(ProblemKind::api_token_invalid);
    ApiToken const token{text.substr(prefix.size(), id_size), text.substr(prefix.size() + id_size + 1)};
    if (!is_hex(token.id) || !is_hex(token.secret)) return Problem(ProblemKind::api_token_invalid);
    return token;
}

bool matches(ApiToken const& token, TokenHash const& stored) {
    auto const hash = hash_token(token.secret);
    return sodium_memcmp(hash.data(), stored.data(), stored.size()) == 0;
}

}  // namespace fx::server
