#include "tables/writer.hpp"

#include "tables/table_files.hpp"

#include <gtest/gtest.h>
#include "tables/zip_parts.hpp"

#include <array>

namespace fx::tables {
namespace {

Cells const nasty{{"=HYPERLINK(\"http://x\",\"点\")", "+8613800001234", "-12.5", "'=1"},
                  {"a,b;c\td", "多\n行", "他说\"好\"", " 空 格 "},
                  {"610627199001011234", "007", "", "最后"},
                  {"_xlfn", "\t@cmd", "𬱖", "&<>'\""}};

class Writers : public testing::TestWithParam<Format> {
protected:
    std::string written(WriteOptions const& options, Cells const& rows) {
        auto writer = open_writer(path_, GetParam(), options).value();
        for (auto const& row : rows) {
            std::vector<std::string_view> const cells(row.begin(), row.end());
            EXPECT_TRUE(writer->write(cells).has_value());
        }
        EXPECT_TRUE(writer->finish().has_value());
        return bytes_of(path_);
    }
    TemporaryFolder folder_;
    std::filesystem::path path_ = folder_.path / "out";
};

INSTANTIATE_TEST_SUITE_P(Formats, Writers, testing::Values(Format::csv, Format::xlsx),
                         [](auto const& one) { return one.param == Format::csv ? "csv" : "xlsx"; });

TEST_P(Writers, what_is_written_is_what_is_read) {
    WriteOptions options;
    for (auto const title : {"甲", "乙", "丙", "丁"}) options.columns.push_back({title});
    for (bool const guard : {false, true}) {
        options.guard_long_numbers = guard;
        auto const back = read_all(written(options, nasty));
        ASSERT_EQ(back.rows.size(), nasty.size() + 1);
        for (std::size_t i = 0; i < nasty.size(); ++i) EXPECT_EQ(back.rows[i + 1], nasty[i]);
        EXPECT_TRUE(back.cell_problems.empty());
    }
}

/// An office's form in XLSX: lines above and beneath, headings over columns. CSV is the table alone.
TEST_P(Writers, a_form_has_its_lines_around_the_table) {
    WriteOptions options;
    options.columns.push_back({"区划"});
    for (auto const title : {"应查", "已查"}) options.columns.push_back({title, "", ColumnKind::number, 0, "排查"});
    options.heading = {"日报", "地区：甘泉县"};
    options.footing = {"填报人："};
    auto const back = read_all(written(options, {{"道镇", "12", "3"}}));
    EXPECT_EQ(back.problem, "");
    std::vector<std::string> first;
    for (auto const& row : back.rows) first.push_back(row.empty() ? "" : row[0]);
    if (GetParam() == Format::csv) {
        EXPECT_EQ(first, (std::vector<std::string>{"区划", "道镇"}));
        return;
    }
    EXPECT_EQ(first, (std::vector<std::string>{"日报", "地区：甘泉县", "", "区划", "道镇", "填报人："}));
    EXPECT_EQ(back.rows[2][1], "排查");
    EXPECT_EQ(back.rows[4][2], "3");
}

/// Far more than one piece of the stream, so that rows, cells and characters lie across the pieces' borders.
TEST_P(Writers, twenty_thousand_rows_come_back_cell_for_cell) {
    WriteOptions options;
    for (auto const title : {"甲", "乙", "丙", "丁", "戊"}) options.columns.push_back({title});
    Cells rows;
    for (int i = 0; i < 20'000; ++i) {
        auto const number = std::to_string(i);
        rows.push_back(
            {"姓名" + number, std::string(std::size_t(i % 23), 'x'), i % 3 == 0 ? "" : "户" + number, "", "末" + number});
    }
    auto const back = read_all(written(options, rows));
    EXPECT_EQ(back.problem, "");
    ASSERT_EQ(back.rows.size(), rows.size() + 1);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ASSERT_EQ(back.rows[i + 1], rows[i]) << "row " << i + 2;
        ASSERT_EQ(back.numbers[i + 1], i + 2);
    }
}

TEST_P(Writers, no_file_appears_before_it_is_whole) {
    WriteOptions const options{.columns = {{"甲"}}};
    {
        auto const writer = open_writer(path_, GetParam(), options).value();
        std::array<std::string_view, 1> const cells{"x"};
        EXPECT_TRUE(writer->write(cells).has_value());
        EXPECT_FALSE(std::filesystem::exists(path_));
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path)) << "an unfinished file must not stay";
}

TEST_P(Writers, a_folder_that_is_not_there_is_a_problem) {
    auto writer = open_writer(folder_.path / "none" / "out", GetParam(), {.columns = {{"甲"}}});
    std::string number = writer.has_error() ? writer.error().number() : "";
    if (writer.has_value())
        if (auto const finished = (*writer)->finish(); finished.has_error()) number = finished.error().number();
    EXPECT_EQ(number, "507.128");
}

TEST_P(Writers, text_that_is_not_utf8_is_refused) {
    auto const writer = open_writer(path_, GetParam(), {.columns = {{"甲"}}}).value();
    std::array<std::string_view, 1> const cells{"\xFF"};
    EXPECT_EQ(writer->write(cells).error().number(), "400.2");
}

