#include "names/pinyin.hpp"

#include <gtest/gtest.h>

#include <array>
#include <utility>

namespace fx::names {
namespace {

using Expected = std::pair<char const*, char const*>;

TEST(Pinyin, gives_the_whole_and_the_initials) {
    auto const zhang = pinyin("张三");
    EXPECT_EQ(zhang.full, "zhangsan");
    EXPECT_EQ(zhang.initials, "zs");
    EXPECT_EQ(zhang.syllables, (std::vector<std::string>{"zhang", "san"}));
    EXPECT_EQ(pinyin("").full, "");
}

TEST(Pinyin, surnames_are_read_as_surnames) {
    for (auto const& [name, full] : std::to_array<Expected>(
             {{"单红", "shanhong"},       {"仇英", "qiuying"}, {"曾国", "zengguo"},     {"解珍", "xiezhen"},
              {"查良", "zhaliang"},       {"翟志", "zhaizhi"}, {"尉迟恭", "yuchigong"}, {"万俟红", "moqihong"},
              {"单于红", "chanyuhong"},   {"区小", "ouxiao"},  {"任红", "renhong"},     {"朴红", "piaohong"},
              {"缪红", "miaohong"},       {"覃红", "qinhong"}, {"盖红", "gehong"},      {"欧阳震华", "ouyangzhenhua"},
              {"长孙红", "zhangsunhong"}, {"万红", "wanhong"}, {"员红", "yunhong"},     {"種红", "zhonghong"}}))
        EXPECT_EQ(pinyin(name).full, full) << name;
}

TEST(Pinyin, given_names_are_not_read_as_surnames) {
    EXPECT_EQ(pinyin("张单").full, "zhangdan");
    EXPECT_EQ(pinyin("王长江").full, "wangchangjiang");
    EXPECT_EQ(pinyin("李晟").full, "lisheng");
    EXPECT_EQ(pinyin("欧阳").full, "ouyang") << "two characters alone are surname and given name";
}

TEST(Pinyin, knows_u_umlaut_traditional_rare_and_foreign_names) {
    EXPECT_EQ(pinyin("吕布").full, "lvbu");
    EXPECT_EQ(pinyin("張紅").full, pinyin("张红").full);
    EXPECT_EQ(pinyin("王〇").full, "wangling");
    EXPECT_EQ(pinyin("王𬱖").syllables.size(), 2u);
    EXPECT_EQ(pinyin("买买提·吐尔逊").full, "maimaitituerxun");
    EXPECT_EQ(pinyin("Anna Li").initials, "al");
    EXPECT_EQ(pinyin("张?3").full, "zhang");
}

TEST(Pinyin, one_form_for_what_is_typed_to_search) {
    for (auto const typed : {"Lǚ Bù", "lyu bu", "LÜ BU", "lv'bu", "ｌｖｂｕ"})
        EXPECT_EQ(normal_pinyin(typed), "lvbu") << typed;
}

TEST(Pinyin, dialect_forms_join_what_is_heard_as_one) {
    EXPECT_EQ(dialect_form("zhang"), dialect_form("zan"));
    EXPECT_EQ(dialect_form("ning"), dialect_form("lin"));
    EXPECT_EQ(dialect_form("hui"), dialect_form("fei"));
    EXPECT_NE(dialect_form("wang"), dialect_form("huang"));
    EXPECT_NE(dialect_form("li"), dialect_form("liu"));
}

TEST(Name, has_one_normal_form) {
    for (auto const typed : {"张红", "张 红", "　张　红 ", "张红（户主）", "张红(补录)", "张红*", "张红\u200B"})
        EXPECT_EQ(normal_name(typed), "张红") << typed;
    for (auto const typed : {"买买提•吐尔逊", "买买提・吐尔逊", "买买提.吐尔逊", "买买提．吐尔逊"})
        EXPECT_EQ(normal_name(typed), "买买提·吐尔逊") << typed;
    EXPECT_EQ(normal_name(" Anna  LI "), "anna li");
    EXPECT_EQ(normal_name("（空）"), "");
}

TEST(Name, is_split_into_surname_and_given_name) {
    EXPECT_EQ(split_name("张红").surname, "张");
    EXPECT_EQ(split_name("欧阳震华").surname, "欧阳");
    EXPECT_EQ(split_name("欧阳").surname, "欧");
    EXPECT_EQ(split_name("买买提·吐尔逊").given, "");
}

}  // namespace
}  // namespace fx::names
