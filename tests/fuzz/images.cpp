// A photo comes from any phone: whatever is taken has a format, sides in range, and the same outcome when read again.
#include "images/image.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    auto const image = fx::images::read_image(bytes);
    if (image.has_error()) return 0;
    if (image->width == 0 || image->width > fx::images::side_max || image->height == 0 ||
        image->height > fx::images::side_max || fx::images::media_type(image->format).empty())
        std::abort();
    if (fx::images::read_image(bytes.substr(0, size - 1)).has_value()) std::abort();  // nothing may be cut off unseen
    return 0;
}
