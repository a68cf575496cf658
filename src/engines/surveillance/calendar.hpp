#pragma once
/// Days of earlier years. Days are counted since 1970-01-01.

#include <cstdint>
#include <optional>

namespace fx::surveillance {

/// The same day and month `years` before; 1 March for 29 February. Nothing before 1900, where no series begins.
std::optional<std::int32_t> years_before(std::int32_t day, int years);

/// As years_before, and in the week (Sunday to Saturday) of that day, or the week beside it where that is nearer, the
/// day of the week of `day`.
std::optional<std::int32_t> same_week_before(std::int32_t day, int years);

/// `months` (may be negative) after `day`, on day `day_of_month`. Nothing before 1900, or where the month
/// has no such day.
std::optional<std::int32_t> month_after(std::int32_t day, int months, int day_of_month);

/// 0 = Sunday .. 6 = Saturday.
int weekday(std::int32_t day);
/// 1..31.
int day_of_month(std::int32_t day);

}  // namespace fx::surveillance
