#pragma once
/// Percent-decoding of paths and queries. Every function refuses what is not well-formed UTF-8 after decoding.

#include "server/request.hpp"

namespace fx::server {

inline constexpr std::size_t query_params_max = 64;

/// "%E9%98%B2" -> "防". 400.7 for a broken escape or a NUL, 400.2 for invalid UTF-8.
Result<std::string> percent_decode(std::string_view text);
/// "a=1&b=%20+" -> {a,1} {b,"  "}; a part without '=' has an empty value. At most query_params_max parts, else 400.7.
Result<Pairs> parse_query(std::string_view text);

}  // namespace fx::server
