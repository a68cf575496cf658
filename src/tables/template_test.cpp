#include "tables/template.hpp"
#include "tables/table_files.hpp"
#include "tables/zip_parts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace fx::tables {
namespace {

Result<Filling> by_name(std::string_view mark, std::string const& cell) {
    if (mark == "n") return Filling{"12", true};
    if (mark == "rate") return Filling{"97.3", true};
    if (mark == "words") return Filling{"<甲> & \"乙\""};
    if (mark == "cell") return Filling{cell};
    return Problem(ProblemKind::template_mark_unknown, {std::string(mark), cell, "t"});
}

struct Filled {
    std::string problem;
    std::size_t marks = 0;
    std::string sheet;  ///< the XML of the first visible one
    std::string book;
    Cells rows;
};

Filled filled(Parts const& parts) {
    auto const made = fill_template(zip_of(parts), by_name);
    if (made.has_error()) return {made.error().number(), 0, {}, {}, {}};
    auto const zip = ZipParts::open(made->bytes, template_limits);
    EXPECT_TRUE(zip.has_value());
    EXPECT_EQ((*zip)->names().size(), parts.size());
    for (auto const& [name, bytes] : parts) {
        if (name.ends_with("sheet1.xml") || name.ends_with("workbook.xml")) continue;
        EXPECT_EQ((*zip)->read_whole(name, 1 << 20).value(), bytes) << name << " is carried over as it is";
    }
    auto back = read_all(made->bytes);
    EXPECT_EQ(back.problem, "");
    return {"", made->marks, (*zip)->read_whole("xl/worksheets/sheet1.xml", 1 << 20).value(),
            (*zip)->read_whole("xl/workbook.xml", 1 << 20).value(), back.rows};
}

TEST(Template, AMarkAloneBecomesItsValueAndKeepsItsFormat) {
    auto const got = filled(workbook_parts(
        R"(<row r="2" ht="30"><c r="A2" s="1" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>[[words]]</t></is></c></row>)",
        "", R"(<xf numFmtId="0"/><xf numFmtId="1"/>)", "<si><t> [[ n ]] </t></si>"));
    EXPECT_EQ(got.problem, "");
    EXPECT_EQ(got.marks, 2U);
    EXPECT_NE(got.sheet.find(R"(<row r="2" ht="30"><c r="A2" s="1"><v>12</v></c>)"), std::string::npos) << got.sheet;
    EXPECT_EQ(got.rows, (Cells{{"12", "<甲> & \"乙\""}}));
    EXPECT_EQ(got.book.find("calcPr"), std::string::npos) << "no formula, nothing to work out";
}

TEST(Template, AMarkWithinATextIsReplacedThereAlsoWhenItsLettersHaveSeveralFormats) {
    auto const got = filled(workbook_parts(
        R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>)", "",
        R"(<xf numFmtId="0"/>)",
        "<si><r><t>共 [[</t></r><r><rPr><b/></rPr><t>n</t></r><r><t>]] 户，[[rate]]%</t></r><rPh sb=\"0\" "
        "eb=\"1\"><t>[[gone]]</t>"
        "</rPh></si><si><t>[[cell]]</t></si><si><t>[[ 没有结束</t></si>"));
    EXPECT_EQ(got.problem, "");
    EXPECT_EQ(got.rows, (Cells{{"共 12 户，97.3%", "人员!B1", "[[ 没有结束"}}));
    EXPECT_EQ(got.marks, 3U);
}

