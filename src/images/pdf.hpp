#pragma once
/// PDF documents as bytes from outside: whole, and nothing in the clear that acts by itself.

#include "base/result.hpp"

#include <string_view>

namespace fx::images {

inline constexpr std::string_view pdf_media_type = "application/pdf";

/// Whether the bytes begin as a PDF does.
bool is_pdf(std::string_view bytes);

/// 422.318 for a file that does not end as a PDF does; 422.317 for one that is encrypted or names scripts, embedded files,
/// programs to start or forms that run (ISO 32000-1, 7.3.5: names, with their #xx escapes). Names within compressed object
/// streams are not seen: whoever opens it needs a reader that asks before it runs anything, and it is handed out as a
/// download, never shown within the page.
Result<void> check_pdf(std::string_view bytes);

}  // namespace fx::images
