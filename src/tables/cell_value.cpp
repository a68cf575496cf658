#include "tables/cell_value.hpp"

#include "base/text.hpp"
#include "base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace fx::tables {
namespace {

/// The format's letters, lower case, without quoted text, escapes, colours and locales; only its first section.
struct FormatLetters {
    std::string letters;
    bool elapsed = false;  ///< [h] [mm] [ss]
};

FormatLetters letters_of(std::string_view code) {
    FormatLetters found;
    for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
        char const c = code[i];
        if (c == '"') {
            i = std::min(code.find('"', i + 1), code.size());
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            auto const end = std::min(code.find(']', i), code.size());
            char const first = i + 1 < end ? char(code[i + 1] | 0x20) : ' ';
            auto const inside = code.substr(i + 1, end - i - 1);
            bool const one_letter =
                !inside.empty() && std::ranges::all_of(inside, [&](char x) { return char(x | 0x20) == first; });
            found.elapsed = found.elapsed || (one_letter && (first == 'h' || first == 'm' || first == 's'));
            i = end;
        } else if (c >= 'A' && c <= 'Z') {
            found.letters += char(c | 0x20);
        } else {
            found.letters += c;
        }
    }
    return found;
}

/// A number of 16 and more digits as a spreadsheet shows it: 15 digits, then zeros. No digit is invented.
std::string long_number_text(std::string_view raw, double value) {
    if (std::abs(value) >= 1e25 || std::ranges::all_of(raw, is_digit)) return std::string(raw);
    auto const text = fmt::format("{:.14e}", value);  // "6.10627199001011e+17"
    auto const e = text.find('e'), point = text.find('.');
    auto const zeros = std::size_t(std::stoi(text.substr(e + 1)) - 14);
    return text.substr(0, point) + text.substr(point + 1, e - point - 1) + std::string(zeros, '0');
}

std::string time_text(std::int64_t seconds) {
    return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

Shown shown_by_id(int id) {
    auto const in = [id](int first, int last) { return id >= first && id <= last; };
    if (id == 22) return Shown::date_time;
    if (id == 46) return Shown::elapsed;
    if (in(18, 21) || in(32, 35) || id == 45 || id == 47 || in(55, 56)) return Shown::time;
    if (in(14, 17) || in(27, 31) || id == 36 || in(50, 54) || in(57, 58)) return Shown::date;
    return Shown::number;
}

Shown shown_by_code(std::string_view code) {
    auto const [letters, elapsed] = letters_of(code);
    if (elapsed) return Shown::elapsed;
    if (letters == "general") return Shown::number;
    auto const has = [&](char c) { return letters.find(c) != std::string::npos; };
    bool const time = has('h') || has('s');
    bool const date = has('y') || has('d') || (has('m') && !time);
    if (date) return time ? Shown::date_time : Shown::date;
    return time ? Shown::time : Shown::number;
}

NumberText number_text(std::string_view raw) {
    double value = 0;
    auto const [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
    if (error != std::errc{} || end != raw.data() + raw.size() || !std::isfinite(value)) return {std::string(raw)};
    double const size = std::abs(value);
    if (size >= 1e15) return {long_number_text(raw, value), true};
    if (value == std::trunc(value)) return {fmt::format("{}", std::int64_t(value))};
    auto text = fmt::format("{:.15g}", value);
    if (text.find('e') == text.npos || size < 1e-15) return {std::move(text)};
    text = fmt::format("{:.20f}", value);
    text.erase(text.find_last_not_of('0') + 1);
    return {std::move(text)};
}

Result<std::string> serial_text(double serial, Shown shown, bool from_1904) {
    if (!(serial >= 0 && serial < 200'000)) return Problem(ProblemKind::cell_date_invalid);
    auto const seconds = std::int64_t(std::llround(serial * 86'400));
    if (shown == Shown::elapsed || (shown == Shown::time && seconds < 86'400)) return time_text(seconds);
    int const day_number = int(seconds / 86'400) + (from_1904 ? 1462 : 0);
    // Day 60 is 29 February 1900, which Lotus 1-2-3 believed in and every spreadsheet since has kept.
    if (day_number == 60 || day_number == 0) return Problem(ProblemKind::cell_date_invalid);
    constexpr int days_1899_12_30 = -25'569;
    Date const date{days_1899_12_30 + day_number + (day_number < 60 ? 1 : 0)};
    if (civil(date).year > 2199) return Problem(ProblemKind::cell_date_invalid);
    if (shown == Shown::date) return format(date);
    return format(date) + "T" + time_text(seconds % 86'400);
}

bool is_shortened_number(std::string_view cell) {
    auto const e = cell.find('E');
    if (e == cell.npos || e == 0 || cell.size() != e + 4 || cell[e + 1] != '+' || !is_digit(cell[0])) return false;
    if (!is_digit(cell[e + 2]) || !is_digit(cell[e + 3])) return false;
    bool const mantissa = e == 1 || (cell[1] == '.' && e > 2 && std::ranges::all_of(cell.substr(2, e - 2), is_digit));
    return mantissa && (cell[e + 2] - '0') * 10 + (cell[e + 3] - '0') >= 10;
}

}  // namespace fx::tables
