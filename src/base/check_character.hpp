#pragma once
/// Check characters of Chinese identifiers.

#include <string_view>

namespace fx {

/// Of a resident identity number, GB 11643-1999 (ISO 7064 MOD 11-2): '0'-'9' or 'X'. Precondition: 17 digits.
char id_card_check(std::string_view digits17);

}  // namespace fx
