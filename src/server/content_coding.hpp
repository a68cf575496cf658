#pragma once
/// gzip of bodies, both ways (RFC 9110 8.4): phones pay by the byte.

#include "server/response.hpp"

namespace fx::server {

/// Whether an Accept-Encoding value takes `coding` (named, not with q=0).
bool accepts_encoding(std::string_view accept_encoding, std::string_view coding);

/// Compresses a body that is text, large enough to gain, and wanted so. Small bodies stay as they are: they gain nothing,
/// and what holds a secret beside what a client sent (the session) is small.
void compress(Response& response, std::string_view accept_encoding);

/// The body as it was before `Content-Encoding: gzip`. 413.3 beyond `bytes_max`, however small it came; 400.7 when damaged,
/// cut short or followed by more, or when the coding is another.
Result<std::string> decoded(std::string_view body, std::string_view coding, std::size_t bytes_max);

}  // namespace fx::server
