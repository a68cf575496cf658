#include "app/situation_paper.hpp"
#include "app/ticker.hpp"
#include "process.hpp"
#include "served.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fx::api {
namespace {

class SituationReports : public Api {
protected:
    Answer make(std::string const& who, std::string const& more = {}, Id command = {}) {
        if (command.is_nil()) command = county.fresh_id();
        return site.as(who).post("/api/situation", R"({"command":")" + format(command) + "\"" + more + "}");
    }
    std::string made(std::string const& who, std::string const& more = {}) {
        auto const answer = make(who, more);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return text(answer.object().at("id"));
    }
    json::object seen(std::string const& who, std::string const& id, std::string const& more = {}) {
        auto const answer = site.as(who).get("/api/situation/" + id + more);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object();
    }
    Answer move(std::string const& who, std::string const& id, std::string const& step, std::string const& fields,
                std::int64_t version = 1) {
        return site.as(who).post("/api/records/situation_report/" + id + "/moves/" + step, site.change(version, fields));
    }
    static json::object figure(json::object const& report, std::string_view item) {
        for (auto const& one : report.at("figures").as_array())
            if (text(one.at("item")) == item) return one.as_object();
        ADD_FAILURE() << "no " << item;
        return {};
    }
    static std::string place(Place of) { return R"(,"place":")" + format(of) + "\""; }
    static std::string day(Date of) { return R"(,"day":")" + format(of) + "\""; }
    Date today() { return date_at(county.clock().now()); }
    void tick() { ASSERT_TRUE(app::Ticker(county.program(), std::chrono::milliseconds(0)).tick().has_value()); }
    void visit(Id const& round, std::size_t home) {
        ASSERT_TRUE(
            county.create(home < 3 ? "wang" : "zhao", "household_screening", county.visit(round, county.home(home))).ok());
    }
};

constexpr auto judged = R"({"judgement":"排查进度正常，继续按每日一轮推进。"})";

TEST_F(SituationReports, HoldEveryFigureWithYesterdaysAndTheLevelAboves) {
    auto const round = county.open_round(72);
    visit(round, 0);
    county.clock().advance(ms_per_day);
    visit(round, 1), visit(round, 2), visit(round, 6);
    auto const report = seen("township", made("township", place(story::east)));
    auto const screened = figure(report, "screened");
    EXPECT_EQ(screened.at("value"), 3);
    EXPECT_EQ(screened.at("of"), 6);
    EXPECT_EQ(screened.at("yesterday"), 1);
    EXPECT_EQ(screened.at("above"), 4) << "the township's";
    EXPECT_EQ(text(report.at("above").at("name")), "道镇");
    EXPECT_EQ(figure(report, "screened_rate").at("value"), 50.0);
    EXPECT_EQ(text(screened.at("return")), "daily_report");
    auto const& trend = report.at("trend").as_array();
    auto const& visits = trend.at(0).at("points").as_array();
    ASSERT_EQ(visits.size(), 14U);
    EXPECT_EQ(visits.back().at("value"), 2);
    EXPECT_EQ(visits.at(12).at("value"), 1);
    EXPECT_FALSE(text(report.at("journal_head")).empty());
    auto const whole = seen("officer", made("officer"));
    EXPECT_TRUE(whole.at("above").is_null()) << "nothing stands above the county here";
    EXPECT_TRUE(figure(whole, "screened").at("above").is_null());
}

