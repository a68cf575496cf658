#include "app/ical.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace fx::app {
namespace {

CalendarEvent night() {
    CalendarEvent event;
    event.uid.bytes[15] = 7;
    event.sequence = 2;
    event.stamp = *parse_instant("2020-02-03T09:00:00+08:00");
    event.starts_at = *parse_instant("2020-02-04T00:30:00+08:00");
    event.ends_at = *parse_instant("2020-02-04T08:00:00+08:00");
    event.summary = "道镇 值班领导";
    return event;
}

/// The text with folded lines joined again, as a reader does it.
std::string unfolded(std::string text) {
    for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ")) text.erase(at, 3);
    return text;
}

TEST(Ical, TimesAreInUtcAndLinesEndAsTheStandardSays) {
    auto const text = write_calendar("值班", {night()});
    EXPECT_TRUE(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    EXPECT_TRUE(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
    EXPECT_NE(text.find("DTSTART:20200203T163000Z\r\n"), std::string::npos) << "half past midnight in China";
    EXPECT_NE(text.find("DTEND:20200204T000000Z\r\n"), std::string::npos);
    EXPECT_NE(text.find("SEQUENCE:2\r\n"), std::string::npos);
}

TEST(Ical, ALeapDayAndATurnOfTheYearAreDaysLikeOthers) {
    auto event = night();
    event.starts_at = *parse_instant("2020-02-29T23:59:59+08:00");
    event.ends_at = *parse_instant("2021-01-01T07:59:59+08:00");
    auto const text = write_calendar("", {event});
    EXPECT_NE(text.find("DTSTART:20200229T155959Z"), std::string::npos);
    EXPECT_NE(text.find("DTEND:20201231T235959Z"), std::string::npos);
}

TEST(Ical, LongLinesAreFoldedBetweenCharactersNeverInside) {
    auto event = night();
    for (int i = 0; i < 60; ++i) event.description += i % 3 == 0 ? "a值" : "班";
    auto const text = write_calendar("", {event});
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(line.size(), 76U) << "75 octets and CR";
        auto const first = line.starts_with(" ") ? line[1] : line[0];
        EXPECT_NE(static_cast<unsigned char>(first) & 0xC0U, 0x80U) << "begins inside a character";
    }
    EXPECT_NE(unfolded(text).find("DESCRIPTION:" + event.description), std::string::npos);
}

TEST(Ical, OctetsThatAreNoCharactersAreFoldedAllTheSame) {
    auto event = night();
    event.description = std::string(500, '\x84');
    auto const text = write_calendar("", {event});
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 76U) << "75 octets and CR";
    EXPECT_NE(unfolded(text).find("DESCRIPTION:" + event.description + "\r\n"), std::string::npos);
}

TEST(Ical, NoTextBecomesALineOfItsOwn) {
    auto event = night();
    event.summary = "a,b;c\\d\r\nEND:VCALENDAR\x01";
    auto const text = write_calendar("", {event});
    EXPECT_NE(text.find("SUMMARY:a\\,b\\;c\\\\d\\nEND:VCALENDAR\r\n"), std::string::npos);
    EXPECT_EQ(text.find("\r\nEND:VCALENDAR\r\n"), text.size() - 17) << "only the real end";
}

}  // namespace
}  // namespace fx::app
