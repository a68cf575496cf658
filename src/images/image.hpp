#pragma once
/// Photos as bytes from outside: what they are, how large they unfold, and that nothing travels along with the picture.
/// Walks the container from the first byte to the last; the picture itself is never decoded here, only by a browser,
/// which is why its size in pixels is bounded.

#include "base/result.hpp"

#include <cstdint>
#include <string_view>

namespace fx::images {

enum class Format : std::uint8_t { jpeg, png, webp };

struct Image {
    Format format = Format::jpeg;
    std::uint32_t width = 0, height = 0;  ///< pixels, 1..side_max
};

/// The longest side a picture may have: 4096 × 4096 unfold to 64 MB, which an old phone can still show.
inline constexpr std::uint32_t side_max = 4096;

/// A still JPEG (baseline or progressive), PNG or WebP, by its content. 415.220 none of them; 422.221 cut off, followed by
/// other bytes, or not well-formed; 413.223 too many pixels; 422.224 with metadata: EXIF, XMP, IPTC, comments, previews,
/// anything but what the colours need.
Result<Image> read_image(std::string_view bytes);

/// "image/jpeg", "image/png", "image/webp".
std::string_view media_type(Format format);

}  // namespace fx::images
