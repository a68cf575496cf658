#include "process.hpp"
#include "served.hpp"
#include "tables/reader.hpp"
#include "tables/table_files.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace fx::api {
namespace {

/// Mappings beside each other: a file that is not installed, two versions of one return; and what a return holds.
class ReturnMappings : public Api {
protected:
    static std::string cell(std::string const& name, std::string const& more) {
        return R"({"name":")" + name + R"(","label":{"zh":"格)" + name + R"(","en":"Cell )" + name + R"("},)" + more + "}";
    }
    static std::string mapping(std::string const& name, std::string const& versions) {
        return R"({"return":")" + name +
               R"(","label":{"zh":"试表","en":"Trial"},"source":{"zh":"试","en":"Trial"},"roles":["county_officer"],"versions":[)" +
               versions + "]}";
    }
    static std::string version(std::string const& from, std::vector<std::string> const& cells) {
        std::string all;
        for (auto const& one : cells) all += (all.empty() ? "\n" : ",\n") + one;
        return R"({"valid_from":")" + from + R"(","cells":[)" + all + "]}";
    }
    json::object preview(std::string const& text, std::string const& who = "officer") {
        auto const answer = site.as(who).post("/api/returns/preview", text);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object();
    }
    static std::string changes(json::object const& comparison) {
        std::string out;
        for (auto const& one : comparison.at("cells").as_array())
            out += (out.empty() ? "" : " ") + text(one.at("name")) + ":" + text(one.at("change")) + ":" +
                   json::serialize(one.at("a")) + ":" + json::serialize(one.at("b"));
        return out;
    }
    static std::string const households;
};
std::string const ReturnMappings::households = R"("count":"household","state":"active")";

TEST_F(ReturnMappings, AFileIsTriedOnTheRecordsAndNothingIsKept) {
    auto const file = mapping("trial", version("2020-01-01", {cell("homes", households)}));
    auto const before = site.count("access_log");
    auto const tried = preview(file);
    EXPECT_TRUE(tried.at("mistakes").as_array().empty());
    EXPECT_TRUE(tried.at("comparison").at("a").is_null()) << "no such return is installed";
    EXPECT_EQ(changes(tried.at("comparison").as_object()), "homes:added:null:12");
    ASSERT_EQ(site.count("access_log"), before + 1);
    auto const looks = site.as("auditor").get("/api/access-log?limit=1").body;
    EXPECT_NE(looks.find("trial (1): household"), std::string::npos) << looks;
    EXPECT_EQ(site.as("officer").get("/api/returns/trial").status, 404);
    EXPECT_EQ(site.as("east").post("/api/returns/preview", file).status, 403);
    EXPECT_EQ(site.as("officer").post("/api/returns/preview", std::string(300 << 10, ' ')).status, 413);
}

TEST_F(ReturnMappings, ATrialTellsNobodyWhatHeMayNotReadNorWhoOneIs) {
    auto const homes = mapping("trial", version("2020-01-01", {cell("homes", households)}));
    auto const unread = site.as("administrator").post("/api/returns/preview", homes);
    EXPECT_EQ(unread.status, 403) << "an administrator reads no households";
    EXPECT_EQ(unread.problem_field(), "homes");
    auto const one = mapping("trial", version("2020-01-01", {cell("who", R"("count":"person","state":"active",)"
                                                                         R"("where":{"present":"id_number"})")}));
    EXPECT_EQ(site.as("officer").post("/api/returns/preview", one).problem_field(), "who");
    auto const posts = mapping("daily_report", version("2020-01-01", {cell("posts", R"("count":"post")")}));
    auto const own = preview(posts, "administrator");
    EXPECT_TRUE(own.at("comparison").is_null() || own.at("comparison").at("a").is_null())
        << "nor the return that is installed";
}

TEST_F(ReturnMappings, ATriedFileStandsBesideTheVersionInForce) {
    auto const tried =
        preview(mapping("daily_report", version("2020-01-01", {cell("households", households), cell("more", households)})));
    EXPECT_EQ(tried.at("built_in"), true);
    EXPECT_EQ(json::serialize(tried.at("comparison").at("members")), R"(["label","source","roles","events"])");
    auto const all = changes(tried.at("comparison").as_object());
    EXPECT_NE(all.find("households:changed:12:12"), std::string::npos) << all;
    EXPECT_NE(all.find("persons:removed:"), std::string::npos) << all;
    EXPECT_NE(all.find("more:added:null:12"), std::string::npos) << all;
}

