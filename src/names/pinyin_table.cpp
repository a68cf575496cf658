#include "names/pinyin_table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace fx::names {
namespace {

// syllables, main (U+3400..), compatibility (U+F900..), supplement (U+20000..), surnames
#include "names/pinyin_table.inc"

/// U+4E00 for "一".
std::uint32_t code_point(std::string_view character) {
    if (character.empty()) return 0;
    auto const first = std::uint8_t(character[0]);
    std::uint32_t code = first < 0x80 ? first : first < 0xE0 ? first & 0x1Fu : first < 0xF0 ? first & 0x0Fu : first & 0x07u;
    for (char const c : character.substr(1)) code = code << 6 | (std::uint8_t(c) & 0x3Fu);
    return code;
}

template <std::size_t count>
std::string_view look_up(std::array<std::uint16_t, count> const& table, std::uint32_t index) {
    return index < count ? syllables[table[index]] : std::string_view();
}

}  // namespace

std::string_view character_reading(std::string_view character) {
    auto const code = code_point(character);
    if (code == 0x3007) return "ling";  // 〇
    if (code >= 0x20000) return look_up(supplement, code - 0x20000);
    if (code >= 0xF900) return look_up(compatibility, code - 0xF900);
    return code >= 0x3400 ? look_up(main, code - 0x3400) : std::string_view();
}

std::string_view surname_reading(std::string_view character) {
    auto const code = code_point(character);
    auto const found = std::ranges::find(surnames, code, &std::pair<std::uint32_t, std::uint16_t>::first);
    return found == surnames.end() ? std::string_view() : syllables[found->second];
}

}  // namespace fx::names
