#include "process.hpp"
#include "served.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>

namespace fx::api {
namespace {

/// The story county with reporting units: one for each village, the township and the county.
class Returns : public Api {
protected:
    Returns() {
        for (auto const& [place, name, who] : {std::tuple{story::east, "东村村委会", "township"},
                                               {story::west, "西村村委会", "township"},
                                               {story::township, "道镇办公室", "township"},
                                               {story::county, "县指挥部", "officer"}})
            units[place] = make_unit(who, place, name, true);
    }

    Id make_unit(std::string const& who, Place place, std::string const& name, bool daily) {
        auto const id = county.fresh_id();
        auto const fields = R"({"name":")" + name + R"(","unit_kind":"1","area":")" + format(place) +
                            R"(","reports_daily":)" + (daily ? "true" : "false") + "}";
        EXPECT_TRUE(county.create(who, "reporting_unit", fields, id).ok());
        return id;
    }
    void tick() { ASSERT_TRUE(app::Ticker(county.program(), std::chrono::milliseconds(0)).tick().has_value()); }

    json::object sheet(std::string const& name, Place place, std::string const& more = {},
                       std::string const& who = "officer") {
        auto const answer = site.as(who).get("/api/returns/" + name + "?place=" + format(place) + more);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object();
    }
    /// A figure by the name of its cell; of a line when one is given, else of the place itself.
    static json::value figure(json::object const& sheet, std::string const& cell, Place line = {}) {
        auto const& cells = sheet.at("cells").as_array();
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (text(cells[i].at("name")) != cell) continue;
            if (line.is_nil()) return sheet.at("node").at("figures").at(i);
            for (auto const& child : sheet.at("children").as_array())
                if (text(child.at("place")) == format(line)) return child.at("figures").at(i);
        }
        ADD_FAILURE() << "no " << cell;
        return {};
    }
    std::string today() const { return format(date_at(county.clock().now())); }

    Answer sign(std::string const& who, Place unit, bool nil, std::string const& more = {}, Id command = {}) {
        if (command.is_nil()) command = county.fresh_id();
        return site.as(who).post("/api/daily-reports", R"({"command":")" + format(command) + R"(","unit":")" +
                                                           format(units.at(unit)) + R"(","date":")" + today() +
                                                           R"(","nil_declared":)" + (nil ? "true" : "false") + more + "}");
    }
    /// How a unit's report stands, as its superior sees it.
    json::object standing(Place unit, Place seen_from = story::township) {
        auto const answer = site.as("officer").get("/api/daily-reports?place=" + format(seen_from));
        auto const day = answer.object();
        for (auto const& item : day.at("items").as_array())
            if (text(item.at("place")) == format(unit)) return item.as_object();
        ADD_FAILURE() << "no unit at " << format(unit) << ": " << answer.body;
        return {};
    }
    void move(std::string const& who, Place unit, std::string const& name, std::string const& fields, int status = 200) {
        auto const report = standing(unit).at("report").as_object();
        auto const answer = site.as(who).post("/api/records/daily_report/" + text(report.at("id")) + "/moves/" + name,
                                              site.change(report.at("version").as_int64(), fields));
        EXPECT_EQ(answer.status, status) << answer.body;
    }

    std::map<Place, Id> units;
};

TEST_F(Returns, EveryFigureIsCountedForThePlaceAndEachPartOfIt) {
    auto const round = county.open_round();
    for (std::size_t i = 0; i < 3; ++i)
        ASSERT_TRUE(county.create("wang", "household_screening", county.visit(round, county.home(i))).ok());
    auto const filled = sheet("screening_daily", story::township);
    EXPECT_EQ(figure(filled, "owed"), 12);
    EXPECT_EQ(figure(filled, "done"), 3);
    EXPECT_EQ(figure(filled, "missing"), 9);
    EXPECT_EQ(figure(filled, "rate"), 25.0);
    EXPECT_EQ(figure(filled, "visits"), 3);
    EXPECT_EQ(figure(filled, "done", story::east), 3);
    EXPECT_EQ(figure(filled, "done", story::west), 0);
    EXPECT_EQ(figure(filled, "rate", story::east), 50.0);
    EXPECT_EQ(figure(sheet("daily_report", story::county), "households"), 12);
}