TEST_F(ReturnMappings, EveryFaultIsToldWithItsLineCellAndRemedy) {
    auto const file = mapping(
        "trial",
        version("2020-01-01",
                {cell("gone", R"("count":"household","on":"moved_at")"), cell("part", R"("percent":["nothing","gone"])"),
                 cell("round", R"("sum":["later"])"), cell("later", R"("sum":["round"])"),
                 cell("coded", R"("count":"household_screening","where":{"eq":["visit_outcome","99"]})")}));
    auto const tried = preview(file);
    EXPECT_TRUE(tried.at("comparison").is_null());
    std::string found;
    for (auto const& one : tried.at("mistakes").as_array()) {
        found += std::to_string(one.at("line").as_int64()) + text(one.at("cell")) + ":" + text(one.at("mistake")) + " ";
        for (auto const* words : {"what", "remedy"})
            for (auto const* language : {"zh", "en"}) EXPECT_FALSE(text(one.at(words).at(language)).empty());
    }
    EXPECT_NE(found.find("2gone:unknown_field"), std::string::npos) << found;
    EXPECT_NE(found.find("3part:unknown_cell"), std::string::npos) << found;
    EXPECT_NE(found.find("4round:cell_in_circle"), std::string::npos) << found;
    EXPECT_NE(found.find("6coded:unknown_code"), std::string::npos) << found;
    EXPECT_EQ(text(preview("{").at("mistakes").at(0).at("mistake")), "syntax_error");
    EXPECT_EQ(text(preview("[]").at("mistakes").at(0).at("mistake")), "syntax_error");
}

TEST_F(ReturnMappings, TwoVersionsAreLaidBesideEachOther) {
    auto const file =
        mapping("trial", version("2020-01-01", {cell("homes", households), cell("old", households)}) + "," +
                             version("2020-02-01", {cell("homes", R"("count":"household")"), cell("new", households)}));
    auto& program = county.program();
    auto loaded = catalog::load_returns({{"returns/trial.jsonc", file}}, {}, *program.catalogue);
    ASSERT_TRUE(loaded.mistakes.empty());
    program.returns.returns.push_back(std::move(loaded.returns.front()));
    auto const compared = site.as("officer").get("/api/returns/trial/compare?a=2020-01-01&b=2020-02-01");
    ASSERT_EQ(compared.status, 200) << compared.body;
    EXPECT_EQ(changes(compared.object()), "homes:changed:12:12 old:removed:12:null new:added:null:12");
    EXPECT_EQ(compared.object().at("cells").at(0).at("members"), json::parse(R"(["state"])"));
    EXPECT_TRUE(compared.object().at("members").as_array().empty());
    auto const whole = compared.object();
    auto const& parts = whole.at("parts").as_array();
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(text(parts.at(0).at("place")), format(story::township));
    EXPECT_EQ(json::serialize(parts.at(0).at("a")), "[12,12,null]");
    EXPECT_EQ(json::serialize(parts.at(0).at("b")), "[12,null,12]");
    auto const unknown = site.as("officer").get("/api/returns/trial/compare?a=1999-01-01");
    EXPECT_EQ(unknown.problem(), "404.5");
    EXPECT_EQ(unknown.problem_field(), "a");
}

TEST_F(ReturnMappings, TheCommandLineTriesAFileBesideTheRunningSite) {
    auto const path = county.site() + "/trial.jsonc";
    std::ofstream(path) << mapping("trial", version("2020-01-01", {cell("homes", households)}));
    auto const tried = fangxian({"returns", "preview", path, "--place", "610627101000", "--data", county.site()});
    EXPECT_EQ(tried.exit, 0) << tried.err;
    EXPECT_NE(tried.out.find("12"), std::string::npos) << tried.out;
    std::ofstream(path) << mapping("trial", version("2020-01-01", {cell("homes", R"("sum":["homes"])")}));
    EXPECT_EQ(fangxian({"returns", "preview", path, "--data", county.site()}).exit, 3);
    auto const same = fangxian({"return", "compare", "daily_report", "2020-01-01", "--data", county.site(), "--json"});
    EXPECT_EQ(same.exit, 0) << same.err;
    EXPECT_EQ(same.out.find("\"removed\""), std::string::npos);
}

