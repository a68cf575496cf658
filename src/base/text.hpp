#pragma once
/// Small text helpers.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fx {

/// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF).
bool is_utf8(std::string_view text);
/// Code points in well-formed UTF-8.
std::size_t utf8_length(std::string_view text);
/// Bytes of the character at `at` (which must lie within well-formed UTF-8); never beyond the end.
std::size_t utf8_length_at(std::string_view text, std::size_t at);
/// Full-width ASCII (ＡＢＣ１２３（）：) and the ideographic space as half-width; the rest as it is.
std::string fold_width(std::string_view text);
/// Without leading and trailing ASCII white space and U+3000 (the ideographic space).
std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// At least one character, and nothing but 0 to 9.
bool all_digits(std::string_view text);
std::string to_hex(std::span<std::uint8_t const> bytes);
/// Empty result for an odd length or a non-hex character.
std::vector<std::uint8_t> from_hex(std::string_view text);

}  // namespace fx
