#include "process.hpp"
#include "returns_story.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>

namespace fx::api {
namespace {

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

TEST_F(Returns, TheCommandLineTellsTheRatesByTheirNames) {
    tick();
    ASSERT_EQ(sign("east", story::east, true).status, 201);
    auto const rates = fangxian({"rates", "--division", "610627101", "--data", county.site(), "--json"});
    ASSERT_EQ(rates.exit, 0) << rates.err;
    auto const all = json::parse(rates.out).as_array();
    ASSERT_EQ(all.size(), 3U) << "the township and its villages";
    EXPECT_EQ(all.at(0).at("expected_reports"), 3);
    EXPECT_EQ(all.at(0).at("reporting_rate_on_time"), 33.3);
    EXPECT_EQ(fangxian({"rates", "--data", county.site(), "--output", "x.doc"}).exit, 2);
    EXPECT_EQ(fangxian({"rates", "--data", county.site(), "--division", "999999"}).exit, 1);
    EXPECT_EQ(fangxian({"rates", "--data", county.site(), "--output", county.site() + "/rates.xlsx"}).exit, 0);
}

}  // namespace
}  // namespace fx::api
