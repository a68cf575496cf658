#include "http/address.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace fx::http {
namespace {

constexpr std::size_t url_bytes_max = 300;

bool letter_or_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool in_url(char c) {
    return letter_or_digit(c) || std::string_view("-._~:/?[]@!$&'()*+,;=%").find(c) != std::string_view::npos;
}
bool in_name(char c) { return letter_or_digit(c) || c == '-' || c == '.' || c == '_'; }
bool in_ipv6(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.'; }

bool is_port(std::string_view digits) {
    int number = 0;
    return all_digits(digits) && digits.size() <= 5 &&
           std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc() && number >= 1 &&
           number <= 65'535;
}

}  // namespace

std::string Address::authority() const {
    bool const numeric6 = host.find(':') != host.npos;
    return (numeric6 ? "[" + host + "]" : host) + ":" + port;
}

std::optional<Address> parse_address(std::string_view url) {
    if (url.size() > url_bytes_max || !std::ranges::all_of(url, in_url)) return std::nullopt;
    Address address;
    auto rest = url;
    if (rest.starts_with("https://"))
        address.secure = true, rest.remove_prefix(8);
    else if (rest.starts_with("http://"))
        rest.remove_prefix(7);
    else
        return std::nullopt;
    auto const end = std::min(rest.find_first_of("/?"), rest.size());
    auto authority = rest.substr(0, end);
    address.path = rest.substr(end);
    address.port = address.secure ? "443" : "80";
    bool const numeric6 = authority.starts_with('[');
    auto const close = numeric6 ? authority.find(']') : authority.npos;
    if (numeric6 && close == authority.npos) return std::nullopt;
    if (auto const colon = authority.find(':', numeric6 ? close : 0); colon != authority.npos) {
        auto const digits = authority.substr(colon + 1);
        if (!is_port(digits)) return std::nullopt;
        address.port = digits;
        authority = authority.substr(0, colon);
    }
    if (numeric6) {
        if (!authority.ends_with(']')) return std::nullopt;
        authority = authority.substr(1, authority.size() - 2);
    }
    // An '@' would part a user name from the host.
    if (authority.empty() || !std::ranges::all_of(authority, numeric6 ? in_ipv6 : in_name)) return std::nullopt;
    address.host = authority;
    return address;
}

}  // namespace fx::http