TEST_F(SituationReports, NameThePlacesBelowAndWhatIsOverdueThere) {
    auto const unit = county.fresh_id();
    ASSERT_TRUE(
        county
            .create("township", "reporting_unit",
                    R"({"name":"东村村委会","unit_kind":"1","area":")" + format(story::east) + R"(","reports_daily":true})",
                    unit)
            .ok());
    tick();
    auto const due = [&](int hours) { return "\"" + format(county.clock().now() + hours * ms_per_hour) + "\""; };
    ASSERT_EQ(
        site.as("officer")
            .post("/api/records/order",
                  site.creation(county.fresh_id(), R"({"subject":"加强排查","topic":"1","urgency":"1","body":"逐户排查。",)"
                                                   R"("addressees":[{"role":"village_officer"}],"acknowledge_by":)" +
                                                       due(1) + "}"))
            .status,
        201);
    county.clock().advance(12 * ms_per_hour);
    tick();
    auto const report = seen("township", made("township"));
    ASSERT_EQ(report.at("missing").as_array().size(), 1U);
    EXPECT_EQ(text(report.at("missing").at(0).at("name")), "东村村委会");
    EXPECT_EQ(text(report.at("missing").at(0).at("place")), format(story::east));
    ASSERT_EQ(report.at("orders").as_array().size(), 1U);
    EXPECT_EQ(text(report.at("orders").at(0).at("name")), "加强排查");
    EXPECT_EQ(report.at("orders").at(0).at("value"), 2);
    EXPECT_EQ(report.at("orders").at(0).at("of"), 2);
    EXPECT_EQ(figure(report, "receipts_overdue").at("value"), 2);
    EXPECT_EQ(figure(report, "reported").at("value"), 0);
    EXPECT_EQ(figure(report, "reported").at("of"), 1);
    EXPECT_GE(report.at("escalations").as_array().size(), 1U);
    auto const& below = report.at("coverage").as_array();
    ASSERT_EQ(below.size(), 2U);
    EXPECT_EQ(below.at(0).at("reports_owed"), 1);
    EXPECT_TRUE(below.at(1).at("reports_owed").is_null());
    EXPECT_TRUE(below.at(0).at("screened").is_null()) << "no round stands: no answer, never 0";
}

TEST_F(SituationReports, StayAsTheyWereCounted) {
    auto const round = county.open_round();
    visit(round, 0);
    auto const id = made("officer");
    visit(round, 1);
    EXPECT_EQ(figure(seen("officer", id), "screened").at("value"), 1);
    auto const beside = figure(seen("officer", id, "?recount=1"), "screened");
    EXPECT_EQ(beside.at("value"), 1);
    EXPECT_EQ(beside.at("now"), 2) << "what the records say now stands beside it";
    EXPECT_EQ(site.as("officer").patch("/api/records/situation_report/" + id, site.change(1, R"({"number":9})")).status,
              403);
    EXPECT_EQ(seen("officer", made("officer")).at("number"), 2) << "the second of the day";
    EXPECT_TRUE(county.verify().empty());
}

TEST_F(SituationReports, AreMadeOnceHoweverOftenTheyAreAskedFor) {
    auto const command = county.fresh_id();
    auto const first = make("officer", {}, command), again = make("officer", {}, command);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(again.status, 200) << again.body;
    EXPECT_EQ(text(first.object().at("id")), text(again.object().at("id")));
    EXPECT_EQ(site.count("r_situation_report"), 1);
}

TEST_F(SituationReports, AreMadeByTheClockOnceADay) {
    tick();
    EXPECT_EQ(site.count("r_situation_report"), 0) << "in the morning it is not time";
    county.clock().set(start_of(today()) + (18 * 60 + 30) * ms_per_minute);
    tick();
    tick();
    EXPECT_EQ(site.count("r_situation_report"), 1);
    auto const listed = site.as("officer").get("/api/situation").object();
    EXPECT_EQ(listed.at("total"), 1);
    auto const report = listed.at("items").at(0);
    EXPECT_EQ(report.at("by_clock"), true);
    EXPECT_EQ(text(report.at("place")), format(story::county));
    EXPECT_EQ(text(report.at("state")), "made");
    county.clock().advance(ms_per_day);
    tick();
    EXPECT_EQ(site.count("r_situation_report"), 2);
    EXPECT_EQ(move("officer", text(report.at("id")), "issue", judged).status, 200) << "a person issues it";
}

TEST_F(SituationReports, AreIssuedWithAnAssessmentByThePostOfTheAreaAndWithdrawnWithAReason) {
    auto const id = made("officer", place(story::township));
    EXPECT_EQ(move("officer", id, "issue", judged).problem(), "403.285") << "the county does not speak for the township";
    EXPECT_EQ(move("township", id, "issue", "{}").status, 422) << "without an assessment there is nothing to issue";
    EXPECT_EQ(move("township", id, "issue", R"({"judgement":"正常","figures":[]})").problem(), "422.24")
        << "figures are not typed over";
    EXPECT_EQ(move("township", id, "issue", R"({"judgement":"正常","number":9})").problem(), "403.50");
    EXPECT_EQ(move("east", id, "issue", judged).status, 403);
    ASSERT_EQ(move("township", id, "issue", judged).status, 200);
    auto const issued = seen("township", id);
    EXPECT_EQ(text(issued.at("state")), "issued");
    EXPECT_EQ(text(issued.at("issued_at")), format(county.clock().now()));
    EXPECT_FALSE(text(issued.at("issued_by")).empty());
    EXPECT_NE(text(issued.at("judgement")).find("继续"), std::string::npos);
    EXPECT_EQ(move("township", id, "withdraw", "{}", 2).status, 422);
    EXPECT_EQ(move("officer", id, "withdraw", R"({"withdraw_reason":"数字有误"})", 2).problem(), "403.285");
    ASSERT_EQ(move("township", id, "withdraw", R"({"withdraw_reason":"数字有误"})", 2).status, 200);
    EXPECT_EQ(text(seen("township", id).at("state")), "withdrawn");
    EXPECT_EQ(site.as("township").get("/api/situation/" + id + "/pdf").status, 200) << "it is still on file";
    EXPECT_EQ(move("township", id, "issue", judged, 3).status, 409);
}

