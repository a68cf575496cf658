#include "base/text.hpp"

#include <simdjson.h>

#include <algorithm>

namespace fx {

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

std::size_t utf8_length(std::string_view text) {
    std::size_t count = 0;
    for (char const c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return count;
}

std::size_t utf8_length_at(std::string_view text, std::size_t at) {
    auto const byte = std::uint8_t(text[at]);
    std::size_t const length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    return std::min(length, text.size() - at);
}

std::string fold_width(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto const piece = text.substr(at, utf8_length_at(text, at));
        at += piece.size();
        auto const second = piece.size() == 3 ? std::uint8_t(piece[1]) : 0,
                   third = piece.size() == 3 ? std::uint8_t(piece[2]) : 0;
        bool const full_width = piece.size() == 3 && std::uint8_t(piece[0]) == 0xEF && (second == 0xBC || second == 0xBD);
        int const ascii = full_width ? (second - 0xBC) * 64 + (third - 0x80) + 0x20 : 0;  // U+FF00 stands for U+0020
        if (ascii > 0x20 && ascii < 0x7F)
            out += char(ascii);
        else if (piece == "\u3000")
            out += ' ';
        else
            out += piece;
    }
    return out;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view ascii = " \t\r\n", wide = "\u3000";
    for (bool again = true; again && !text.empty();) {
        again = false;
        if (ascii.find(text.front()) != ascii.npos)
            text.remove_prefix(1), again = true;
        else if (text.starts_with(wide))
            text.remove_prefix(wide.size()), again = true;
        else if (ascii.find(text.back()) != ascii.npos)
            text.remove_suffix(1), again = true;
        else if (text.ends_with(wide))
            text.remove_suffix(wide.size()), again = true;
    }
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0;;) {
        auto const end = text.find(separator, at);
        parts.push_back(text.substr(at, end - at));
        if (end == text.npos) return parts;
        at = end + 1;
    }
}

bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

std::string to_hex(std::span<std::uint8_t const> bytes) {
    constexpr char hex[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (auto const byte : bytes) {
        out += hex[byte >> 4];
        out += hex[byte & 15];
    }
    return out;
}

std::vector<std::uint8_t> from_hex(std::string_view text) {
    std::vector<std::uint8_t> out;
    if (text.size() % 2 != 0) return out;
    int high = -1;
    for (char const c : text) {
        int const value = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (value < 0) return {};
        if (high < 0)
            high = value;
        else
            out.push_back(std::uint8_t(high << 4 | value)), high = -1;
    }
    return out;
}

}  // namespace fx
