#pragma once
/// The session cookie: HttpOnly, SameSite=Strict, Path=/, and over TLS Secure with the __Host- prefix (RFC 6265bis),
/// which forbids other hosts to set it.

#include <cstdint>
#include <string>
#include <string_view>

namespace fx::server {

/// "__Host-fx" over TLS, "fx" without: a browser drops Secure cookies on plain HTTP.
std::string_view session_cookie_name(bool secure);
/// Value of a Set-Cookie header. max_age_s: the session's absolute limit; the server ends it earlier when idle.
std::string session_cookie(std::string_view token, bool secure, std::int64_t max_age_s);
/// Value of a Set-Cookie header that removes it.
std::string expired_session_cookie(bool secure);
/// Value of the first cookie of that name in a Cookie header; empty when absent.
std::string_view find_cookie(std::string_view cookie_header, std::string_view name);

/// The token of "Bearer TOKEN" in an Authorization header; empty when it is anything else.
std::string_view bearer_token(std::string_view authorization_header);

}  // namespace fx::server
