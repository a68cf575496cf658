#include "tables/cell_value.hpp"
#include "tables/sheet_handler.hpp"
#include "tables/table_files.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace fx::tables {
namespace {

TEST(Xlsx, reads_every_kind_of_cell) {
    auto const back = read_all(zip_of(workbook_parts(
        R"(<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r><rPh><t>拼音</t></rPh></is></c>)"
        R"(<c r="D2" t="b"><v>1</v></c><c r="E2"><v>36.700000000000003</v></c><c r="F2" t="str"><f>A1&amp;"x"</f><v>算_x000D__x0041_</v></c>)"
        R"(<c r="G2" s="1"/></row><row r="5"><c r="B5" t="d"><v>2020-02-03</v></c></row>)",
        "", R"(<xf numFmtId="0"/><xf numFmtId="14"/>)", "<si><t>张红</t></si>")));
    EXPECT_EQ(back.problem, "");
    EXPECT_EQ(back.rows, (Cells{{"张红", "", "富文本", "TRUE", "36.7", "算A"}, {"", "2020-02-03"}}));
    EXPECT_EQ(back.numbers, (std::vector<std::uint32_t>{2, 5}));
}

/// However the XML is cut into pieces, the rows are the same: a row may begin in one piece and end in another.
TEST(Xlsx, rows_are_whole_wherever_the_stream_is_cut) {
    std::string xml = "<worksheet><sheetData>";
    Cells expected;
    for (int i = 1; i <= 40; ++i) {
        xml += fmt::format(
            R"(<row r="{0}"><c t="str"><v>姓名{0}</v></c><c><v>{0}</v></c><c r="D{0}" t="str"><v>末{0}</v></c></row>)", i);
        expected.push_back({fmt::format("姓名{}", i), std::to_string(i), "", fmt::format("末{}", i)});
    }
    xml += "</sheetData></worksheet>";
    for (std::size_t const piece : {1, 2, 3, 7, 50, 64, 333, 100'000}) {
        Limits const limits;
        Workbook const book;
        SheetHandler handler(book, limits);
        XmlParser parser(handler, limits);
        Cells got;
        Row row;
        for (std::size_t at = 0; at < xml.size(); at += piece) {
            ASSERT_TRUE(parser.feed(std::string_view(xml).substr(at, piece), at + piece >= xml.size()).has_value());
            while (handler.take(row)) {
                auto& cells = got.emplace_back();
                for (std::size_t i = 0; i < row.size(); ++i) cells.emplace_back(row[i]);
                EXPECT_EQ(row.number, got.size());
            }
        }
        EXPECT_EQ(got, expected) << "pieces of " << piece;
    }
}

TEST(Xlsx, reads_names_with_prefixes_and_cells_without_references) {
    auto parts = workbook_parts("");
    parts["xl/worksheets/sheet1.xml"] =
        R"(<x:worksheet xmlns:x="x"><x:sheetData><x:row><x:c t="str"><x:v>甲</x:v></x:c><x:c/><x:c><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>)";
    EXPECT_EQ(read_all(zip_of(parts)).rows, (Cells{{"甲", "", "3"}}));
}

TEST(Xlsx, takes_the_first_visible_sheet_or_the_named_one) {
    auto const bytes = workbook(R"(<row r="1"><c t="str"><v>new</v></c></row>)");
    EXPECT_EQ(read_all(bytes).rows, (Cells{{"new"}}));
    ReadOptions options;
    options.sheet = "旧";
    EXPECT_EQ(read_all(bytes, options).rows, (Cells{{"old"}}));
    options.sheet = "没有";
    EXPECT_EQ(read_all(bytes, options).problem, "422.119");
    EXPECT_NE(open_table(bytes, options).error().zh().find("旧, 人员"), std::string::npos);
}

TEST(Xlsx, an_identity_number_typed_as_a_number_is_reported_never_guessed) {
    auto const back =
        read_all(workbook(R"(<row r="1"><c r="A1"><v>6.10627199001011E+17</v></c><c r="B1"><v>610627900101123</v></c>)"
                          R"(<c r="C1"><v>13800001234</v></c><c r="D1"><v>610627199001011200</v></c></row>)"));
    EXPECT_EQ(back.rows, (Cells{{"610627199001011000", "610627900101123", "13800001234", "610627199001011200"}}));
    ASSERT_EQ(back.cell_problems.size(), 2u);
    EXPECT_EQ(back.cell_problems[0].number(), "422.122");
    EXPECT_EQ(back.cell_problems[0].field(), "A1");
    EXPECT_EQ(back.cell_problems[1].field(), "D1");
}

TEST(Xlsx, dates_are_dates_by_their_style) {
    auto const parts = workbook_parts(
        R"(<row r="1"><c s="1"><v>43864</v></c><c s="2"><v>43864.354166666664</v></c><c s="3"><v>0.5</v></c><c s="4"><v>43864</v></c>)"
        R"(<c s="0"><v>43864</v></c><c s="5"><v>1.5</v></c><c s="1"><v>60</v></c><c s="1"><v>59</v></c><c s="1"><v>-1</v></c></row>)",
        R"(<numFmt numFmtId="200" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="201" formatCode="[h]:mm"/>)",
        R"(<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="200"/><xf numFmtId="201"/>)");
    auto const back = read_all(zip_of(parts));
    EXPECT_EQ(back.rows, (Cells{{"2020-02-03", "2020-02-03T08:30:00", "12:00:00", "2020-02-03", "43864", "36:00:00", "60",
                                 "1900-02-28", "-1"}}));
    ASSERT_EQ(back.cell_problems.size(), 2u);
    EXPECT_EQ(back.cell_problems[0].number(), "422.123");
    EXPECT_EQ(back.cell_problems[0].field(), "G1");
    EXPECT_EQ(back.cell_problems[1].field(), "I1");
}

TEST(Xlsx, the_calendar_of_1904_is_read) {
    auto parts =
        workbook_parts(R"(<row r="1"><c s="1"><v>42402</v></c></row>)", "", R"(<xf numFmtId="0"/><xf numFmtId="14"/>)");
    auto& book = parts["xl/workbook.xml"];
    book.replace(book.find("<sheets>"), 0, R"(<workbookPr date1904="1"/>)");
    EXPECT_EQ(read_all(zip_of(parts)).rows, (Cells{{"2020-02-03"}}));
}

TEST(CellValue, formats_are_told_apart) {
    EXPECT_EQ(shown_by_code("General"), Shown::number);
    EXPECT_EQ(shown_by_code("0.00E+00"), Shown::number);
    EXPECT_EQ(shown_by_code("#,##0\"d\";[Red]-0"), Shown::number);
    EXPECT_EQ(shown_by_code("[$-804]yyyy/m/d"), Shown::date);
    EXPECT_EQ(shown_by_code("m\"月\"d\"日\""), Shown::date);
    EXPECT_EQ(shown_by_code("yyyy-mm-dd hh:mm"), Shown::date_time);
    EXPECT_EQ(shown_by_code("h:mm AM/PM"), Shown::time);
    EXPECT_EQ(shown_by_code("[mm]:ss"), Shown::elapsed);
    EXPECT_EQ(shown_by_code("\"unclosed"), Shown::number);
    EXPECT_EQ(shown_by_code("[unclosed"), Shown::number);
}

TEST(CellValue, numbers_come_as_they_were_typed) {
    EXPECT_EQ(number_text("0.1").text, "0.1");
    EXPECT_EQ(number_text("1E-3").text, "0.001");
    EXPECT_EQ(number_text("1.00000000000000E-7").text, "0.0000001");
    EXPECT_EQ(number_text("-36.5").text, "-36.5");
    EXPECT_EQ(number_text("1.3800001234E10").text, "13800001234");
    EXPECT_EQ(number_text("999999999999999").digits_lost, false);
    EXPECT_EQ(number_text("1E15").digits_lost, true);
    EXPECT_EQ(number_text("1E300").text, "1E300");
    EXPECT_EQ(number_text("abc").text, "abc");
    EXPECT_EQ(number_text("nan").text, "nan");
}

TEST(Xlsx, broken_files_are_refused_with_a_number) {
    auto const good = workbook(R"(<row r="1"><c t="str"><v>甲</v></c></row>)");
    EXPECT_EQ(read_all(good.substr(0, good.size() / 2)).problem, "400.117");
    EXPECT_EQ(read_all(zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}})).problem, "415.115");
    EXPECT_EQ(read_all(workbook(R"(<row r="1"><c t="s"><v>7</v></c></row>)")).problem, "400.117");
    EXPECT_EQ(read_all(workbook(R"(<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>)")).problem, "400.117");
    EXPECT_EQ(read_all(workbook(R"(<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>)")).problem, "400.117");
    EXPECT_EQ(read_all(workbook(R"(<row r="1"><c><v>1</v></row>)")).problem, "400.117");
    EXPECT_EQ(read_all(workbook(R"(<row r="99999999999999999999"><c><v>1</v></c></row>)")).problem, "400.117");
    auto wrong_sum = good;
    wrong_sum[wrong_sum.find("xl/worksheets/sheet1.xml") + 30] ^= 0x55;  // a packed byte of the sheet
    EXPECT_EQ(read_all(wrong_sum).problem, "400.117");
}

