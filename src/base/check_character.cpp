#include "base/check_character.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"

namespace fx {

char id_card_check(std::string_view digits17) {
    FX_ASSERT(digits17.size() == 17 && all_digits(digits17));
    int rest = 0;
    for (char const c : digits17) rest = (rest + (c - '0')) * 2 % 11;
    return "10X98765432"[rest];
}

}  // namespace fx
