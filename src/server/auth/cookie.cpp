#include "server/auth/cookie.hpp"

#include "base/text.hpp"
#include "server/request.hpp"

namespace fx::server {

std::string_view session_cookie_name(bool secure) { return secure ? "__Host-fx" : "fx"; }

std::string session_cookie(std::string_view token, bool secure, std::int64_t max_age_s) {
    auto cookie = std::string(session_cookie_name(secure));
    cookie.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=");
    cookie += std::to_string(max_age_s);
    if (secure) cookie += "; Secure";
    return cookie;
}

std::string expired_session_cookie(bool secure) { return session_cookie("", secure, 0); }

std::string_view find_cookie(std::string_view cookie_header, std::string_view name) {
    for (auto part : split(cookie_header, ';')) {
        part = trim(part);
        if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=')
            return part.substr(name.size() + 1);
    }
    return {};
}

std::string_view bearer_token(std::string_view authorization_header) {
    constexpr std::string_view scheme = "Bearer ";
    bool const bearer = equals_ignoring_case(authorization_header.substr(0, scheme.size()), scheme);
    return bearer ? trim(authorization_header.substr(scheme.size())) : std::string_view();
}

}  // namespace fx::server
