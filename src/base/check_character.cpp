#include "base/check_character.hpp"

#include "base/assert.hpp"

#include <algorithm>

namespace fx {

char id_card_check(std::string_view digits17) {
    FX_ASSERT(digits17.size() == 17 && std::ranges::all_of(digits17, [](char c) { return c >= '0' && c <= '9'; }));
    int rest = 0;
    for (char const c : digits17) rest = (rest + (c - '0')) * 2 % 11;
    return "10X98765432"[rest];
}

}  // namespace fx
