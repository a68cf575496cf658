#include "base/place.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace fx {

Result<Place> parse_place(std::string_view text) {
    auto const size = text.size();
    bool good = size == 2 || size == 4 || size == 6 || size == 9 || size == 12 || size == 15;
    std::int64_t value = 0;
    for (char const c : text.substr(0, 15)) {
        good = good && is_digit(c);
        value = value * 10 + (c - '0');
    }
    if (!good || text[0] == '0')
        return Problem(ProblemKind::invalid_parameter,
                       {std::string(text.substr(0, 40)),
                        Words("应为 2、4、6、9、12 或 15 位数字", "it has 2, 4, 6, 9, 12 or 15 digits")});
    for (auto i = size; i < 12; ++i) value *= 10;
    return size == 15 ? Place{value} : Place::division(value);
}

std::string format(Place place) {
    return place.group_number() == 0 ? fmt::format("{:012}", place.division_code()) : fmt::format("{:015}", place.value);
}

}  // namespace fx