TEST_F(ReturnMappings, WhyHouseholdsAreNotScreenedIsCounted) {
    auto const round = county.open_round();
    ASSERT_TRUE(county.create("wang", "household_screening", county.visit(round, county.home(0), "4")).ok());
    ASSERT_TRUE(county.create("wang", "household_screening", county.visit(round, county.home(0), "5")).ok());
    ASSERT_TRUE(county.create("wang", "household_screening", county.visit(round, county.home(1), "4")).ok());
    ASSERT_TRUE(county.create("wang", "household_screening", county.visit(round, county.home(1), "1")).ok());
    auto const sheet = site.as("officer").get("/api/returns/daily_report").object();
    std::map<std::string, std::string> figures;
    auto const& cells = sheet.at("cells").as_array();
    for (std::size_t i = 0; i < cells.size(); ++i)
        figures[text(cells[i].at("name"))] = json::serialize(sheet.at("node").at("figures").at(i));
    EXPECT_EQ(figures.at("not_screened"), "11");
    EXPECT_EQ(figures.at("not_met"), "1") << "who was met later is screened";
    EXPECT_EQ(figures.at("not_let_in"), "1");
    EXPECT_EQ(figures.at("tried"), "1");
    EXPECT_EQ(figures.at("not_tried"), "10");
    EXPECT_EQ(figures.at("community_state"), "null") << "none is declared";
    EXPECT_EQ(figures.at("from_elsewhere"), "0");
}

TEST_F(ReturnMappings, FormsNotAskedForAreCountedByUnitAndDay) {
    auto const spared = [&] { return site.as("officer").get("/api/returns").object().at("spared").as_object(); };
    EXPECT_EQ(spared().at("forms"), 0) << "nobody owes a report yet";
    ASSERT_TRUE(
        county
            .create("township", "reporting_unit",
                    R"({"name":"东村村委会","unit_kind":"1","area":")" + format(story::east) + R"(","reports_daily":true})")
            .ok());
    for (int day = 0; day < 2; ++day) {
        ASSERT_TRUE(app::Ticker(county.program(), std::chrono::milliseconds(0)).tick().has_value());
        if (day == 0) county.clock().advance(ms_per_day);
    }
    EXPECT_EQ(spared().at("today").at("units"), 1);
    auto const counted = std::int64_t(county.program().returns.returns.size()) - 1;
    EXPECT_EQ(spared().at("today").at("returns"), counted) << "the daily report is signed, and does not count";
    EXPECT_EQ(spared().at("forms"), 2 * counted) << "two days";
    EXPECT_EQ(spared().at("days"), 2);
    EXPECT_EQ(site.as("officer").get("/api/returns?since=2199-01-01").problem(), "400.7");
    EXPECT_EQ(site.as("officer").get("/api/returns?since=2000-01-01").problem(), "400.7");
}

TEST_F(ReturnMappings, AWorkbookHoldsTitleGroupsFiguresAndTheSignatureLine) {
    for (auto const& [lang, title, group, total, seal] :
         {std::tuple{"zh", "疫情防控日报（零报告）", "住户排查", "合计", "盖章"},
          std::tuple{"en", "Daily report (zero report)", "Household screening", "Total", "(seal)"}}) {
        auto const file = site.as("officer").get(std::string("/api/returns/daily_report/file?format=xlsx&lang=") + lang);
        auto const reader = tables::open_table(file.body);
        ASSERT_TRUE(reader.has_value());
        std::string all;
        tables::Row row;
        for (auto more = (*reader)->next(row); more.has_value() && *more; more = (*reader)->next(row))
            for (std::size_t i = 0; i < row.size(); ++i) all += std::string(row[i]) + "|";
        for (auto const* wanted : {title, group, total, seal, "|12|", "—"})
            EXPECT_NE(all.find(wanted), std::string::npos) << wanted << "\n" << all;
    }
}

