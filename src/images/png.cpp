/// PNG (ISO/IEC 15948), stills only.
#include "images/bytes.hpp"

#include <algorithm>
#include <span>

namespace fx::images {
namespace {

using namespace std::string_view_literals;

/// What the picture and its colours need; text, times, EXIF and whatever else there may be is metadata.
constexpr std::string_view of_the_picture[] = {"PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM",
                                               "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "cICP"};
constexpr std::string_view of_an_animation[] = {"acTL", "fcTL", "fdAT"};

bool is_one_of(std::string_view name, std::span<std::string_view const> names) {
    return std::ranges::find(names, name) != names.end();
}

Result<Image> read_head(std::string_view head) {
    auto const compression = head[10], filter = head[11], interlace = head[12];
    if (compression != 0 || filter != 0 || interlace < 0 || interlace > 1) return broken("IHDR");
    return sized(Format::png, big_endian(head.substr(0, 4)), big_endian(head.substr(4, 4)));
}

}  // namespace

Result<Image> read_png(Bytes in) {
    in.take(8);
    Image image;
    bool has_data = false;
    for (std::string_view name; name != "IEND"sv;) {
        auto const head = in.take(8);
        if (!head) return broken("PNG");
        name = head->substr(4);
        auto const data = in.take(big_endian(head->substr(0, 4)));
        if (!data || !in.take(4)) return broken("PNG");  // 4: the checksum
        if (image.width == 0) {
            if (name != "IHDR"sv || data->size() != 13) return broken("IHDR");
            FX_TRY(image, read_head(*data));
        } else if (is_one_of(name, of_an_animation))
            return broken("APNG");
        else if (!is_one_of(name, of_the_picture))
            return metadata(std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7f; }) ? std::string(name)
                                                                                                  : "PNG");
        has_data |= name == "IDAT"sv;
    }
    if (!has_data || !in.at_end()) return broken("IEND");
    return image;
}

}  // namespace fx::images
