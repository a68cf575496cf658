#pragma once
/// Bytes read in order, never beyond the end. Internal to images.

#include "images/image.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace fx::images {

class Bytes {
public:
    explicit Bytes(std::string_view data) : data_(data) {}

    bool at_end() const { return at_ == data_.size(); }
    std::size_t left() const { return data_.size() - at_; }
    /// Nothing when fewer are left.
    std::optional<std::string_view> take(std::size_t count) {
        if (count > left()) return std::nullopt;
        auto const taken = data_.substr(at_, count);
        at_ += count;
        return taken;
    }

private:
    std::string_view data_;
    std::size_t at_ = 0;
};

/// Unsigned integers of `text`, which is 2 to 4 bytes long.
inline std::uint32_t big_endian(std::string_view text) {
    std::uint32_t value = 0;
    for (char const c : text) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}
inline std::uint32_t little_endian(std::string_view text) {
    std::uint32_t value = 0;
    for (std::size_t i = text.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(text[i]);
    return value;
}

inline Problem broken(std::string what) { return Problem(ProblemKind::attachment_broken, {std::move(what)}); }
inline Problem metadata(std::string what) { return Problem(ProblemKind::attachment_has_metadata, {std::move(what)}); }

/// The picture, when its sides are in range.
inline Result<Image> sized(Format format, std::uint32_t width, std::uint32_t height) {
    auto const sides = std::to_string(width) + "×" + std::to_string(height);
    if (width == 0 || height == 0) return broken(sides);
    if (width > side_max || height > side_max)
        return Problem(ProblemKind::attachment_too_many_pixels, {sides, std::to_string(side_max)});
    return Image{format, width, height};
}

// After the signature. One file each.
Result<Image> read_jpeg(Bytes in);
Result<Image> read_png(Bytes in);
Result<Image> read_webp(Bytes in);

}  // namespace fx::images
