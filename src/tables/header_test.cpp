#include "tables/header.hpp"

#include "base/text.hpp"

#include "tables/table_files.hpp"

#include <gtest/gtest.h>

namespace fx::tables {
namespace {

std::vector<WantedColumn> const wanted{
    {"name", {"姓名", "Name"}, true},
    {"id_number", {"身份证号", "身份证号码", "公民身份号码", "ID number"}, true},
    {"phone", {"联系电话", "电话", "手机号", "Phone"}, false},
    {"temperature_c", {"体温", "Temperature"}, false},
    {"family_phone", {"电话（家属）"}, false},
};

TEST(Header, matches_what_people_write) {
    auto const match =
        match_header(row_of({"＊姓　名", "身份证号码*（必填）", "手机号\n", "体温（℃）", "电话(家属)", "备注"}), wanted);
    EXPECT_TRUE(match.good());
    using Place = std::optional<std::size_t>;
    EXPECT_EQ(match.column, (std::vector<Place>{0, 1, 2, 3, 4}));
    EXPECT_EQ(match.unknown, (std::vector<std::size_t>{5}));
}

TEST(Header, matches_english_and_field_names) {
    auto const match = match_header(row_of({"ID Number", "NAME *", "temperature_c", "Phone:"}), wanted);
    EXPECT_TRUE(match.good());
    EXPECT_EQ(match.column[0], 1u);
    EXPECT_EQ(match.column[1], 0u);
    EXPECT_EQ(match.column[3], 2u);
    EXPECT_TRUE(match.unknown.empty());
}

TEST(Header, a_missing_required_column_is_named_in_the_persons_words) {
    auto const match = match_header(row_of({"姓名", "电话"}), wanted);
    ASSERT_EQ(match.problems.size(), 1u);
    EXPECT_EQ(match.problems[0].number(), "422.126");
    EXPECT_EQ(match.problems[0].field(), "id_number");
    EXPECT_NE(match.problems[0].zh().find("身份证号"), std::string::npos);
    EXPECT_EQ(match.missing, (std::vector<std::size_t>{1}));
}

TEST(Header, a_repeated_column_is_refused_never_chosen) {
    auto const match = match_header(row_of({"姓名", "身份证号", "体温(早)", "体温(晚)"}, 3), wanted);
    ASSERT_EQ(match.repeated, (std::vector<std::size_t>{3}));
    EXPECT_EQ(match.problems[0].number(), "422.127");
    EXPECT_NE(match.problems[0].zh().find("C3, D3"), std::string::npos);
}

TEST(Header, an_exact_header_wins_over_one_that_matches_without_its_brackets) {
    auto const match = match_header(row_of({"姓名", "身份证号", "电话(家属)", "电话"}), wanted);
    EXPECT_TRUE(match.good());
    EXPECT_EQ(match.column[2], 3u);
    EXPECT_EQ(match.column[4], 2u);
}

TEST(Header, is_found_below_a_title) {
    std::vector<Row> const rows{row_of({"甘泉县人员名册"}), row_of({"填报单位：", "道镇"}),
                                row_of({"序号", "姓名", "身份证号"}), row_of({"1", "张红", "6106"})};
    EXPECT_EQ(find_header(rows, wanted), 2u);
    EXPECT_EQ(find_header(std::span(rows).first(2), wanted), std::nullopt);
}

TEST(Header, folding_keeps_what_distinguishes) {
    EXPECT_EQ(fold_header("Ｎａｍｅ（１）", true), "name1");
    EXPECT_EQ(fold_header("(单位)", false), "");
    EXPECT_EQ(fold_width("（ＡＢ）　１２３，—"), "(AB) 123,—");
    EXPECT_NE(fold_header("电话1", true), fold_header("电话2", true));
}

}  // namespace
}  // namespace fx::tables
