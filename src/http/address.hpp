#pragma once
/// Where a request goes.

#include <optional>
#include <string>
#include <string_view>

namespace fx::http {

struct Address {
    bool secure = false;
    std::string host;  ///< an IPv6 address without its brackets
    std::string port;
    std::string path;  ///< with its query: empty, or beginning with '/' or '?'

    /// As the Host field says it: "relay.example:443", "[::1]:8080".
    std::string authority() const;
};

/// "https://host[:port][/path][?query]" or "http://…". Nothing for another scheme, a user name or password, a fragment, a
/// port that is none, and for what a URL may not hold (spaces, control characters, anything but ASCII).
std::optional<Address> parse_address(std::string_view url);

}  // namespace fx::http
