#include "served.hpp"
#include "tables/table_files.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace fx::api {
namespace {

TEST_F(Api, AListLeavesAsAWorkbookWithWordsMasksAndAnEntryInTheLog) {
    auto const officer = site.as("officer");
    ASSERT_EQ(site.as("wang")
                  .post("/api/records/household",
                        site.creation(county.fresh_id(), site.household_fields(story::east.group(1), R"(,"note":"=1+2")")))
                  .status,
              201);
    auto const answer = officer.post(
        "/api/records/household/export",
        R"({"columns":["head_name","phone","house_use","note"],"purpose":"例会材料","place":"610627101201001"})");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_NE(answer.head.find("household.xlsx"), std::string::npos);
    EXPECT_NE(answer.head.find("X-Row-Count: 4\r\n"), std::string::npos) << "the page says how many rows left";
    auto const sheet = tables::read_all(answer.body);
    ASSERT_EQ(sheet.rows.size(), 6U) << "header, explanation, three households and the new one";
    EXPECT_EQ(sheet.rows[0],
              (std::vector<std::string>{"编号", "所在区划", "状态", "户主姓名", "联系电话", "房屋使用情况", "备注"}))
        << sheet.rows[0][3] << sheet.rows[0][4] << sheet.rows[0][5];
    EXPECT_EQ(sheet.rows[1][4], "phone");
    for (std::size_t i = 2; i < 6; ++i) EXPECT_EQ(sheet.rows[i][2], "在册");
    EXPECT_TRUE(
        std::any_of(sheet.rows.begin() + 2, sheet.rows.end(), [](auto const& row) { return row.at(4) == "138****0000"; }));
    EXPECT_NE(sheet.rows[2][1].find("东村"), std::string::npos);
    auto const noted =
        std::find_if(sheet.rows.begin() + 2, sheet.rows.end(), [](auto const& row) { return row.size() == 7; });
    ASSERT_NE(noted, sheet.rows.end());
    EXPECT_EQ(noted->back(), "=1+2") << "text in a workbook is text";
    auto const log = officer.get("/api/access-log").object().at("items").as_array();
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(log[0].at("action"), "export");
    EXPECT_EQ(log[0].at("username"), "officer");
    EXPECT_EQ(text(log[0].at("purpose")), "例会材料 · 4");

    auto const csv = officer.post("/api/records/household/export",
                                  R"({"format":"csv","lang":"en","columns":["note"],"purpose":"meeting","sort":"-note"})");
    EXPECT_NE(csv.body.find("'=1+2"), std::string::npos) << "a formula is neutralised: " << csv.body.substr(0, 400);
    EXPECT_NE(csv.body.find("On the roster"), std::string::npos);
}

TEST_F(Api, WhoMayNotExportOrSaysNotWhyGetsNothing) {
    auto const officer = site.as("officer");
    auto const ask = [&](Caller const& who, std::string const& body) {
        return who.post("/api/records/household/export", body).problem();
    };
    EXPECT_EQ(ask(site.as("wang"), R"({"purpose":"例会材料"})"), "403.50");
    EXPECT_EQ(ask(site.as("administrator"), R"({"purpose":"例会材料"})"), "403.50");
    EXPECT_EQ(ask(officer, "{}"), "400.63");
    EXPECT_EQ(ask(officer, R"({"purpose":"x"})"), "400.63");
    EXPECT_EQ(ask(officer, R"({"purpose":"例会材料","columns":["colour"]})"), "422.23");
    EXPECT_EQ(ask(officer, R"({"purpose":"例会材料","format":"pdf"})"), "400.7");
    EXPECT_EQ(ask(officer, R"({"purpose":"例会材料","place":"620000"})"), "403.51");
    EXPECT_EQ(ask(officer, R"({"purpose":"例会材料","where":{"eq":["colour","red"]}})").substr(0, 1), "4");
    EXPECT_EQ(ask(officer, R"({"purpose":"例会材料","sort":"phone"})"), "400.62");
    EXPECT_EQ(site.count("access_log"), 0);
}

TEST_F(Api, TheTimelineSaysWhenARoundWasDone) {
    auto const round = county.open_round(2);
    auto const wang = site.machine_of("wang");
    auto const visit = [&](std::size_t home) {
        return wang
            .post("/api/records/household_screening",
                  site.creation(county.fresh_id(), county.visit(round, county.home(home))))
            .status;
    };
    EXPECT_EQ(visit(0), 201);
    EXPECT_EQ(visit(1), 201);
    county.clock().advance(5 * ms_per_hour);
    EXPECT_EQ(visit(2), 201);
    auto const line = site.as("officer").get("/api/coverage/610627/timeline").object();
    EXPECT_EQ(line.at("expected"), 12);
    auto const points = line.at("points").as_array();
    ASSERT_EQ(points.size(), 2U);
    EXPECT_EQ(points[0].at("on_time"), 2);
    EXPECT_EQ(points[1].at("late"), 1);
    EXPECT_EQ(site.as("wang").get("/api/coverage/610627/timeline").problem(), "403.51");
}

}  // namespace
}  // namespace fx::api
