#include "names/other_readings.hpp"

#include "names/pinyin.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace fx::names {
namespace {

bool holds(std::vector<OtherReading> const& found, std::string const& typed, std::string_view character) {
    return std::ranges::any_of(found, [&](auto const& one) {
        return one.typed == typed && std::ranges::find(one.characters, character) != one.characters.end();
    });
}

TEST(OtherReadings, ASurnameTypedAsItLooksIsTheOneItIsKeptUnder) {
    for (auto const& [typed, name, character] :
         std::initializer_list<std::array<char const*, 3>>{{"danhong", "单红", "单"},
                                                           {"cengguo", "曾国", "曾"},
                                                           {"wangyue", "王乐", "乐"},
                                                           {"lizhangjiang", "李长江", "长"},
                                                           {"liuxi", "刘茜", "茜"},
                                                           {"tanli", "覃丽", "覃"}})
        EXPECT_TRUE(holds(other_readings(typed), pinyin(name).full, character)) << typed << " does not lead to " << name;
    EXPECT_TRUE(holds(other_initials("dh"), pinyin("单红").initials, "单"));
    EXPECT_TRUE(holds(other_initials("lzj"), pinyin("李长江").initials, "长"));
}

TEST(OtherReadings, NoOtherReadingWithoutSuchASyllable) {
    EXPECT_TRUE(other_readings("liuhong").empty());
    EXPECT_TRUE(other_readings("").empty());
    EXPECT_TRUE(other_initials("").empty());
}

TEST(OtherReadings, StaysWithinItsLimitWhateverIsTyped) {
    EXPECT_LE(other_readings(std::string(60, 'a')).size(), 16u);
    EXPECT_LE(other_initials("zcxjqldtyshngw").size(), 16u);
    for (auto const& one : other_initials("zcx")) EXPECT_EQ(one.typed.size(), 3u);
}

}  // namespace
}  // namespace fx::names