/// A unit that stands at the township itself is in no village's line: it has one of its own, and the lines add up.
TEST_F(ReturnMappings, TheLinesOfATableAddUpToItsTotal) {
    for (auto const& place : {story::east, story::west, story::township})
        ASSERT_TRUE(county
                        .create("township", "reporting_unit",
                                R"({"name":"单位","unit_kind":"1","area":")" + format(place) + R"(","reports_daily":true})")
                        .ok());
    auto const units =
        mapping("units", version("2020-01-01", {cell("units", R"("count":"reporting_unit")"), cell("homes", households),
                                                cell("share", R"("percent":["units","homes"])")}));
    auto loaded = catalog::load_returns({{"returns/units.jsonc", units}}, {}, *county.program().catalogue);
    ASSERT_TRUE(loaded.mistakes.empty());
    county.program().returns.returns.push_back(std::move(loaded.returns.front()));
    auto const sheet = site.as("officer").get("/api/returns/units?place=610627101").object();
    EXPECT_EQ(json::serialize(sheet.at("node").at("figures")), "[3,12,2.5E1]");
    EXPECT_EQ(json::serialize(sheet.at("own").at("figures")), "[1,0,null]");
    auto const table = site.as("officer").get("/api/returns/units/file?place=610627101&format=csv").body;
    EXPECT_NE(table.find("本级直属,1,0,"), std::string::npos) << table;
    auto const form =
        tables::workbook(R"(<row><c t="inlineStr"><is><t>[[units@0]] [[homes@0]] [[units]]</t></is></c></row>)");
    auto const filled = site.as("officer").post("/api/returns/units/fill?place=610627101", form);
    EXPECT_EQ(tables::read_all(filled.body).rows, (tables::Cells{{"1 0 3"}}));
    EXPECT_TRUE(site.as("officer").get("/api/returns/daily_report?place=610627101").object().at("own").is_null());
}

/// Marks by name, by label, of the parts; a form that would leave a part out is refused.
TEST_F(ReturnMappings, ASuperiorsFormIsFilled) {
    auto const form = [](std::vector<std::string> const& texts) {
        std::string rows;
        for (std::size_t i = 0; i < texts.size(); ++i)
            rows += "<row r=\"" + std::to_string(i + 1) + "\"><c t=\"inlineStr\"><is><t>" + texts[i] + "</t></is></c></row>";
        return tables::workbook(rows);
    };
    auto const fill = [&](std::vector<std::string> const& texts, std::string const& more = {}) {
        return site.as("officer").post("/api/returns/daily_report/fill?place=610627101" + more, form(texts));
    };
    auto const answer = fill({"[[#place]] [[#date_zh]]", "[[households]]", "[[总户数]]", "[[#place@1]] [[households@1]]",
                              "[[#place@2]]", "[[households@3]]"},
                             "&date=2020-02-03");
    ASSERT_EQ(answer.status, 200) << answer.body;
    tables::Cells const expected{{"陕西省延安市甘泉县道镇 2020年2月3日"}, {"12"}, {"12"}, {"东村村委会 6"}, {"西村村委会"}};
    EXPECT_EQ(tables::read_all(answer.body).rows, expected);
    EXPECT_EQ(fill({"[[households@x]]"}).problem(), "422.321");
    EXPECT_EQ(fill({"nothing to fill"}).problem(), "422.320");
    auto const short_form = fill({"[[households@1]]"});
    EXPECT_EQ(short_form.problem(), "400.7");
    EXPECT_NE(short_form.body.find("@1 … @2 (1)"), std::string::npos) << short_form.body;
    EXPECT_EQ(site.as("officer").post("/api/returns/daily_report/fill", "no workbook").problem(), "400.117");
    EXPECT_EQ(site.as("east").post("/api/returns/daily_report/fill?place=610627", form({"[[households]]"})).problem(),
              "403.51");
    EXPECT_EQ(site.as("officer").post("/api/returns/none/fill", form({"[[households]]"})).status, 404);
    auto const path = county.site() + "/form.xlsx", out = county.site() + "/filled.xlsx";
    std::ofstream(path, std::ios::binary) << form({"[[households]]"});
    auto const shell = fangxian({"return", "fill", "daily_report", path, "--data", county.site(), "--output", out});
    EXPECT_EQ(shell.exit, 0) << shell.err;
    EXPECT_EQ(tables::read_all(tables::bytes_of(out)).rows, (tables::Cells{{"12"}}));
    EXPECT_EQ(fangxian({"return", "fill", "daily_report", "/no/form.xlsx", "--data", county.site(), "--output", out}).exit,
              2);
}

}  // namespace
}  // namespace fx::api
