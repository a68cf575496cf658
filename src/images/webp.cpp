/// WebP container (RFC 9649), stills only.
#include "images/bytes.hpp"

namespace fx::images {
namespace {

using namespace std::string_view_literals;

/// A key frame's head (RFC 6386, 9.1).
Result<Image> read_lossy(std::string_view data) {
    if (data.size() < 10 || (data[0] & 1) != 0 || data.substr(3, 3) != "\x9d\x01\x2a"sv) return broken("VP8");
    return sized(Format::webp, little_endian(data.substr(6, 2)) & 0x3fff, little_endian(data.substr(8, 2)) & 0x3fff);
}

Result<Image> read_lossless(std::string_view data) {
    if (data.size() < 5 || data[0] != 0x2f) return broken("VP8L");
    auto const bits = little_endian(data.substr(1, 4));
    if (bits >> 29 != 0) return broken("VP8L");
    return sized(Format::webp, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
}

Result<Image> read_canvas(std::string_view data) {
    constexpr int animated = 0x02;
    if (data.size() != 10 || (data[0] & animated) != 0) return broken("VP8X");
    return sized(Format::webp, little_endian(data.substr(4, 3)) + 1, little_endian(data.substr(7, 3)) + 1);
}

}  // namespace

Result<Image> read_webp(Bytes in) {
    auto const head = in.take(12);
    if (!head || std::uint64_t(little_endian(head->substr(4, 4))) + 8 != in.left() + 12) return broken("RIFF");
    Image canvas, image;
    while (!in.at_end()) {
        auto const chunk = in.take(8);
        auto const size = chunk ? little_endian(chunk->substr(4)) : 0;
        auto const data = chunk ? in.take(size) : std::nullopt;
        if (!data || (size % 2 != 0 && !in.take(1))) return broken("WebP");
        auto const name = chunk->substr(0, 4);
        bool const first = canvas.width == 0 && image.width == 0;
        if (name == "VP8X"sv && first) {
            FX_TRY(canvas, read_canvas(*data));
        } else if ((name == "VP8 "sv || name == "VP8L"sv) && image.width == 0) {
            FX_TRY(image, name == "VP8 "sv ? read_lossy(*data) : read_lossless(*data));
        } else if (name == "EXIF"sv || name == "XMP "sv)
            return metadata(std::string(name.substr(0, name == "EXIF"sv ? 4 : 3)));
        else if (canvas.width == 0 || (name != "ICCP"sv && name != "ALPH"sv))
            return broken("WebP");
    }
    bool const fits = canvas.width == 0 || (canvas.width == image.width && canvas.height == image.height);
    if (image.width == 0 || !fits) return broken("WebP");
    return image;
}

}  // namespace fx::images
