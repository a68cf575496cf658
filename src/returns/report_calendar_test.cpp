#include "returns/report_calendar.hpp"

#include <gtest/gtest.h>

#include <set>

namespace fx::returns {
namespace {

Date on(std::string_view text) { return *parse_date(text); }

/// Weekends, and the spring festival of 2020 as it was prolonged: off from 24 January to 2 February, 19 January worked.
bool off_in_2020(Date day) {
    if (day == on("2020-01-19")) return false;
    if (on("2020-01-24") <= day && day <= on("2020-02-02")) return true;
    return ((day.days + 3) % 7 + 7) % 7 >= 5;
}

TEST(ReportCalendar, EveryDayIsReportedByItself) {
    CalendarRules const daily{};
    EXPECT_EQ(covered_since(daily, on("2020-02-29")), on("2020-02-29"));
    EXPECT_EQ(next_report(daily, on("2020-12-31")), on("2021-01-01"));
    EXPECT_EQ(report_calendar(std::nullopt), ReportCalendar::daily) << "what was set up before there were calendars";
    EXPECT_EQ(report_calendar("2"), ReportCalendar::working_days);
    EXPECT_EQ(report_calendar("3"), ReportCalendar::weekly);
}

TEST(ReportCalendar, AWorkingDayCoversTheDaysOffBeforeIt) {
    CalendarRules const rules{ReportCalendar::working_days, 7, off_in_2020};
    EXPECT_EQ(covered_since(rules, on("2020-01-17")), on("2020-01-17"));
    EXPECT_EQ(covered_since(rules, on("2020-01-18")), std::nullopt) << "a Saturday";
    EXPECT_EQ(covered_since(rules, on("2020-01-19")), on("2020-01-18")) << "a Sunday that was worked";
    EXPECT_EQ(covered_since(rules, on("2020-02-01")), std::nullopt);
    EXPECT_EQ(covered_since(rules, on("2020-02-03")), on("2020-01-24")) << "after the holiday";
    EXPECT_EQ(next_report(rules, on("2020-01-23")), on("2020-02-03"));
}

TEST(ReportCalendar, AWeekEndsOnItsDay) {
    CalendarRules const sunday{ReportCalendar::weekly, 7, {}}, friday{ReportCalendar::weekly, 5, {}};
    EXPECT_EQ(covered_since(sunday, on("2020-03-01")), on("2020-02-24")) << "over a leap day";
    EXPECT_EQ(covered_since(sunday, on("2020-02-29")), std::nullopt);
    EXPECT_EQ(next_report(sunday, on("2020-12-28")), on("2021-01-03"));
    EXPECT_EQ(covered_since(friday, on("2021-01-01")), on("2020-12-26"));
}

TEST(ReportCalendar, EveryDayLiesInExactlyOneReport) {
    for (auto const calendar : {ReportCalendar::daily, ReportCalendar::working_days, ReportCalendar::weekly}) {
        CalendarRules const rules{calendar, 3, off_in_2020};
        std::set<Date> covered;
        std::size_t days = 0;
        for (auto day = on("2019-12-20"); day <= on("2020-03-31"); day = day + 1) {
            auto const since = covered_since(rules, day);
            if (!since) continue;
            for (auto one = *since; one <= day; one = one + 1, ++days) covered.insert(one);
        }
        EXPECT_EQ(covered.size(), days) << "none twice";
        EXPECT_EQ(std::size_t(*covered.rbegin() - *covered.begin()) + 1, days) << "none missed";
    }
}

TEST(ReportCalendar, ACalendarWithoutAWorkingDayEnds) {
    CalendarRules const rules{ReportCalendar::working_days, 7, [](Date) { return true; }};
    EXPECT_EQ(next_report(rules, on("2020-02-01")), std::nullopt);
    CalendarRules const one{ReportCalendar::working_days, 7, [](Date day) { return day != on("2020-06-01"); }};
    EXPECT_EQ(covered_since(one, on("2020-06-01")), on("2020-05-02")) << "no further back than a month";
}

}  // namespace
}  // namespace fx::returns
