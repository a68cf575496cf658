#include "tables/csv_reader.hpp"
#include "tables/guard.hpp"
#include "tables/table_files.hpp"

#include <gtest/gtest.h>

namespace fx::tables {
namespace {

Cells const roster{{"姓名", "电话"}, {"张红", "13800001234"}};

TEST(Csv, reads_every_encoding_a_county_sends) {
    std::string const text = "姓名,电话\r\n张红,13800001234\r\n";
    EXPECT_EQ(read_all(text).rows, roster);
    EXPECT_EQ(read_all("\xEF\xBB\xBF" + text).rows, roster);
    EXPECT_EQ(read_all(encoded(text, "GB18030")).rows, roster);
    EXPECT_EQ(read_all("\xFF\xFE" + encoded(text, "UTF-16LE")).rows, roster);
    EXPECT_EQ(read_all("\xFE\xFF" + encoded(text, "UTF-16BE")).rows, roster);
}

TEST(Csv, reads_gb18030_with_rare_characters) {
    std::string const rare = "𬱖,㐂,€\n镕,堃,喆\n";  // four-byte GB18030 and names outside GB 2312
    EXPECT_EQ(read_all(encoded(rare, "GB18030")).rows, (Cells{{"𬱖", "㐂", "€"}, {"镕", "堃", "喆"}}));
    auto const reader = open_table(encoded(rare, "GB18030"));
    EXPECT_EQ((*reader)->encoding(), "GB18030");
}

TEST(Csv, broken_utf8_is_refused_and_never_read_as_gb18030) {
    auto const back = read_all("姓名,地址\n张红,甘泉县城关镇\n李\xE5\x88,道镇\n");  // one character cut in the middle
    EXPECT_EQ(back.problem, "400.120");
    EXPECT_TRUE(back.rows.empty());
    EXPECT_EQ(open_table("姓名\n张红\n李\xE5\x88,道镇\n").error().zh(),
              "第 3 行含有不属于 UTF-8 编码的内容。请将文件另存为“CSV UTF-8”后重试。");
}

TEST(Csv, a_picture_is_not_a_table) {
    EXPECT_EQ(read_all(std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16)).problem, "400.120");
    EXPECT_EQ(read_all("<html><table><tr><td>假</td></tr></table></html>").problem, "415.115");
    EXPECT_EQ(read_all("%PDF-1.7").problem, "415.115");
    EXPECT_EQ(read_all("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old").problem, "415.115");
    EXPECT_EQ(read_all(" \r\n").problem, "422.129");
}

TEST(Csv, finds_the_separator_even_below_a_title) {
    EXPECT_EQ(sniff_separator("甘泉县返乡人员登记表\n姓名;电话;住址\n张红;1;a,b\n"), ';');
    EXPECT_EQ(sniff_separator("a\tb\tc\n1,5\t2\t3\n"), '\t');
    EXPECT_EQ(sniff_separator("a,\"b;c;d;e\"\n1,2\n"), ',');
    EXPECT_EQ(sniff_separator("姓名\n张红\n"), ',');
    EXPECT_EQ(read_all("sep=;\n姓名;电话\n张红;13800001234\n").rows, roster);
}

TEST(Csv, quoted_cells_keep_line_breaks_quotes_and_separators) {
    auto const back = read_all("a,b\n\"一\r\n二\",\"他说\"\"好\"\"\"\n\n\"x,y\",\n");
    EXPECT_EQ(back.rows, (Cells{{"a", "b"}, {"一\r\n二", "他说\"好\""}, {"x,y", ""}}));
    EXPECT_EQ(back.numbers, (std::vector<std::uint32_t>{1, 2, 4}));  // the blank record counts, as on the screen
}

TEST(Csv, every_line_end_works) {
    Cells const expected{{"a", "b"}, {"1", "2"}};
    for (auto const end : {"\n", "\r\n", "\r"}) EXPECT_EQ(read_all(std::string("a,b") + end + "1,2").rows, expected);
}

TEST(Csv, a_quote_that_never_closes_names_where_it_opened) {
    auto const back = read_all("a,b\n1,2\n3,\"开\n5,6\n7,8\n");
    EXPECT_EQ(back.problem, "400.121");
    EXPECT_EQ(back.field, "B3");
    EXPECT_EQ(back.rows.size(), 2u);
}

TEST(Csv, text_behind_a_closing_quote_is_kept_and_reported) {
    auto const back = read_all("a,b\n\"一\"二,3\n4,5\n");
    EXPECT_EQ(back.rows[1][0], "一二");
    EXPECT_EQ(back.rows[2], (std::vector<std::string>{"4", "5"}));
    ASSERT_EQ(back.cell_problems.size(), 1u);
    EXPECT_EQ(back.cell_problems[0].field(), "A2");
}

TEST(Csv, an_identity_number_shortened_by_a_spreadsheet_is_reported) {
    auto const back = read_all("姓名,身份证号\n张红,6.10627E+17\n李刚,610627199001011234\n王芳,1.5E+05\n");
    ASSERT_EQ(back.cell_problems.size(), 1u);
    EXPECT_EQ(back.cell_problems[0].field(), "B2");
    EXPECT_EQ(back.cell_problems[0].number(), "422.122");
}

struct LimitCase {
    char const* name;
    void (*set)(Limits&);
    std::string bytes;
    char const* problem;
    char const* field;
};

TEST(Csv, every_limit_refuses_with_its_number) {
    LimitCase const cases[] = {
        {"file", [](Limits& l) { l.file_bytes_max = 10; }, "a,b,c,d,e,f,g\n", "413.110", ""},
        {"rows", [](Limits& l) { l.rows_max = 2; }, "a\n1\n\n2\n", "413.112", "A4"},
        {"columns", [](Limits& l) { l.columns_max = 2; }, "a,b\n1,2,3\n", "413.113", "C2"},
        {"cell", [](Limits& l) { l.cell_bytes_max = 4; }, "a,b\n1,12345\n", "413.114", "B2"},
    };
    for (auto const& one : cases) {
        ReadOptions options;
        EXPECT_EQ(read_all(one.bytes, options).problem, "") << one.name << " must pass without the limit";
        one.set(options.limits);
        auto const back = read_all(one.bytes, options);
        EXPECT_EQ(back.problem, one.problem) << one.name;
        EXPECT_EQ(back.field, one.field) << one.name;
    }
}

TEST(Csv, nothing_comes_after_a_problem) {
    auto const reader = open_table("a\n\"");
    Row row;
    EXPECT_TRUE(*(*reader)->next(row));
    EXPECT_TRUE((*reader)->next(row).has_error());
    EXPECT_FALSE(*(*reader)->next(row));
}

TEST(Guard, formulas_and_phones_are_guarded_and_come_back_as_they_were) {
    for (std::string const cell : {"=1+2", "=HYPERLINK(\"http://x\")", "+8613800001234", "+86-0911-4222222", "-2+3",
                                   "@SUM(A1)", "\t=1", "\r=1", "＝1", "－cmd", "'=1", "''=1", "-"}) {
        EXPECT_TRUE(needs_guard(cell, false)) << cell;
        EXPECT_TRUE(is_guarded("'" + cell)) << cell;
    }
    for (std::string const cell : {"张红", "-12.5", "-3", "1+1", "'tis", "a=b", "", "O'Neil", "'"}) {
        EXPECT_FALSE(needs_guard(cell, true)) << cell;
        EXPECT_FALSE(is_guarded(cell)) << cell;
    }
    EXPECT_FALSE(needs_guard("610627199001011234", false));
    for (std::string const number : {"610627199001011234", "61062719900101123X", "610627100201", "007"})
        EXPECT_TRUE(needs_guard(number, true)) << number;
    EXPECT_FALSE(needs_guard("13800001234", true));  // a spreadsheet shows eleven digits whole
}

}  // namespace
}  // namespace fx::tables
