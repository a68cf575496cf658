#pragma once
/// On which days a unit reports, and which days each report covers. Every day lies in exactly one report of a calendar.

#include "base/time.hpp"

#include <functional>
#include <optional>
#include <string_view>

namespace fx::returns {

/// Codes of the list report_calendar.
enum class ReportCalendar : std::uint8_t { daily = 1, working_days = 2, weekly = 3 };

/// Nothing entered means every day.
ReportCalendar report_calendar(std::optional<std::string_view> code);

/// Days: no report covers more, the longest holiday being a month.
inline constexpr int longest_stretch = 31;

struct CalendarRules {
    ReportCalendar calendar = ReportCalendar::daily;
    int week_ends = 7;  ///< ISO 8601: 1 Monday .. 7 Sunday
    /// Whether nobody works on the day. Asked for working days alone.
    std::function<bool(Date)> is_day_off;
};

/// The first day that the report of `day` covers, `day` being its last; nothing when none is owed on `day`. On a working day
/// the days off before it are covered too.
std::optional<Date> covered_since(CalendarRules const& rules, Date day);
/// The first day after `day` on which a report is owed; nothing within two months.
std::optional<Date> next_report(CalendarRules const& rules, Date day);

}  // namespace fx::returns