TEST(Xlsx, a_locked_file_asks_to_remove_the_password) {
    EXPECT_EQ(read_all(zip_of(workbook_parts(""), "secret")).problem, "415.116");
    std::string office("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    for (char const c : std::string_view("EncryptedPackage")) office += c, office += '\0';
    EXPECT_EQ(read_all(office).problem, "415.116");
}

TEST(Xlsx, a_zip_bomb_stops_early) {
    auto parts = workbook_parts("");
    parts["xl/worksheets/sheet1.xml"] = "<worksheet><sheetData>" + std::string(40u << 20, ' ') + "</sheetData></worksheet>";
    auto const bomb = zip_of(parts);
    EXPECT_LT(bomb.size(), 1u << 20);
    EXPECT_EQ(read_all(bomb).problem, "413.111");
    ReadOptions options;
    options.limits.ratio_max = 100'000;
    options.limits.unpacked_bytes_max = 8u << 20;
    EXPECT_EQ(read_all(bomb, options).problem, "413.111");
}

TEST(Xlsx, the_billion_laughs_and_outside_entities_are_refused) {
    auto parts = workbook_parts("");
    std::string laughs = "<!DOCTYPE lolz [<!ENTITY a0 \"ha\">";
    for (int i = 1; i < 30; ++i) laughs += fmt::format("<!ENTITY a{} \"&a{};&a{};\">", i, i - 1, i - 1);
    parts["xl/worksheets/sheet1.xml"] =
        laughs + "]><worksheet><sheetData><row><c t=\"str\"><v>&a29;</v></c></row></sheetData></worksheet>";
    EXPECT_EQ(read_all(zip_of(parts)).problem, "400.118");
    parts = workbook_parts("", "", "", "<si><t>x</t></si>");
    parts["xl/sharedStrings.xml"] = "<!DOCTYPE s [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><sst><si><t>&e;</t></si></sst>";
    EXPECT_EQ(read_all(zip_of(parts)).problem, "400.118");
    EXPECT_EQ(read_all(workbook("<row><c t=\"str\"><v>&undeclared;</v></c></row>")).problem, "400.117");
}

struct XlsxLimitCase {
    char const* name;
    void (*set)(Limits&);
    Parts parts;
    char const* problem;
    char const* field;
};

TEST(Xlsx, every_limit_refuses_with_its_number) {
    std::string deep, close;
    for (int i = 0; i < 20; ++i) deep += "<g>", close += "</g>";
    auto const two_rows =
        workbook_parts(R"(<row r="1"><c><v>1</v></c></row><row r="7"><c r="C7" t="str"><v>12345</v></c></row>)");
    auto const strings = workbook_parts("<row><c><v>1</v></c></row>", "", "", "<si><t>123</t></si><si><t>456</t></si>");
    XlsxLimitCase const cases[] = {
        {"file", [](Limits& l) { l.file_bytes_max = 100; }, two_rows, "413.110", ""},
        {"unpacked", [](Limits& l) { l.unpacked_bytes_max = 1000; }, two_rows, "413.111", "xl/worksheets/sheet1.xml"},
        {"part", [](Limits& l) { l.part_bytes_max = 100; }, two_rows, "413.111", "_rels/.rels"},
        {"entries", [](Limits& l) { l.zip_entries_max = 3; }, two_rows, "413.111", ""},
        {"rows", [](Limits& l) { l.rows_max = 1; }, two_rows, "413.112", "A7"},
        {"columns", [](Limits& l) { l.columns_max = 2; }, two_rows, "413.113", "C7"},
        {"cell", [](Limits& l) { l.cell_bytes_max = 4; }, two_rows, "413.114", "C7"},
        {"shared strings", [](Limits& l) { l.shared_strings_max = 1; }, strings, "413.111", ""},
        {"shared bytes", [](Limits& l) { l.shared_strings_bytes_max = 5; }, strings, "413.111", ""},
        {"shared cell", [](Limits& l) { l.cell_bytes_max = 2; }, strings, "413.114", ""},
        {"depth", [](Limits& l) { l.xml_depth_max = 12; }, workbook_parts(deep + close), "400.118", ""},
        {"token", [](Limits& l) { l.xml_token_bytes_max = 40'000; },
         workbook_parts("<row r=\"1\" spans=\"" + std::string(100'000, '1') + "\"/>"), "400.118", ""},
    };
    for (auto const& one : cases) {
        ReadOptions options;
        auto const bytes = zip_of(one.parts);
        EXPECT_EQ(read_all(bytes, options).problem, "") << one.name << " must pass without the limit";
        one.set(options.limits);
        auto const back = read_all(bytes, options);
        EXPECT_EQ(back.problem, one.problem) << one.name;
        EXPECT_EQ(back.field, one.field) << one.name;
    }
}

}  // namespace
}  // namespace fx::tables
