/// Daily, on working days, weekly: which days a report covers.

#include "returns_story.hpp"

#include <map>
#include <set>

namespace fx::api {
namespace {

class ReportCalendars : public Returns {};

TEST_F(ReportCalendars, AUnitReportsByItsCalendarAndCoversEveryDay) {
    auto const school = county.fresh_id(), works = county.fresh_id();
    for (auto const& [id, name, calendar] : {std::tuple{school, "东村小学", "2"}, std::tuple{works, "东村砖厂", "3"}})
        ASSERT_TRUE(county
                        .create("township", "reporting_unit",
                                R"({"name":")" + std::string(name) + R"(","unit_kind":"8","area":")" + format(story::east) +
                                    R"(","reports_daily":true,"report_calendar":")" + calendar + "\"}",
                                id)
                        .ok());
    auto const holiday = [&](std::string const& date, std::string const& kind) {
        ASSERT_TRUE(county
                        .create("officer", "calendar_day",
                                R"({"date":")" + date + R"(","day_kind":")" + kind + R"(","name":"调休"})")
                        .ok());
    };
    auto const owed = [&] {  // units of the east that owe a report today, with the first day of it
        tick();
        std::map<std::string, std::string> all;
        auto const answer = site.as("east").get("/api/daily-reports?place=" + format(story::east)).object();
        for (auto const& item : answer.at("items").as_array())
            if (item.at("state") != "not_owed") all[text(item.at("unit_name"))] = text(item.at("since"));
        return all;
    };
    auto const go_to = [&](std::string const& date) { county.clock().set(start_of(*parse_date(date)) + 9 * ms_per_hour); };
    using Owed = std::map<std::string, std::string>;
    go_to("2020-02-07");  // a Friday
    EXPECT_EQ(owed(), (Owed{{"东村村委会", "2020-02-07"}, {"东村小学", "2020-02-07"}}));
    auto const round = county.open_round();
    ASSERT_TRUE(county.create("wang", "household_screening", county.visit(round, county.home(0))).ok());
    go_to("2020-02-08");
    EXPECT_EQ(owed(), (Owed{{"东村村委会", "2020-02-08"}}));
    go_to("2020-02-09");
    EXPECT_EQ(owed(), (Owed{{"东村村委会", "2020-02-09"}, {"东村砖厂", "2020-02-03"}}));
    units[story::east] = works;
    ASSERT_EQ(sign("east", story::east, true).status, 201) << "a week without events";
    auto const records = site.as("officer").get("/api/records/daily_report?count=1&place=" + format(story::east)).object();
    auto const& fields = records.at("items").at(0).at("fields").as_object();
    EXPECT_EQ(fields.at("since"), "2020-02-03");
    EXPECT_NE(json::serialize(fields.at("figures")).find(R"({"cell":"screened","value":"1"})"), std::string::npos)
        << "what happened on Friday is in the week";
    holiday("2020-02-10", "holiday");
    go_to("2020-02-10");
    EXPECT_EQ(owed(), (Owed{{"东村村委会", "2020-02-10"}}));
    units[story::east] = school;
    auto const refused = sign("east", story::east, true);
    EXPECT_EQ(refused.problem(), "422.319") << refused.body;
    EXPECT_EQ(refused.problem_field(), "date");
    EXPECT_NE(refused.body.find("2020-02-11"), std::string::npos) << "and says when it is";
    go_to("2020-02-11");
    EXPECT_EQ(owed(), (Owed{{"东村村委会", "2020-02-11"}, {"东村小学", "2020-02-08"}}));
    EXPECT_EQ(figure(sheet("screening_daily", story::east, "&since=2020-02-05"), "visits"), 1);
    EXPECT_EQ(figure(sheet("screening_daily", story::east), "visits"), 0);
    for (auto const* since : {"2020-02-12", "2019-12-01", "gestern"})
        EXPECT_EQ(site.as("officer")
                      .get("/api/returns/daily_report?place=" + format(story::east) + "&since=" + since)
                      .problem_field(),
                  "since");
    EXPECT_TRUE(county.verify().empty());
}

/// Calendars change at any hour, holidays are entered when the day has begun, the site is down for days, a leap day passes.
TEST_F(ReportCalendars, EveryDayLiesInOneReportWhateverBecomesOfTheCalendar) {
    auto const school = county.fresh_id();
    ASSERT_TRUE(county
                    .create("township", "reporting_unit",
                            R"({"name":"东村小学","unit_kind":"8","area":")" + format(story::east) +
                                R"(","reports_daily":true,"report_calendar":"1"})",
                            school)
                    .ok());
    auto const change_to = [&](std::string const& calendar) {
        auto const version = county.record("reporting_unit", school).version;
        ASSERT_EQ(site.as("township")
                      .patch("/api/records/reporting_unit/" + format(school),
                             site.change(version, R"({"report_calendar":")" + calendar + "\"}"))
                      .status,
                  200);
    };
    std::map<std::string, std::string> const before_look{{"2020-02-12", "3"}, {"2020-02-27", "3"}, {"2020-03-05", "2"}};
    std::map<std::string, std::string> const after_look{{"2020-02-19", "1"}, {"2020-03-02", "2"}, {"2020-03-11", "1"}};
    std::set<std::string> const down{"2020-02-21", "2020-02-22", "2020-03-07", "2020-03-08"};
    std::map<std::string, int> covered;
    std::string weeks;
    auto const last = *parse_date("2020-03-15");
    for (auto day = *parse_date("2020-02-10"); day <= last; day = day + 1) {
        auto const today = format(day);
        county.clock().set(start_of(day) + 9 * ms_per_hour);
        if (auto const found = before_look.find(today); found != before_look.end()) change_to(found->second);
        if (!down.contains(today)) tick();
        if (today == "2020-03-06") {
            ASSERT_TRUE(
                county.create("officer", "calendar_day", R"({"date":"2020-03-06","day_kind":"holiday","name":"放假"})").ok())
                << "entered when the Friday's duty is open";
        }
        if (auto const found = after_look.find(today); found != after_look.end()) change_to(found->second);
    }
    for (auto day = *parse_date("2020-02-10"); day <= last; day = day + 1) {
        auto const answer =
            site.as("east").get("/api/daily-reports?place=" + format(story::east) + "&date=" + format(day)).object();
        for (auto const& item : answer.at("items").as_array()) {
            if (text(item.at("unit")) != format(school) || item.at("due_at").is_null()) continue;
            auto const since = *parse_date(text(item.at("since")));
            for (auto one = since; one <= day; one = one + 1) ++covered[format(one)];
            if (since != day) weeks += format(since) + "/" + format(day) + " ";
        }
    }
    for (auto day = *parse_date("2020-02-10"); day <= last; day = day + 1) EXPECT_EQ(covered[format(day)], 1) << format(day);
    EXPECT_NE(weeks.find("2020-02-12/2020-02-16"), std::string::npos) << "weekly since Wednesday: " << weeks;
    EXPECT_NE(weeks.find("2020-03-07/2020-03-09"), std::string::npos) << "the Friday has a report of its own: " << weeks;
    EXPECT_TRUE(county.verify().empty());
}

}  // namespace
}  // namespace fx::api
