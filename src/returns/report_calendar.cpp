#include "returns/report_calendar.hpp"

namespace fx::returns {
ReportCalendar report_calendar(std::optional<std::string_view> code) {
    if (code == "2") return ReportCalendar::working_days;
    if (code == "3") return ReportCalendar::weekly;
    return ReportCalendar::daily;
}

std::optional<Date> covered_since(CalendarRules const& rules, Date day) {
    switch (rules.calendar) {
        case ReportCalendar::daily: return day;
        case ReportCalendar::weekly: return iso_weekday(day) == rules.week_ends ? std::optional(day + -6) : std::nullopt;
        case ReportCalendar::working_days: break;
    }
    if (rules.is_day_off(day)) return std::nullopt;
    auto since = day;
    while (day - since + 1 < longest_stretch && rules.is_day_off(since + -1)) since = since + -1;
    return since;
}

std::optional<Date> next_report(CalendarRules const& rules, Date day) {
    for (int ahead = 1; ahead <= 2 * longest_stretch; ++ahead)
        if (covered_since(rules, day + ahead)) return day + ahead;
    return std::nullopt;
}

}  // namespace fx::returns