TEST_F(Returns, WhatACellCountsIsWhatItsListHolds) {
    auto const round = county.open_round();
    for (std::size_t i = 0; i < 2; ++i)
        ASSERT_TRUE(county.create("wang", "household_screening", county.visit(round, county.home(i), "4")).ok());
    auto const filled = sheet("screening_daily", story::county);
    EXPECT_EQ(figure(filled, "nobody"), 2);
    for (auto const& cell : filled.at("cells").as_array()) {
        if (!cell.as_object().contains("type") || text(cell.at("how")) != "count") continue;
        auto const listed = site.as("officer").get(
            "/api/records/" + text(cell.at("type")) + "?count=1&place=" + format(story::county) +
            "&state=" + text(cell.at("state")) + "&where=" + encoded(json::serialize(cell.at("where"))));
        EXPECT_EQ(listed.object().at("total"), figure(filled, text(cell.at("name")))) << cell.at("name");
    }
}

TEST_F(Returns, NothingToCountFromIsNoAnswerAndNeverAZero) {
    auto const filled = sheet("screening_daily", story::county);
    EXPECT_TRUE(figure(filled, "owed").is_null()) << "no round stands";
    EXPECT_TRUE(figure(filled, "rate").is_null()) << "a part of nothing";
    EXPECT_EQ(figure(filled, "visits"), 0);
    EXPECT_TRUE(figure(sheet("contact_daily", story::county), "last_release").is_null());
}

TEST_F(Returns, ADayKeepsItsFiguresWhenLaterOnesAreMade) {
    auto const round = county.open_round(72);
    ASSERT_TRUE(county.create("wang", "household_screening", county.visit(round, county.home(0))).ok());
    auto const first = today();
    county.clock().advance(ms_per_day);
    ASSERT_TRUE(county.create("wang", "household_screening", county.visit(round, county.home(1))).ok());
    auto const before = sheet("screening_daily", story::county, "&date=" + first);
    EXPECT_EQ(figure(before, "done"), 1);
    EXPECT_EQ(figure(before, "visits"), 1);
    auto const now = sheet("screening_daily", story::county);
    EXPECT_EQ(figure(now, "done"), 2);
    EXPECT_EQ(figure(now, "visits"), 1);
}

TEST_F(Returns, OutsideTheAreaTheRoleAndTheCalendarNothingIsTold) {
    auto const ask = [&](std::string const& who, std::string const& path) {
        auto const answer = site.as(who).get("/api/returns/" + path);
        EXPECT_TRUE(answer.explains_itself()) << answer.body;
        return answer.problem();
    };
    EXPECT_EQ(ask("east", "daily_report?place=" + format(story::west)), "403.51");
    EXPECT_EQ(ask("wang", "daily_report?place=" + format(story::east.group(1))), "403.50");
    EXPECT_EQ(ask("officer", "no_such"), "404.5");
    EXPECT_EQ(ask("officer", "daily_report?place=999999"), "422.66");
    EXPECT_EQ(ask("officer", "daily_report?date=2020-02-30"), "400.7");
    EXPECT_EQ(ask("officer", "daily_report?date=2199-01-01"), "400.7") << "days to come";
    EXPECT_EQ(ask("officer", "daily_report?date=1990-01-01"), "404.5") << "before the first version";
    EXPECT_EQ(ask("officer", "daily_report?version=1999-01-01"), "404.5");
    EXPECT_EQ(ask("officer", "daily_report/file?format=doc"), "400.7");
    EXPECT_EQ(site.as("wang").get("/api/returns").object().at("items").as_array().size(), 0U);
    EXPECT_EQ(site.nobody().get("/api/returns").status, 401);
}

TEST_F(Returns, TheFilesHoldTheSameFigures) {
    auto const officer = site.as("officer");
    auto const file = [&](std::string const& format_of) {
        auto const answer = officer.get("/api/returns/daily_report/file?format=" + format_of);
        EXPECT_EQ(answer.status, 200);
        EXPECT_NE(answer.head.find("attachment; filename=\"daily_report_610627000000_" + today()), std::string::npos);
        return answer.body;
    };
    EXPECT_EQ(file("xlsx").substr(0, 2), "PK");
    EXPECT_NE(file("csv").find("合计,12,"), std::string::npos);
    auto const values = json::parse(file("dhis2")).as_object();
    EXPECT_EQ(values.at("dataSet"), "daily_report");
    EXPECT_EQ(values.at("dataValues").at(0).at("dataElement"), "daily_report.households");
    EXPECT_EQ(values.at("dataValues").at(0).at("value"), "12");
    auto const adx = file("adx&units=children");
    EXPECT_NE(adx.find("orgUnit=\"610627101000\""), std::string::npos) << adx;
    EXPECT_NE(adx.find("<dataValue dataElement=\"daily_report.households\" value=\"12\"/>"), std::string::npos) << adx;
}

