#pragma once
/// Telephone numbers of the mainland, and what may be shown of a person.

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace fx::names {

struct Phone {
    std::string number;  ///< "13800001234", "0911-4222222", "0911-4222222-801", "4222222", "4008123456"
    bool mobile = false;
};

/// Takes spaces, hyphens, brackets, full-width digits, +86, 0086. Mobile: 1 and ten digits. Land line: area code (010, 02x,
/// 0xxx) and 7 or 8 digits, an extension of up to 5; or 7 to 8 digits of the own area; or 400/800 and 7. 422.75 otherwise.
Result<Phone> parse_phone(std::string_view text);

/// "张红" -> "张*", "欧阳震华" -> "欧阳**", "Anna Li" -> "A*". The empty name stays empty.
std::string mask_name(std::string_view name);
/// "138****1234", "0911-****222"; fewer than 7 digits are all stars.
std::string mask_phone(std::string_view number);
/// "6106**********1234"; anything shorter than 12 is all stars.
std::string mask_id_number(std::string_view number);

}  // namespace fx::names
