#include "images/image.hpp"

#include "base/assert.hpp"
#include "images/bytes.hpp"

namespace fx::images {

Result<Image> read_image(std::string_view bytes) {
    using namespace std::string_view_literals;
    Bytes in(bytes);
    if (bytes.starts_with("\xff\xd8"sv)) return read_jpeg(in);
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return read_png(in);
    if (bytes.starts_with("RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP"sv) return read_webp(in);
    return Problem(ProblemKind::attachment_type_unknown);
}

std::string_view media_type(Format format) {
    switch (format) {
        case Format::jpeg: return "image/jpeg";
        case Format::png: return "image/png";
        case Format::webp: return "image/webp";
    }
    FX_ASSERT(false);
    return {};
}

}  // namespace fx::images