TEST_F(Returns, AReportIsOwedByEveryUnitThatReportsAndSilenceIsMissing) {
    make_unit("township", story::east, "东村小学", false);
    tick();
    auto const period = records::period_id(story::county_code, "daily_report", today());
    EXPECT_EQ(county.figures(period, story::county), story::figures(4, 0, 0));
    EXPECT_EQ(standing(story::east).at("state"), "due");
    county.clock().set(start_of(date_at(county.clock().now())) + 16 * ms_per_hour + ms_per_minute);
    EXPECT_EQ(standing(story::east).at("state"), "missing");
    EXPECT_EQ(standing(story::township).at("state"), "due") << "a township has an hour more";
    ASSERT_EQ(sign("east", story::east, true).status, 201);
    EXPECT_EQ(county.figures(period, story::east), story::figures(1, 1, 1)) << "late";
    EXPECT_EQ(standing(story::east).at("late"), true);
    EXPECT_EQ(county.figures_by_sql(period).at(story::township), county.figures(period, story::township));
    make_unit("township", story::west, "西村卫生室", true);
    tick();
    EXPECT_EQ(county.figures(period, story::county), story::figures(5, 1, 1)) << "a unit set to report during the day";
    tick();
    EXPECT_EQ(county.figures(period, story::county), story::figures(5, 1, 1)) << "opened once";
    county.clock().advance(3 * ms_per_day);
    tick();
    auto const day = date_at(county.clock().now());
    for (int back = 0; back < 3; ++back)
        EXPECT_EQ(county.figures(records::period_id(story::county_code, "daily_report", format(day + -back)), story::county),
                  story::figures(5, 0, 0))
            << "every day anew, also those on which the site was down";
    EXPECT_TRUE(county.verify().empty());
}

TEST_F(Returns, AUnitReportsByItsCalendarAndCoversEveryDay) {
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

TEST_F(Returns, NilIsStatedAndNeverAssumedNorStatedAgainstTheFigures) {
    tick();
    auto const silent = sign("east", story::east, false);
    EXPECT_EQ(silent.problem(), "422.242");
    EXPECT_EQ(silent.problem_field(), "nil_declared");
    EXPECT_TRUE(silent.explains_itself());
    auto const round = county.open_round();
    auto const& home = county.home(0);
    auto const ill = R"([{"person":")" + format(home.members.at(0)) + R"(","temperature_c":38.1,"symptoms":["1"]}])";
    auto const visited = county.create("wang", "household_screening", county.visit(round, home, "1", ill));
    ASSERT_TRUE(visited.ok()) << story::refusal(visited);
    auto const nil = sign("east", story::east, true);
    EXPECT_EQ(nil.problem(), "422.241");
    EXPECT_NE(nil.body.find("今日发热人数 1"), std::string::npos) << nil.body;
    EXPECT_EQ(sign("east", story::east, false).status, 201);
}

TEST_F(Returns, WhoSignsIsTheUnitsOwnPost) {
    tick();
    EXPECT_EQ(sign("west", story::east, true).problem(), "403.51");
    EXPECT_EQ(sign("township", story::east, true).problem(), "403.244") << "a superior does not sign for a village";
    EXPECT_EQ(sign("wang", story::east, true).problem(), "403.50");
    EXPECT_EQ(sign("auditor", story::county, true).problem(), "403.50");
    EXPECT_EQ(site.count("r_daily_report"), 0);
    EXPECT_EQ(sign("township", story::township, true).status, 201);
    EXPECT_EQ(sign("officer", story::county, true).status, 201);
}

TEST_F(Returns, WhoHoldsThePostNoLongerSignsNothing) {
    auto const post = county.record("post", county.actor("east").post);
    auto const ended =
        site.as("township")
            .patch("/api/records/post/" + format(post.id), site.change(post.version, R"({"valid_to":")" + today() + "\"}"));
    ASSERT_EQ(ended.status, 200) << ended.body;
    auto const midnight = start_of(date_at(county.clock().now()) + 1);
    county.clock().set(midnight + -10 * ms_per_minute);
    auto const page = site.as("east");
    county.clock().set(midnight + 10 * ms_per_minute);
    tick();
    for (auto const& date : {today(), format(date_at(county.clock().now()) + -1)}) {
        auto const answer = page.post("/api/daily-reports", R"({"command":")" + format(county.fresh_id()) + R"(","unit":")" +
                                                                format(units.at(story::east)) + R"(","date":")" + date +
                                                                R"(","nil_declared":true})");
        EXPECT_EQ(answer.status, 403) << answer.body;
    }
    EXPECT_EQ(site.count("r_daily_report"), 0);
}