TEST(Template, FormulasAreWorkedOutAnewAndNoOldResultStays) {
    auto parts = workbook_parts(
        R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>A1*2</f><v>7</v></c><c r="C1" t="str"><f>"[[n]]"</f><v>[[n]]</v></c></row>)",
        "", R"(<xf numFmtId="0"/>)", "<si><t>[[n]]</t></si>");
    auto const got = filled(parts);
    EXPECT_NE(got.sheet.find(R"(<c r="B1"><f>A1*2</f></c><c r="C1" t="str"><f>"[[n]]"</f></c>)"), std::string::npos)
        << got.sheet;
    EXPECT_NE(got.book.find(R"(</sheets><calcPr fullCalcOnLoad="1"/></workbook>)"), std::string::npos) << got.book;
    for (auto const* there : {R"(<calcPr calcId="191029" fullCalcOnLoad="0"/>)", R"(<calcPr calcId="191029"></calcPr>)"}) {
        auto& book = parts["xl/workbook.xml"];
        auto const before = book;
        book.insert(book.find("</workbook>"), std::string("<definedNames/>") + there + "<oleSize ref=\"A1\"/>");
        EXPECT_NE(filled(parts).book.find(R"(<definedNames/><calcPr calcId="191029" fullCalcOnLoad="1"/><oleSize)"),
                  std::string::npos)
            << filled(parts).book;
        book = before;
    }
}

TEST(Template, NamesWithPrefixesKeepThem) {
    auto parts = workbook_parts("");
    parts["xl/worksheets/sheet1.xml"] =
        R"(<?xml version="1.0" encoding="UTF-8"?><x:worksheet xmlns:x="x"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>[[n]]</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>)";
    auto const got = filled(parts);
    EXPECT_NE(got.sheet.find("<x:row><x:c><x:v>12</x:v></x:c></x:row>"), std::string::npos) << got.sheet;
}

TEST(Template, EverySheetIsFilledAndTheSameFormGivesTheSameBytes) {
    auto parts = workbook_parts(R"(<row r="1"><c r="A1" t="inlineStr"><is><t>[[n]]</t></is></c></row>)");
    parts["xl/worksheets/old.xml"] = parts["xl/worksheets/sheet1.xml"];
    auto const form = zip_of(parts);
    auto const one = fill_template(form, by_name), two = fill_template(form, by_name);
    EXPECT_EQ(one->marks, 2U);
    EXPECT_EQ(one->bytes, two->bytes);
    EXPECT_EQ(fill_template(zip_of(workbook_parts("")), by_name)->marks, 0U);
}

TEST(Template, WhatIsNoFormOfAnOfficeIsRefused) {
    auto const cell = R"(<row r="1"><c r="A1" t="inlineStr"><is><t>[[gone]]</t></is></c></row>)";
    EXPECT_EQ(filled(workbook_parts(cell)).problem, "422.321");
    EXPECT_EQ(fill_template("PK", by_name).error().number(), "400.117");
    EXPECT_EQ(fill_template(zip_of({{"a.txt", "x"}}), by_name).error().number(), "415.115");
    EXPECT_EQ(fill_template(std::string(5 << 20, 'x'), by_name).error().number(), "413.110");
    auto parts = workbook_parts("");
    auto const with = [&](std::string const& name, std::string const& bytes) {
        auto changed = parts;
        changed[name] = bytes;
        return filled(changed).problem;
    };
    EXPECT_EQ(with("xl/vbaProject.bin", "macros"), "400.118");
    EXPECT_EQ(with("xl/worksheets/sheet1.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>"), "400.118");
    EXPECT_EQ(with("xl/worksheets/sheet1.xml", "<?xml version=\"1.0\" encoding=\"GBK\"?><worksheet/>"), "400.118");
    EXPECT_EQ(with("xl/worksheets/sheet1.xml", std::string("\xFF\xFE<\0w\0", 6)), "400.118");
    EXPECT_EQ(with("xl/worksheets/sheet1.xml", "<worksheet>"), "400.117");
    std::string cells;
    for (int i = 0; i < 2'000; ++i) cells += fmt::format("<c r=\"A{}\" t=\"s\"><v>0</v></c>", i * 7919);
    auto const shared = workbook_parts("<row>" + cells + "</row>", "", R"(<xf numFmtId="0"/>)",
                                       "<si><t>[[n]]" + std::string(30'000, 'x') + "</t></si>");
    EXPECT_EQ(filled(shared).problem, "413.111") << "a long text in many cells";
    EXPECT_EQ(with("xl/media/bomb.png", std::string(40 << 20, ' ')), "413.111");
}

}  // namespace
}  // namespace fx::tables
