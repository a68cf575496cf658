/// A site's own numbers: what its catalogue folder sets holds from the next start on; what was judged before stays.

#include "app/ticker.hpp"
#include "catalog/describe.hpp"
#include "command/duty.hpp"
#include "county.hpp"
#include "returns/daily_report.hpp"
#include "watch/periods.hpp"

#include <filesystem>
#include <fstream>

namespace fx::story {
namespace {

class OwnRules : public testing::Test {
protected:
    /// Writes the site's file about one type.
    void write(std::string const& duty, std::string const& type, std::string const& rules) {
        auto const folder = std::filesystem::path(county_.site()) / "catalog" / duty;
        std::filesystem::create_directories(folder);
        std::ofstream(folder / (type + ".jsonc")) << "{\n\"type\": \"" << type << "\",\n" << rules << "\n}";
    }
    void tick() {
        auto const done = app::Ticker(county_.program(), std::chrono::milliseconds(0)).tick();
        ASSERT_TRUE(done.has_value()) << done.error().en();
    }
    void report_daily(Place place) {
        ASSERT_EQ(refusal(county_.create(
                      "officer", "reporting_unit",
                      R"({"name":"村委会","unit_kind":"1","area":")" + format(place) + R"(","reports_daily":true})")),
                  "");
    }
    /// By when the reports of a day are owed, as "16:00 17:00".
    std::string due_on(Date day) {
        std::string all;
        auto const done = county_.program().store->read([&](store::Reader& reader) {
            return reader.each("SELECT due_at FROM obligation WHERE county = $1 AND period = $2 ORDER BY due_at",
                               std::vector<Value>{county_code, returns::report_period(county_code, day)}, [&](Row& row) {
                                   all += (all.empty() ? "" : " ") + format(Instant{*integer_in(row[0])}).substr(11, 5);
                               });
        });
        EXPECT_TRUE(done.has_value());
        return all;
    }
    void now(std::string const& at) { county_.clock().set(parse_instant(at).value()); }
    std::string ask_swap(Id const& turn, std::string const& with) {
        return refusal(county_.change(
            "officer", "duty_turn", turn, county_.record("duty_turn", turn).version,
            R"({"swap_with":")" + format(county_.actor(with).post) + R"(","swap_reason":"家中有事"})", "ask_swap"));
    }