TEST_F(SituationReports, OutsideTheAreaTheRoleAndTheCalendarNothingIsMadeOrTold) {
    auto const refused = [&](Answer const& answer) {
        EXPECT_TRUE(answer.explains_itself()) << answer.body;
        return answer.problem();
    };
    EXPECT_EQ(make("east").status, 403);
    EXPECT_EQ(make("wang").status, 403);
    EXPECT_EQ(make("auditor").status, 403);
    EXPECT_EQ(refused(make("township", place(story::county))), "403.51");
    EXPECT_EQ(refused(make("officer", R"(,"place":"999999")")), "422.66");
    EXPECT_EQ(refused(make("officer", R"(,"place":"rubbish")")), "400.7");
    EXPECT_EQ(refused(make("officer", day(today() + 1))), "422.286");
    EXPECT_EQ(refused(make("officer", day(today() + -14))), "422.286");
    EXPECT_EQ(make("officer", day(today() + -13)).status, 201);
    EXPECT_EQ(refused(make("officer", R"(,"day":"2020-02-30")")), "400.7");
    EXPECT_EQ(refused(make("officer", R"(,"figures":[])")).substr(0, 3), "422");
    EXPECT_EQ(refused(site.as("officer").post("/api/situation", "{}")).substr(0, 3), "400");
    EXPECT_EQ(site.as("officer").post("/api/situation", "[").status, 400);
    EXPECT_EQ(site.count("r_situation_report"), 1);

    auto const id = made("officer");
    EXPECT_EQ(refused(site.as("township").get("/api/situation/" + id)), "404.55") << "the county's own";
    EXPECT_EQ(refused(site.as("township").get("/api/situation/" + id + "/pdf")), "404.55");
    EXPECT_EQ(refused(site.as("wang").get("/api/situation/" + id)), "404.55");
    EXPECT_EQ(refused(site.as("officer").get("/api/situation/" + id + "/pdf?lang=fr")), "400.7");
    EXPECT_EQ(refused(site.as("officer").get("/api/situation/rubbish")), "400.7");
    EXPECT_EQ(refused(site.as("officer").get("/api/situation/" + format(county.fresh_id()))), "404.55");
    EXPECT_EQ(site.nobody().get("/api/situation/" + id + "/pdf").status, 401);
    EXPECT_EQ(refused(site.as("township").get("/api/situation?place=" + format(story::county))), "403.51");
    EXPECT_EQ(site.as("township").get("/api/situation").object().at("total"), 0);
    EXPECT_EQ(refused(site.as("officer").post(
                  "/api/records/situation_report",
                  site.creation(county.fresh_id(), R"({"area":"610627","day":"2020-02-03","number":1,)"
                                                   R"("as_of":"2020-02-03T09:00:00+08:00","by_clock":false})"))),
              "403.60")
        << "figures never come from a client";
}

TEST_F(SituationReports, ArePrintedOnOnePageInBothLanguages) {
    auto const round = county.open_round();
    visit(round, 0);
    auto const id = made("officer");
    auto const pdf = [&](std::string const& more) {
        auto const answer = site.as("officer").get("/api/situation/" + id + "/pdf" + more);
        EXPECT_EQ(answer.status, 200);
        EXPECT_NE(answer.head.find("application/pdf"), std::string::npos);
        EXPECT_TRUE(answer.body.starts_with("%PDF-"));
        EXPECT_NE(answer.body.find("/Count 1"), std::string::npos) << "one page";
        EXPECT_NE(answer.body.find("/ToUnicode"), std::string::npos) << "text that can be searched";
        return answer.body;
    };
    auto const chinese = pdf("");
    EXPECT_EQ(chinese, pdf("?lang=zh-CN")) << "the same report, the same bytes";
    EXPECT_NE(chinese, pdf("?lang=en"));
    std::string text;
    for (int i = 0; i < 1999; ++i) text += i % 40 == 0 ? "\\n" : "防";
    ASSERT_EQ(move("officer", id, "issue", R"({"judgement":")" + text + "\"}").status, 200);
    EXPECT_NE(pdf(""), chinese) << "a long assessment stays on the one page";
}

