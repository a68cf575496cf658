#pragma once
/// What a spreadsheet keeps as a number, back to what the person typed.

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace fx::tables {

/// How a cell's number format shows its number (ECMA-376 part 1, 18.8.30).
enum class Shown : unsigned char { number, date, date_time, time, elapsed };

/// By number of the built-in formats 0..163; those of the Chinese edition included.
Shown shown_by_id(int format_id);
/// By the text of a custom format: yyyy"年"m"月"d"日";@ is a date.
Shown shown_by_code(std::string_view format_code);

struct NumberText {
    std::string text;
    bool digits_lost = false;  ///< 16 and more digits: a spreadsheet keeps 15 and writes zeros for the rest
};
/// "36.700000000000003" -> "36.7", "1.3800001234E10" -> "13800001234". Not a number: the text as it is.
NumberText number_text(std::string_view raw);

/// A day number (days since 1899-12-30, or 1904-01-01) as text; nothing when it names no day between 1900 and 2199.
Result<std::string> serial_text(double serial, Shown shown, bool from_1904);

/// Whether a CSV cell is a long number a spreadsheet has shortened: "6.10627E+17".
bool is_shortened_number(std::string_view cell);

}  // namespace fx::tables