    County county_;
};

TEST_F(OwnRules, ACutOffThatMovesDuringTheDayHoldsForWhatIsOwedFromThenOn) {
    Date const today = parse_date("2020-02-03").value();
    now("2020-02-03T09:20:00+08:00");
    report_daily(east);
    tick();
    EXPECT_EQ(due_on(today), "16:00");
    write("command", "daily_report", R"("settings": {"cut_off_village": 1020})");
    now("2020-02-03T16:30:00+08:00");
    county_.restart();
    tick();
    EXPECT_EQ(due_on(today), "16:00") << "what was owed by four stays late at half past";
    report_daily(west);
    tick();
    EXPECT_EQ(due_on(today), "16:00 17:00");
    now("2020-02-04T09:00:00+08:00");
    tick();
    EXPECT_EQ(due_on(today + 1), "17:00 17:00");
    std::filesystem::remove_all(std::filesystem::path(county_.site()) / "catalog");
    now("2020-02-05T09:00:00+08:00");
    county_.restart();
    tick();
    EXPECT_EQ(due_on(today + 2), "16:00 16:00") << "without the file the catalogue's own holds again";
    EXPECT_EQ(due_on(today + 1), "17:00 17:00");
    EXPECT_TRUE(county_.verify().empty());
}

TEST_F(OwnRules, AFeverIsOneNumberWhoeverMeasures) {
    write("watch", "temperature_reading", R"("settings": {"fever_c": 370})");
    write("watch", "key_person", R"("settings": {"observation_days": 7, "transfer_hours": 4})");
    county_.restart();
    auto const round = county_.open_round();
    auto const sick = county_.home(0).members.front();
    ASSERT_EQ(refusal(county_.create(
                  "wang", "household_screening",
                  county_.visit(round, county_.home(0), "1",
                                R"([{"person":")" + format(sick) + R"(","temperature_c":37.0,"symptoms":["0"]}])"))),
              "");
    auto const persons = county_.records("key_person");
    ASSERT_EQ(persons.size(), 1U);
    EXPECT_EQ(county_.field(persons[0], "key_person", "observe_until"), "\"2020-02-10\"");
    EXPECT_EQ(county_.field(persons[0], "key_person", "transfer_due_at"), "\"2020-02-03T13:00:00+08:00\"");
    auto const reading = [&](std::string const& temperature, std::string const& more) {
        return R"({"person":")" + format(sick) + R"(","date":"2020-02-03","slot":"1","temperature_c":)" + temperature +
               R"(,"measure_method":"1","symptoms":["0"],"in_place":true,"measured_by":"4")" + more + "}";
    };
    auto const silent = county_.create("wang", "temperature_reading", reading("37.0", ""));
    ASSERT_FALSE(silent.problems.empty()) << "what is done about a fever is asked for from the site's own threshold on";
    EXPECT_EQ(silent.problems.front().field(), "action");
    EXPECT_EQ(refusal(county_.create("wang", "temperature_reading", reading("37.0", R"(,"action":"1")"))), "");
    // Screens go by the same number: it stands in the catalogue that they load, and in its predicates.
    auto const served = catalog::describe(*county_.program().catalogue);
    EXPECT_NE(served.find(R"("fever_c":{"value":370,"usual":373)"), std::string::npos);
    EXPECT_EQ(served.find(R"(["temperature_c",37.3)"), std::string::npos);
}

TEST_F(OwnRules, OneReadingADayIsOwedInTheAfternoon) {
    write("watch", "key_person", R"("settings": {"readings_per_day": 1})");
    county_.restart();
    auto const round = county_.open_round();
    auto const sick = county_.home(0).members.front();
    ASSERT_EQ(refusal(county_.create(
                  "wang", "household_screening",
                  county_.visit(round, county_.home(0), "1",
                                R"([{"person":")" + format(sick) + R"(","temperature_c":38.0,"symptoms":["0"]}])"))),
              "");
    auto const owed = [&](std::string const& at) {
        now(at);
        tick();
        return county_.figures(watch::slot_at(county_.clock().now()).period(county_code), county).expected;
    };
    EXPECT_EQ(owed("2020-02-04T08:00:00+08:00"), 0U);
    EXPECT_EQ(owed("2020-02-04T13:00:00+08:00"), 1U);
}

TEST_F(OwnRules, ASwapIsAskedForAsLateAsTheSiteAllows) {
    now("2020-02-03T20:00:00+08:00");
    auto const shift = county_.fresh_id();
    ASSERT_EQ(
        refusal(county_.create("officer", "duty_shift",
                               R"({"area":")" + format(county) +
                                   R"(","starts_at":"2020-02-04T08:00:00+08:00","ends_at":"2020-02-05T08:00:00+08:00",)"
                                   R"("phone":"0911-4220110","staff":[{"post":")" +
                                   format(county_.actor("officer").post) + R"(","duty_role":"2"}]})",
                               shift)),
        "");
    auto const turn = command::turn_id(shift, county_.actor("officer").post);
    EXPECT_EQ(ask_swap(turn, "cdc"), "409.279");
    write("command", "duty_turn", R"("settings": {"swap_notice_hours": 12})");
    county_.restart();
    EXPECT_EQ(ask_swap(turn, "cdc"), "");
}

TEST_F(OwnRules, AnEscalationKeepsTheSitesPace) {
    write("command", "daily_report", R"("obligations": [{"name": "daily_report", "settings": {"escalate_after": 120}}])");
    county_.restart();
    now("2020-02-03T09:20:00+08:00");
    report_daily(east);
    tick();
    now("2020-02-03T17:59:00+08:00");
    tick();
    EXPECT_TRUE(county_.records("escalation").empty());
    now("2020-02-03T18:01:00+08:00");
    tick();
    EXPECT_EQ(county_.records("escalation").size(), 1U);
}

TEST_F(OwnRules, TownshipsHaveADailySituationReportTooWhereTheSiteWantsThem) {
    write("command", "situation_report", R"("settings": {"made_below": 1})");
    county_.restart();
    now("2020-02-03T18:00:00+08:00");
    tick();
    EXPECT_TRUE(county_.records("situation_report").empty()) << "before their time";
    now("2020-02-03T18:30:00+08:00");
    for (int look = 0; look < 4; ++look) tick();
    std::map<Place, int> made;
    auto const reports = county_.records("situation_report");
    for (auto const& report : reports) ++made[report.place];
    EXPECT_EQ(made, (std::map<Place, int>{{county, 1}, {township, 1}})) << "one of each";
}

TEST_F(OwnRules, ANumberOutOfBoundsKeepsTheSiteFromStartingAndSaysWhere) {
    write("command", "response", "\"settings\": {\n\"days_max\": -5}");
    try {
        county_.restart();
        ADD_FAILURE() << "started all the same";
    } catch (std::runtime_error const& refused) {
        std::string const why = refused.what();
        for (auto const* part : {"command/response.jsonc:4", "days_max", "1…366"})
            EXPECT_NE(why.find(part), std::string::npos) << why;
    }
    std::filesystem::remove_all(std::filesystem::path(county_.site()) / "catalog");
    county_.restart();
}

}  // namespace
}  // namespace fx::story
