#include "engines/surveillance/calendar.hpp"

#include "base/time.hpp"

#include <cstdlib>

namespace fx::surveillance {

std::optional<std::int32_t> years_before(std::int32_t day, int years) {
    auto at = civil(Date{day});
    at.year -= years;
    if (auto const date = date_of(at)) return date->days;
    if (auto const march = date_of({at.year, 3, 1})) return march->days;  // of 29 February
    return std::nullopt;
}

std::optional<std::int32_t> same_week_before(std::int32_t day, int years) {
    auto const date = years_before(day, years);
    if (!date) return std::nullopt;
    auto const own = *date - (weekday(*date) - weekday(day)), beside = own > *date ? own - 7 : own + 7;
    return std::abs(own - *date) <= std::abs(beside - *date) ? own : beside;
}

std::optional<std::int32_t> month_after(std::int32_t day, int months, int day_of_month) {
    auto const at = civil(Date{day});
    auto const count = at.year * 12 + (int(at.month) - 1) + months;
    auto const date = date_of({count / 12, decltype(at.month)(count % 12 + 1), decltype(at.day)(day_of_month)});
    return date ? std::optional(date->days) : std::nullopt;
}

int weekday(std::int32_t day) { return iso_weekday(Date{day}) % 7; }

int day_of_month(std::int32_t day) { return int(civil(Date{day}).day); }

}  // namespace fx::surveillance
