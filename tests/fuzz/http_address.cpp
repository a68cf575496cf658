// An address that an administrator gives: what parses says the same when it is put together again, and goes to one host.
#include "http/address.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const address = fx::http::parse_address(text);
    if (!address) return 0;
    if (address->host.empty() || address->host.find_first_of("@/?#[] \r\n") != std::string::npos) std::abort();
    if (address->path.find_first_of(" \r\n#") != std::string::npos) std::abort();
    auto const whole = (address->secure ? "https://" : "http://") + address->authority() + address->path;
    auto const again = fx::http::parse_address(whole);
    if (whole.size() > 300) return 0;  // the port was left out, and saying it makes it too long
    if (!again || again->host != address->host || again->port != address->port || again->path != address->path) std::abort();
    return 0;
}
