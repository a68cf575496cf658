#include "served.hpp"
#include "tables/table_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace fx::api {
namespace {

/// A workbook as an office saves it: text cells.
std::string roster_workbook(std::vector<std::vector<std::string>> const& rows) {
    std::string sheet;
    for (auto const& row : rows) {
        sheet += "<row>";
        for (auto const& cell : row) sheet += "<c t=\"str\"><v>" + cell + "</v></c>";
        sheet += "</row>";
    }
    return tables::workbook(sheet);
}

TEST_F(Api, AnImportStoresNothingBeforeTheCommitAndNothingTwice) {
    auto const admin = site.as("administrator");
    std::string const good = "村,组,门牌,姓名,性别\n东村村委会,1,7-1,陈静,2\n东村村委会,1,7-1,陈勇,1\n";
    std::string const bad = "没有的村,1,7-2,周磊,1\n";
    auto const households = site.count("r_household"), persons = site.count("r_person");
    auto const planned = admin.post("/api/imports", good + bad);
    ASSERT_EQ(planned.status, 201) << planned.body;
    EXPECT_EQ(planned.object().at("good"), 2);
    EXPECT_EQ(planned.object().at("bad"), 1);
    EXPECT_EQ(site.count("r_household"), households) << "a dry run";
    auto const path = "/api/imports/" + text(planned.object().at("id"));
    auto const file = admin.get(path + "/bad-rows");
    EXPECT_EQ(file.status, 200);
    EXPECT_NE(file.body.find("周磊"), std::string::npos);
    EXPECT_EQ(file.body.find("陈静"), std::string::npos);
    EXPECT_EQ(admin.post(path + "/commit").problem(), "409.95");
    EXPECT_EQ(site.count("r_household"), households) << "nothing half-imported without being told to";
    EXPECT_EQ(admin.post(path + "/commit?without_bad_rows=1").status, 200);
    EXPECT_EQ(site.count("r_household"), households + 1);
    EXPECT_EQ(site.count("r_person"), persons + 2);
    EXPECT_EQ(admin.post(path + "/commit").problem(), "404.86");
    EXPECT_EQ(site.count("r_person"), persons + 2);
    EXPECT_TRUE(std::filesystem::is_empty(county.site() + "/imports")) << "bad rows hold identity numbers in clear";

    EXPECT_EQ(admin.post("/api/imports", "颜色,形状\n红,圆\n").problem(), "422.85");
    EXPECT_EQ(admin.post("/api/imports", "").problem(), "422.129");
    EXPECT_EQ(admin.post("/api/imports", "村,门牌,姓名\n东村,1,\"没有结束\n").problem(), "400.121");
    EXPECT_EQ(admin.post("/api/imports", "PK\x03\x04 not a workbook").status, 400);
    EXPECT_EQ(admin.post("/api/imports", "%PDF-1.4").problem(), "415.115");
    // The same county in GB18030: 村,门牌,姓名 / 东村村委会,7-3,陈静
    auto const gb = admin.post(
        "/api/imports",
        "\xB4\xE5,\xC3\xC5\xC5\xC6,\xD0\xD5\xC3\xFB\n\xB6\xAB\xB4\xE5\xB4\xE5\xCE\xAF\xBB\xE1,7-3,\xB3\xC2\xBE\xB2\n");
    EXPECT_EQ(gb.status, 201) << gb.body;
    EXPECT_EQ(gb.object().at("good"), 1);
}

TEST_F(Api, TheTemplateIsReadByTheImportAndHoldsNothingItself) {
    auto const admin = site.as("administrator");
    for (auto const* query : {"?format=csv", "?format=xlsx", "?format=csv&lang=en", "?format=xlsx&lang=en"}) {
        auto const file = admin.get(std::string("/api/imports/template") + query);
        ASSERT_EQ(file.status, 200) << file.body;
        EXPECT_EQ(admin.post("/api/imports", file.body).problem(), "422.85") << query << ": nothing to import yet";
    }
    auto const csv = admin.get("/api/imports/template?format=csv").body;
    EXPECT_NE(csv.find("村,组,门牌,地址,房屋使用情况,姓名,性别,出生日期,证件号码,电话,与户主关系,居住类型,工作单位"),
              std::string::npos)
        << csv;
    EXPECT_NE(csv.find("填：男、女"), std::string::npos) << "codes are the catalogue's";
    EXPECT_NE(admin.get("/api/imports/template?format=csv&lang=en").body.find("village,group,house code"),
              std::string::npos);
    auto const filled =
        admin.post("/api/imports", csv + "东村村委会,1,7-9,,自住,陈静,女,1980-02-03,,13912345678,户主,户籍在住,\n");
    auto const report = filled.object();
    EXPECT_EQ(report.at("good"), 1) << filled.body;
    EXPECT_EQ(report.at("columns").as_array().size(), 13U);
    for (auto const& column : report.at("columns").as_array())
        EXPECT_NE(column.at("field"), "") << "every column of the template is read: " << column;
    EXPECT_EQ(admin.get("/api/imports/template?format=pdf").problem(), "400.7");
}

TEST_F(Api, AWorkbookIsImportedLikeATextFileAndItsBadRowsComeBackAsAWorkbook) {
    auto const admin = site.as("administrator");
    auto const persons = site.count("r_person");
    auto const planned =
        admin.post("/api/imports", roster_workbook({{"村", "组", "门牌", "姓名", "性别", "身份证号"},
                                                    {"东村村委会", "1", "8-1", "陈静", "2", ""},
                                                    {"东村村委会", "1", "8-1", "陈勇", "1", "11010519491231002X"},
                                                    {"东村村委会", "1", "8-1", "周磊", "1", "110105194912310021"}}));
    ASSERT_EQ(planned.status, 201) << planned.body;
    EXPECT_EQ(planned.object().at("good"), 2);
    EXPECT_EQ(planned.object().at("bad"), 1);
    auto const path = "/api/imports/" + text(planned.object().at("id"));
    auto const bad = tables::read_all(admin.get(path + "/bad-rows").body);
    ASSERT_EQ(bad.rows.size(), 2U) << "the header and the bad row";
    EXPECT_EQ(bad.rows[1][3], "周磊");
    EXPECT_NE(bad.rows[1].back().find("校验"), std::string::npos) << bad.rows[1].back();
    EXPECT_EQ(site.count("r_person"), persons);
    EXPECT_EQ(admin.post(path + "/commit?without_bad_rows=1").status, 200);
    EXPECT_EQ(site.count("r_person"), persons + 2);
}

TEST_F(Api, AWorkbookMadeToHarmIsRefusedAndTheServerGoesOn) {
    auto const admin = site.as("administrator");
    auto parts = tables::workbook_parts("");
    parts["xl/worksheets/sheet1.xml"] = "<worksheet><sheetData>" + std::string(40U << 20, ' ') + "</sheetData></worksheet>";
    auto const bomb = admin.post("/api/imports", tables::zip_of(parts));
    EXPECT_EQ(bomb.problem(), "413.111") << bomb.body;
    EXPECT_TRUE(bomb.explains_itself());
    parts["xl/worksheets/sheet1.xml"] =
        "<!DOCTYPE s [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData><row><c "
        "t=\"str\"><v>&e;</v></c></row>"
        "</sheetData></worksheet>";
    auto const entity = admin.post("/api/imports", tables::zip_of(parts));
    EXPECT_EQ(entity.problem(), "400.118") << entity.body;
    EXPECT_EQ(entity.body.find("root:"), std::string::npos);
    auto good = roster_workbook({{"村", "门牌", "姓名"}, {"东村村委会", "8-2", "陈静"}});
    for (std::size_t cut = 4; cut < good.size(); cut += good.size() / 40)
        EXPECT_GE(admin.post("/api/imports", good.substr(0, cut)).status, 400) << cut;
    EXPECT_EQ(admin.post("/api/imports", good).status, 201);
}

}  // namespace
}  // namespace fx::api