TEST_F(SituationReports, StayOnOnePageHoweverMuchThereIsToTell) {
    app::Situation report;
    report.area = story::county;
    report.day = today();
    report.as_of = county.clock().now();
    report.state = "issued";
    for (int i = 0; i < 6000; ++i) report.judgement += i % 30 == 0 ? "\n" : "防";
    auto const row = [&](std::string_view part, std::string item, Place at, std::string value) {
        command::ReportRow one;
        one.part = part;
        one.item = std::move(item);
        one.at = at;
        one.value = std::move(value);
        one.of = "999999999";
        report.rows.push_back(std::move(one));
    };
    auto const empty = app::situation_paper(county.program(), report, true);
    for (auto const& item : command::items(command::part::figure))
        row(command::part::figure, std::string(item.name), {}, "123456789");
    for (int i = 1; i <= 150; ++i) {
        auto const at = Place::division(610'627'101'200 + i);
        row(command::part::coverage, "screened", at, std::to_string(i));
        row(command::part::coverage, "reported", at, std::to_string(i));
    }
    for (auto const part : {command::part::missing, command::part::order, command::part::escalation})
        for (int i = 0; i < 20; ++i)
            row(part, format(county.fresh_id()) + " 一个很长很长很长很长很长很长很长很长的名称", story::east, "9");
    auto const full = app::situation_paper(county.program(), report, true);
    for (auto const* pdf : {&empty, &full}) {
        ASSERT_TRUE(pdf->has_value());
        EXPECT_NE((**pdf).find("/Count 1"), std::string::npos);
        EXPECT_LT((**pdf).size(), 300'000U);
    }
    EXPECT_NE(*empty, *full);
}

TEST_F(SituationReports, OfTheCommandLineAreTheSameFile) {
    auto const round = county.open_round();
    visit(round, 0);
    auto const id = made("officer");
    auto const served = site.as("officer").get("/api/situation/" + id + "/pdf?lang=en").body;
    auto const file = county.site() + "/../situation.pdf";
    auto const run = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "report");
        arguments.insert(arguments.end(), {"--data", county.site()});
        return fangxian(arguments);
    };
    EXPECT_EQ(run({"--id", id, "--out", file, "--lang", "en"}).exit, 0);
    std::stringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    EXPECT_TRUE(bytes.str() == served) << "byte for byte";
    auto const told = run({"--id", id, "--json"});
    EXPECT_EQ(figure(json::parse(told.out).as_object(), "screened").at("value"), 1);

    auto const counted = run({"--place", "610627101", "--json", "--out", file});
    ASSERT_EQ(counted.exit, 0) << counted.err;
    EXPECT_EQ(text(json::parse(counted.out).at("id")), "") << "counted, not kept";
    EXPECT_EQ(site.count("r_situation_report"), 1);
    std::filesystem::remove(file);
    EXPECT_EQ(run({"--day", "2020-02-30", "--out", file}).exit, 2);
    EXPECT_EQ(run({"--day", "2019-01-01", "--out", file}).exit, 1);
    EXPECT_EQ(run({"--place", "999999", "--out", file}).exit, 1);
    EXPECT_EQ(run({"--place", "rubbish"}).exit, 2);
    EXPECT_EQ(run({"--id", "rubbish"}).exit, 2);
    EXPECT_EQ(run({"--id", format(county.fresh_id()), "--out", file}).exit, 1);
    EXPECT_EQ(run({"--id", id, "--place", "610627"}).exit, 2);
    EXPECT_EQ(run({"--lang", "fr"}).exit, 2);
    EXPECT_EQ(run({"--out", county.site() + "/../situation.docx"}).exit, 2);
    auto const unwritable = run({"--out", "/nowhere/situation.pdf"});
    EXPECT_EQ(unwritable.exit, 1);
    EXPECT_NE(unwritable.err.find("/nowhere/situation.pdf"), std::string::npos) << unwritable.err;
    EXPECT_FALSE(std::filesystem::exists(file)) << "nothing is written when it is refused";
}

}  // namespace
}  // namespace fx::api
