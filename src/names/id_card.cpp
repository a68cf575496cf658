#include "names/id_card.hpp"

#include "base/check_character.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace fx::names {
namespace {

/// GB/T 2260, with 81-83 (residence permits of Hong Kong, Macao and Taiwan) and 91 (given out abroad).
constexpr auto provinces = std::to_array<int>({11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43,
                                               44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91});

/// Half-width, upper case, without blanks.
std::string canonical(std::string_view text) {
    auto out = fold_width(text.substr(0, 200));
    std::erase_if(out, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    return out;
}

int number_at(std::string_view digits, std::size_t at, std::size_t count) {
    int number = 0;
    for (char const c : digits.substr(at, count)) number = number * 10 + (c - '0');
    return number;
}

}  // namespace

int IdCard::division() const { return number_at(number, 0, 6); }

Result<IdCard> parse_id_card(std::string_view text, Date today) {
    IdCard card{canonical(text), Sex::unknown, {}, 0};
    auto& number = card.number;
    auto const body = std::string_view(number).substr(0, number.size() == 18 ? 17 : number.size());
    bool const length_good = number.size() == 18 || number.size() == 15;
    if (!length_good || !std::ranges::all_of(body, is_digit)) return Problem(ProblemKind::id_card_format).at("id_number");
    if (number.size() == 15) {
        number.insert(6, "19");
        number += id_card_check(number);
    }
    card.province = number_at(number, 0, 2);
    if (std::ranges::find(provinces, card.province) == provinces.end())
        return Problem(ProblemKind::id_card_region).at("id_number");
    auto const born = date_of({number_at(number, 6, 4), number_at(number, 10, 2), number_at(number, 12, 2)});
    if (born.has_error() || *born > today) return Problem(ProblemKind::id_card_birth_date).at("id_number");
    if (number.back() != id_card_check(std::string_view(number).substr(0, 17)))
        return Problem(ProblemKind::id_card_check).at("id_number");
    card.birth_date = *born;
    card.sex = (number[16] - '0') % 2 == 1 ? Sex::male : Sex::female;
    return card;
}

}  // namespace fx::names
