#pragma once
/// Readings of single characters, from the table made at build time.

#include <string_view>

namespace fx::names {

/// First reading of one character (UTF-8), such as "hong"; empty when it is no Han character or has no reading.
std::string_view character_reading(std::string_view character);
/// Its reading as a surname where CLDR knows another one; empty otherwise.
std::string_view surname_reading(std::string_view character);

}  // namespace fx::names