TEST_P(Writers, the_explanation_row_is_recognised) {
    WriteOptions options;
    options.columns = {{.title = "姓名", .explanation = "与证件一致"}, {.title = "体温", .explanation = "35 至 42"}};
    auto const back = read_all(written(options, {{"张红", "36.5"}}));
    EXPECT_EQ(back.rows[1][0], "说明：与证件一致");
    EXPECT_TRUE(is_explanation(row_of(back.rows[1])));
    EXPECT_FALSE(is_explanation(row_of(back.rows[2])));
}

TEST_P(Writers, bad_rows_come_back_with_the_reason_and_can_be_sent_again) {
    auto const header = row_of({"姓名", "身份证号"});
    auto const give_back = [&](Row const& head, Row const& row, std::string_view reason) {
        auto writer = BadRowsWriter::open(path_, GetParam(), head).value();
        EXPECT_TRUE(writer.add(row, reason).has_value());
        EXPECT_TRUE(writer.finish().has_value());
        return read_all(bytes_of(path_)).rows;
    };
    auto const once = give_back(header, row_of({"=张红", "610627199001011234"}, 7), "末位校验不符");
    EXPECT_EQ(once,
              (Cells{{"姓名", "身份证号", "错误原因 / Reason"}, {"=张红", "610627199001011234", "第 7 行：末位校验不符"}}));
    auto const twice = give_back(row_of(once[0]), row_of(once[1], 2), "姓名有误");
    EXPECT_EQ(twice,
              (Cells{{"姓名", "身份证号", "错误原因 / Reason"}, {"=张红", "610627199001011234", "第 2 行：姓名有误"}}));
    auto const longer = give_back(header, row_of({"张红", "6106", "", "多出"}, 3), "列数不符");
    EXPECT_EQ(longer[1][2], "第 3 行：列数不符；多余内容 D3：多出");
}

TEST(CsvWriter, has_a_byte_order_mark_only_when_wanted) {
    TemporaryFolder folder;
    for (bool const mark : {true, false}) {
        auto const writer =
            open_writer(folder.path / "a.csv", Format::csv, {.columns = {{"姓名"}}, .byte_order_mark = mark}).value();
        EXPECT_TRUE(writer->finish().has_value());
        EXPECT_EQ(bytes_of(folder.path / "a.csv"), std::string(mark ? "\xEF\xBB\xBF" : "") + "姓名\r\n");
    }
}

TEST(CsvWriter, a_formula_never_leaves_without_its_apostrophe) {
    TemporaryFolder folder;
    auto const writer =
        open_writer(folder.path / "a.csv", Format::csv, {.columns = {{"姓名"}}, .byte_order_mark = false}).value();
    std::array<std::string_view, 1> const cells{"=1+1"};
    EXPECT_TRUE(writer->write(cells).has_value());
    EXPECT_TRUE(writer->finish().has_value());
    EXPECT_EQ(bytes_of(folder.path / "a.csv"), "姓名\r\n'=1+1\r\n");
}

std::string part_of(std::string const& bytes, std::string const& name) {
    auto const zip = ZipParts::open(bytes, {}).value();
    EXPECT_TRUE(zip->open_part(name).has_value());
    std::string text;
    std::array<char, 4096> buffer;
    while (auto const count = zip->read(buffer).value()) text.append(buffer.data(), count);
    return text;
}

TEST(XlsxWriter, keeps_kinds_watermark_and_frozen_header) {
    TemporaryFolder folder;
    WriteOptions options;
    options.columns = {
        {.title = "身份证号"}, {.title = "体温", .kind = ColumnKind::number}, {.title = "日期", .kind = ColumnKind::date}};
    options.watermark = "导出：王芳 & 李刚 2020-02-03";
    auto const writer = open_writer(folder.path / "a.xlsx", Format::xlsx, options).value();
    for (auto const& row :
         Cells{{"610627199001011234", "36.5", "2020-02-03"}, {"1", "610627199001011234", "二月三日"}, {"", "007", ""}}) {
        std::vector<std::string_view> const cells(row.begin(), row.end());
        EXPECT_TRUE(writer->write(cells).has_value());
    }
    EXPECT_TRUE(writer->finish().has_value());
    auto const bytes = bytes_of(folder.path / "a.xlsx");
    auto const back = read_all(bytes);
    EXPECT_EQ(back.rows[1], (std::vector<std::string>{"610627199001011234", "36.5", "2020-02-03"}));
    EXPECT_EQ(back.rows[2], (std::vector<std::string>{"1", "610627199001011234", "二月三日"}));
    EXPECT_EQ(back.rows[3], (std::vector<std::string>{"", "007"}));
    EXPECT_TRUE(back.cell_problems.empty());

    auto const sheet = part_of(bytes, "xl/worksheets/sheet1.xml");
    EXPECT_NE(sheet.find("导出：王芳 &amp;&amp; 李刚"), std::string::npos);
    EXPECT_NE(sheet.find("state=\"frozen\""), std::string::npos);
    EXPECT_NE(sheet.find("<v>36.5</v>"), std::string::npos);
    EXPECT_EQ(sheet.find("<v>610627"), std::string::npos) << "an identity number must never be a number";
}

TEST(XlsxWriter, a_cell_beyond_what_a_spreadsheet_holds_is_refused) {
    TemporaryFolder folder;
    auto const writer = open_writer(folder.path / "a.xlsx", Format::xlsx, {.columns = {{"甲"}}}).value();
    std::string const big(40'000, 'x');
    std::array<std::string_view, 1> const cells{big};
    EXPECT_EQ(writer->write(cells).error().number(), "413.114");
}

}  // namespace
}  // namespace fx::tables