TEST_F(Returns, OfTwoWhoSignInTheSameMomentOneIsTakenAndTheOtherTold) {
    for (int day = 0; day < 5; ++day) {
        tick();
        std::vector<Caller> const screens{site.as("east"), site.as("east")};
        std::vector<Answer> answers(screens.size());
        std::vector<std::string> bodies;
        for (std::size_t i = 0; i < screens.size(); ++i)
            bodies.push_back(R"({"command":")" + format(county.fresh_id()) + R"(","unit":")" +
                             format(units.at(story::east)) + R"(","date":")" + today() +
                             R"(","nil_declared":true,"sites_checked":)" + std::to_string(i) + "}");
        {
            std::vector<std::jthread> both;
            for (std::size_t i = 0; i < screens.size(); ++i)
                both.emplace_back([&, i] { answers[i] = screens[i].post("/api/daily-reports", bodies[i]); });
        }
        std::ranges::sort(answers, {}, &Answer::status);
        EXPECT_EQ(answers[0].status, 201) << answers[0].body;
        EXPECT_EQ(answers[1].problem(), "409.245") << answers[1].body;
        EXPECT_EQ(site.count("r_daily_report"), day + 1);
        county.clock().advance(24 * ms_per_hour);
    }
    EXPECT_TRUE(county.verify().empty());
}

TEST_F(Returns, WhatIsCorrectedAfterTheCutOffStaysOnTimeAndKeepsBothFigures) {
    tick();
    ASSERT_EQ(sign("east", story::east, true).status, 201);
    auto const round = county.open_round();
    ASSERT_TRUE(county.create("wang", "household_screening", county.visit(round, county.home(0))).ok());
    auto const cut_off = start_of(date_at(county.clock().now())) + 16 * ms_per_hour;
    ASSERT_LT(county.clock().now(), cut_off);
    county.clock().set(cut_off + ms_per_minute);
    tick();
    ASSERT_EQ(sign("east", story::east, true, R"(,"base_version":1,"reason":"补报一户")").status, 200);
    auto const period = records::period_id(story::county_code, "daily_report", today());
    EXPECT_EQ(county.figures(period, story::east), story::figures(1, 1, 0)) << "signed in time";
    auto const report = text(standing(story::east).at("report").at("id"));
    auto const history = site.as("east").get("/api/records/daily_report/" + report + "/history").object().at("items");
    ASSERT_EQ(history.as_array().size(), 2U);
    EXPECT_NE(history.at(0).at("fields").at("figures"), history.at(1).at("fields").at("figures"));
}

TEST_F(Returns, ASignatureRepeatsAndTwoAtOnceAreNotBothTaken) {
    tick();
    auto const command = county.fresh_id();
    EXPECT_EQ(sign("east", story::east, true, R"(,"sites_checked":3)", command).status, 201);
    auto const repeat = sign("east", story::east, true, R"(,"sites_checked":3)", command);
    EXPECT_EQ(repeat.status, 200);
    EXPECT_EQ(repeat.object().at("outcome"), "repeat");
    auto const round = county.open_round();
    auto const& home = county.home(0);
    auto const ill = R"([{"person":")" + format(home.members.at(0)) + R"(","temperature_c":38.1,"symptoms":["1"]}])";
    ASSERT_TRUE(county.create("wang", "household_screening", county.visit(round, home, "1", ill)).ok());
    EXPECT_EQ(sign("east", story::east, true, R"(,"sites_checked":3)", command).status, 200)
        << "what happened since does not refuse what has been taken";
    EXPECT_EQ(site.count("r_daily_report"), 1);
    auto const second = sign("east", story::east, false, R"(,"sites_checked":5)");
    EXPECT_EQ(second.problem(), "409.245") << "signed meanwhile, from another screen";
    EXPECT_TRUE(second.explains_itself());
}

TEST_F(Returns, ACorrectionKeepsBothFiguresAndTheReason) {
    tick();
    ASSERT_EQ(sign("east", story::east, true).status, 201);
    auto const round = county.open_round();
    ASSERT_TRUE(county.create("wang", "household_screening", county.visit(round, county.home(0))).ok());
    EXPECT_EQ(sign("east", story::east, true, R"(,"base_version":1)").problem(), "422.243");
    ASSERT_EQ(sign("east", story::east, true, R"(,"base_version":1,"reason":"补报一户")").status, 200);
    auto const path = "/api/records/daily_report/" + text(standing(story::east).at("report").at("id"));
    auto const history = site.as("east").get(path + "/history").object().at("items").as_array();
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[0].at("fields").at("reason"), "补报一户");
    EXPECT_NE(json::serialize(history[0].at("fields").at("figures")).find(R"({"cell":"screened","value":"1"})"),
              std::string::npos);
    EXPECT_EQ(json::serialize(history[1].at("fields").at("figures")).find(R"({"cell":"screened","value":"1"})"),
              std::string::npos)
        << "what was signed first stands as it was";
    EXPECT_TRUE(county.verify().empty());
}

