// A photo comes from any phone: whatever is taken has a format, sides in range, and no end that is missing;
// a document that is taken begins as one.
#include "images/image.hpp"
#include "images/pdf.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    if (fx::images::check_pdf(bytes).has_value() && !fx::images::is_pdf(bytes)) std::abort();
    auto const image = fx::images::read_image(bytes);
    if (image.has_error()) return 0;
    if (image->width == 0 || image->width > fx::images::side_max || image->height == 0 ||
        image->height > fx::images::side_max || fx::images::media_type(image->format).empty())
        std::abort();
    if (fx::images::read_image(bytes.substr(0, size - 1)).has_value()) std::abort();  // nothing may be cut off unseen
    return 0;
}
