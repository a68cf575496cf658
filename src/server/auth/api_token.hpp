#pragma once
/// Tokens for machines: "fx_<id>_<secret>", id of 16 and secret of 64 hex digits. The app stores the hash alone.

#include "base/random.hpp"
#include "base/result.hpp"
#include "server/auth/session.hpp"

#include <string>
#include <string_view>

namespace fx::server {

struct NewApiToken {
    std::string id;    ///< finds the stored hash
    std::string text;  ///< shown once to who asked for it
    TokenHash hash;    ///< of the secret, for the app's table
};

NewApiToken make_api_token(Random& random);

struct ApiToken {
    std::string_view id;
    std::string_view secret;
};

/// The parts of a token's text, which must outlive them. 401.136 when it does not have the form.
Result<ApiToken> parse_api_token(std::string_view text);
/// Whether the secret belongs to the stored hash. Constant time.
bool matches(ApiToken const& token, TokenHash const& stored);

}  // namespace fx::server
