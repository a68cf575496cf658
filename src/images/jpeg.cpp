/// JPEG interchange format (ITU-T T.81, annex B) with JFIF, Adobe and ICC segments.
#include "images/bytes.hpp"

namespace fx::images {
namespace {

using namespace std::string_view_literals;

constexpr unsigned sof0 = 0xc0, sof1 = 0xc1, sof2 = 0xc2, dht = 0xc4, rst0 = 0xd0, rst7 = 0xd7, eoi = 0xd9, sos = 0xda,
                   dqt = 0xdb, dri = 0xdd, app0 = 0xe0, app2 = 0xe2, app14 = 0xee, app15 = 0xef, comment = 0xfe;

/// The next marker; 0 when there is none.
unsigned marker(Bytes& in) {
    auto byte = in.take(1);
    if (!byte || *byte != "\xff"sv) return 0;
    do byte = in.take(1);
    while (byte && *byte == "\xff"sv);  // fill bytes
    return byte ? big_endian(*byte) : 0;
}

/// Coded data up to the marker that ends it, which is given; 0 when the data ends before.
unsigned skip_scan(Bytes& in) {
    for (auto byte = in.take(1); byte; byte = in.take(1)) {
        if (*byte != "\xff"sv) continue;
        do byte = in.take(1);
        while (byte && *byte == "\xff"sv);
        if (!byte) return 0;
        auto const code = big_endian(*byte);
        if (code != 0 && (code < rst0 || code > rst7)) return code;
    }
    return 0;
}

/// Of the application's segments only those that the colours need: a JFIF head without a preview, Adobe, ICC.
bool is_of_the_picture(unsigned code, std::string_view segment) {
    if (code == app0) return segment.starts_with("JFIF\0"sv) && segment.size() == 14;
    if (code == app2) return segment.starts_with("ICC_PROFILE\0"sv);
    return code == app14 && segment.starts_with("Adobe"sv);
}

std::string name_of(unsigned code, std::string_view segment) {
    if (segment.starts_with("Exif"sv)) return "EXIF";
    if (segment.starts_with("http"sv)) return "XMP";
    return code == comment ? "COM" : "APP" + std::to_string(code - app0);
}

Result<Image> read_frame(std::string_view segment) {
    // Precision, lines, samples a line, components and three bytes for each.
    if (segment.size() < 6 || segment[0] != 8) return broken("SOF");
    auto const components = std::size_t(big_endian(segment.substr(5, 1)));
    if (components < 1 || components > 4 || segment.size() != 6 + 3 * components) return broken("SOF");
    return sized(Format::jpeg, big_endian(segment.substr(3, 2)), big_endian(segment.substr(1, 2)));
}

}  // namespace

Result<Image> read_jpeg(Bytes in) {
    in.take(2);
    Image image;
    bool has_scan = false;
    for (unsigned code = marker(in); code != eoi;) {
        auto const length = code == 0 ? std::nullopt : in.take(2);
        auto const segment = length && big_endian(*length) >= 2 ? in.take(big_endian(*length) - 2) : std::nullopt;
        if (!segment) return broken("JPEG");
        if ((code >= app0 && code <= app15) || code == comment) {
            if (!is_of_the_picture(code, *segment)) return metadata(name_of(code, *segment));
        } else if (code == sof0 || code == sof1 || code == sof2) {
            if (image.width != 0) return broken("SOF");
            FX_TRY(image, read_frame(*segment));
        } else if (code == sos) {
            if (image.width == 0) return broken("SOS");
            has_scan = true;
            code = skip_scan(in);
            continue;
        } else if (code != dht && code != dqt && code != dri)
            return broken("JPEG");
        code = marker(in);
    }
    if (!has_scan || !in.at_end()) return broken("EOI");
    return image;
}

}  // namespace fx::images
