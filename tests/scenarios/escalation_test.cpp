#include "app/ticker.hpp"
#include "county.hpp"

#include <gtest/gtest.h>

#include <map>

namespace fx::story {
namespace {

constexpr std::chrono::milliseconds no_thread(0);

/// Who was told of one period, with how much was missing then, and the hour; "township 2 16:20".
class EscalationStory : public testing::Test {
protected:
    void report_daily(Place place, std::string const& name) {
        ASSERT_EQ(refusal(county_.create("officer", "reporting_unit",
                                         R"({"name":")" + name + R"(","unit_kind":"1","area":")" + format(place) +
                                             R"(","reports_daily":true})")),
                  "");
    }
    void tick() {
        auto const done = app::Ticker(county_.program(), no_thread).tick();
        ASSERT_TRUE(done.has_value()) << done.error().en();
    }
    /// Twenty past every hour until the end of `days`; the program is closed and opened again every `restart_every` hours.
    void live(int days, int restart_every) {
        for (int hour = 0; hour < days * 24; ++hour) {
            county_.clock().advance(ms_per_hour);
            if (hour % restart_every == 0) county_.restart();
            tick();
        }
    }
    std::map<std::string, std::vector<std::string>> told() {
        std::map<std::string, std::vector<std::string>> by_day;
        for (auto const& one : county_.records("escalation")) {
            std::string who = "somebody";
            for (auto const* name : {"officer", "township", "east", "west", "cdc"})
                if (county_.field(one, "escalation", "recipient").find(format(county_.actor(name).post)) !=
                    std::string::npos)
                    who = name;
            auto const at = county_.field(one, "escalation", "raised_at");
            auto const about = county_.field(one, "escalation", "about");
            by_day[about].push_back(who + " " + county_.field(one, "escalation", "missing") + " " +
                                    at.substr(at.find('T') + 1, 5));
        }
        for (auto& [day, all] : by_day) std::sort(all.begin(), all.end());
        return by_day;
    }

    County county_;
};

TEST_F(EscalationStory, AMonthOfSilentReportsIsToldOnceALevelADayWhateverStopsInBetween) {
    report_daily(east, "东村");
    report_daily(west, "西村");
    report_daily(township, "道镇");
    county_.clock().set(parse_instant("2020-02-03T09:20:00+08:00").value());
    tick();
    live(30, 31);
    auto const all = told();
    int days = 0;
    for (auto const& [day, tellings] : all) {
        if (day == "\"2020-03-04\"") continue;  // not over yet
        ++days;
        // Villages are due at 16:00, the township at 17:00, each with a quarter of an hour of grace.
        EXPECT_EQ(tellings, (std::vector<std::string>{"officer 3 17:20", "township 2 16:20"})) << day;
    }
    EXPECT_EQ(days, 30);
    EXPECT_TRUE(county_.verify().empty());
}

TEST_F(EscalationStory, PostsThatDeputiseForEachOtherAreEachToldOnce) {
    report_daily(east, "东村");
    auto const deputise = [&](std::string const& post, std::string const& deputy) {
        auto const record = county_.record("post", county_.actor(post).post);
        ASSERT_EQ(refusal(county_.change("officer", "post", record.id, record.version,
                                         R"({"deputy":")" + format(county_.actor(deputy).user) + R"("})")),
                  "");
    };
    deputise("township", "east");
    deputise("east", "township");
    tick();
    live(1, 100);
    EXPECT_EQ(told()["\"2020-02-03\""].size(), 2U);
}

TEST_F(EscalationStory, ANightIsLeftInPeaceAndNothingIsForgottenInTheMorning) {
    auto const round = county_.open_round(14);  // until 23:00
    tick();
    live(1, 5);
    auto const all = told();
    ASSERT_EQ(all.size(), 1U);
    // Every screening of the county is missing: the villages are told at seven, with the township and the county, whose
    // turn has come meanwhile.
    EXPECT_EQ(all.begin()->second,
              (std::vector<std::string>{"east 6 07:00", "officer 12 07:00", "township 12 07:00", "west 6 07:00"}));
    (void)round;
}

}  // namespace
}  // namespace fx::story