TEST_F(Returns, AReturnedReportIsOwedAgain) {
    tick();
    auto const period = records::period_id(story::county_code, "daily_report", today());
    ASSERT_EQ(sign("east", story::east, true).status, 201);
    EXPECT_EQ(county.figures(period, story::east), story::figures(1, 1, 0));
    move("east", story::east, "approve", "{}", 403);
    move("township", story::east, "approve", R"({"sites_checked":777})", 403);
    move("township", story::east, "return", "{}", 422);
    move("township", story::east, "return", R"({"return_reason":"漏报返乡人员"})");
    EXPECT_EQ(county.figures(period, story::east), story::figures(1, 0, 0));
    EXPECT_EQ(standing(story::east).at("state"), "returned");
    EXPECT_EQ(standing(story::east).at("report").at("return_reason"), "漏报返乡人员");
    ASSERT_EQ(sign("east", story::east, true, R"(,"base_version":2)").status, 200) << "a return is reason enough";
    EXPECT_EQ(county.figures(period, story::east), story::figures(1, 1, 0));
    move("township", story::east, "approve", "{}");
    EXPECT_EQ(standing(story::east).at("state"), "approved");
    EXPECT_EQ(county.figures_by_sql(period).at(story::east), county.figures(period, story::east));
}

TEST_F(Returns, WhatIsSentToSignIsChecked) {
    tick();
    auto const east = site.as("east");
    auto const body = [&](std::string const& more) {
        return R"({"command":")" + format(county.fresh_id()) + R"(","unit":")" + format(units.at(story::east)) + R"(")" +
               more + "}";
    };
    auto const refused = [&](std::string const& text) {
        auto const answer = east.post("/api/daily-reports", text);
        EXPECT_TRUE(answer.explains_itself()) << answer.body;
        return answer.problem() + " " + answer.problem_field();
    };
    EXPECT_EQ(refused("{"), "400.1 ");
    EXPECT_EQ(refused(R"({"unit":"x"})"), "400.67 command");
    EXPECT_EQ(refused(body(R"(,"date":"yesterday","nil_declared":true)")), "400.7 date");
    EXPECT_EQ(refused(body(R"(,"date":"2199-01-01","nil_declared":true)")), "422.240 date");
    EXPECT_EQ(refused(body(R"(,"date":"2019-01-01","nil_declared":true)")), "422.240 date");
    EXPECT_EQ(refused(body(R"(,"date":")" + today() + R"(")")), "400.67 nil_declared");
    EXPECT_EQ(refused(body(R"(,"date":")" + today() + R"(","nil_declared":true,"figures":[])")), "422.23 figures")
        << "no total is ever typed";
    EXPECT_EQ(refused(body(R"(,"date":")" + today() + R"(","nil_declared":true,"sites_checked":-1)")),
              "422.27 sites_checked");
    EXPECT_EQ(site.as("east")
                  .post("/api/records/daily_report",
                        ServedCounty::creation(county.fresh_id(), R"({"unit":")" + format(units.at(story::east)) +
                                                                      R"(","date":"2020-02-03","nil_declared":true})"))
                  .status,
              403)
        << "there is no other way in";
}

TEST_F(Returns, TheCommandLineFillsTheSameSheet) {
    auto const from_api = sheet("daily_report", story::county);
    auto const shown = fangxian({"return", "show", "daily_report", "--data", county.site(), "--json"});
    ASSERT_EQ(shown.exit, 0) << shown.err;
    auto const from_shell = json::parse(shown.out).as_object();
    EXPECT_EQ(figure(from_shell, "persons"), figure(from_api, "persons"));
    EXPECT_EQ(fangxian({"return", "list", "--data", county.site()}).exit, 0);
    EXPECT_EQ(fangxian({"return", "show", "no_such", "--data", county.site()}).exit, 2);
    EXPECT_EQ(fangxian({"return", "show", "daily_report", "--date", "x", "--data", county.site()}).exit, 2);
    auto const file = county.site() + "/daily.csv";
    ASSERT_EQ(fangxian({"return", "show", "daily_report", "--data", county.site(), "--output", file}).exit, 0);
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    EXPECT_NE(text.str().find("合计,12,"), std::string::npos) << text.str();
    EXPECT_EQ(fangxian({"return", "show", "daily_report", "--data", county.site(), "--output", "x.doc"}).exit, 2);
}

}  // namespace
}  // namespace fx::api
