#include "names/phone.hpp"

#include "base/text.hpp"
#include "names/pinyin.hpp"

#include <algorithm>
#include <utility>

namespace fx::names {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

/// Without what people put between digits; an extension stays behind a '-'.
std::pair<std::string, std::string> digits_and_extension(std::string_view text) {
    auto const narrow = fold_width(text.substr(0, 100));
    std::string digits;
    std::vector<std::size_t> hyphens;  // digits before each
    for (char const c : narrow) {
        if (c == '-')
            hyphens.push_back(digits.size());
        else if (c != ' ' && c != '(' && c != ')' && c != '\t' && c != '.')
            digits += c;
    }
    // "0911-4222222-801": what follows the last hyphen is an extension when area code and number stand before it.
    bool const area = digits.size() > 1 && digits[0] == '0' && digits[1] != '0';
    if (!area || hyphens.empty() || hyphens.back() < 10 || digits.size() - hyphens.back() > 5) return {digits, ""};
    auto extension = digits.substr(hyphens.back());
    digits.resize(hyphens.back());
    return {digits, extension};
}

std::size_t area_code_length(std::string_view digits) {
    if (!digits.starts_with('0') || digits.size() < 10 || digits[1] == '0') return 0;
    return digits[1] == '1'   ? (digits[2] == '0' ? 3 : 4)  // 010 Beijing
           : digits[1] == '2' ? 3                           // 02x
                              : 4;
}

}  // namespace

Result<Phone> parse_phone(std::string_view text) {
    auto [digits, extension] = digits_and_extension(text);
    for (std::string_view const prefix : {"+86", "0086", "86"})
        if (digits.starts_with(prefix) && digits.size() >= prefix.size() + 10) {
            digits.erase(0, prefix.size());
            break;
        }
    auto const bad = [] { return Problem(ProblemKind::phone_format).at("phone"); };
    if (digits.empty() || !all_digits(digits) || !all_digits(extension)) return bad();
    if (digits.size() == 11 && digits[0] == '1') return extension.empty() ? Result<Phone>(Phone{digits, true}) : bad();
    bool const free_call = digits.size() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
    auto const area = area_code_length(digits);
    auto const local = std::string_view(digits).substr(area);
    bool const local_good = (local.size() == 7 || local.size() == 8) && local[0] >= '2';
    if (!free_call && !local_good) return bad();
    auto number = area > 0 ? digits.substr(0, area) + "-" + digits.substr(area) : digits;
    if (!extension.empty()) number += "-" + extension;
    return Phone{std::move(number), false};
}

std::string mask_name(std::string_view name) {
    auto const parts = split_name(name);
    if (parts.surname.empty()) return "";
    auto const length = utf8_length(parts.given);
    if (length > 0) return parts.surname + std::string(length, '*');
    return parts.surname.substr(0, utf8_length_at(parts.surname, 0)) + "*";
}

std::string mask_phone(std::string_view number) {
    if (number.size() < 7) return std::string(number.size(), '*');
    auto const hyphen = number.find('-');
    if (hyphen != number.npos)
        return std::string(number.substr(0, hyphen + 1)) + "****" + std::string(number.substr(number.size() - 3));
    if (number.size() < 11) return "****" + std::string(number.substr(number.size() - 3));
    return std::string(number.substr(0, 3)) + "****" + std::string(number.substr(number.size() - 4));
}

std::string mask_id_number(std::string_view number) {
    if (number.size() < 12) return std::string(number.size(), '*');
    return std::string(number.substr(0, 4)) + std::string(number.size() - 8, '*') +
           std::string(number.substr(number.size() - 4));
}

}  // namespace fx::names
