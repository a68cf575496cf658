#pragma once
/// Resident identity numbers: GB 11643-1999, and the 15 digits used before it.

#include "base/result.hpp"
#include "base/time.hpp"

#include <string>
#include <string_view>

namespace fx::names {

enum class Sex : unsigned char { unknown, male, female };

struct IdCard {
    std::string number;  ///< 18 characters, the last a digit or X
    Sex sex = Sex::unknown;
    Date birth_date;
    int province = 0;  ///< first two digits: 61 is Shaanxi

    int division() const;  ///< first six digits: the county where the number was given out, perhaps long renamed
};

/// Takes full-width digits, spaces and a small x. A number of 15 digits becomes one of 18 (born 19yy, check added).
/// 422.70 characters, 422.71 province, 422.72 no such day of birth or one after `today`, 422.73 check character.
Result<IdCard> parse_id_card(std::string_view text, Date today);
}  // namespace fx::names
