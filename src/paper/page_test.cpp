#include "paper/page.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace fx::paper {
namespace {

Instant const made{1'580'688'000'000};

std::string page_with(std::string_view text, Instant at = made) {
    auto page = Page::make({"情况报告", "甘泉县", at});
    EXPECT_TRUE(page.has_value());
    page->text(40, 40, 200, text, {.size = 12, .bold = true, .lines = 3});
    page->box(40, 100, 100, 10, {0.1, 0.5, 0.5});
    page->line(40, 120, 140, 120, {});
    return page->finish();
}

TEST(Page, IsOnePageOfA4) {
    auto const pdf = page_with("疫情防控情况报告 Situation report");
    EXPECT_TRUE(pdf.starts_with("%PDF-1."));
    EXPECT_NE(pdf.find("/Count 1"), std::string::npos);
    EXPECT_EQ(pdf.find("/Count 2"), std::string::npos);
    EXPECT_TRUE(std::regex_search(pdf, std::regex(R"(/MediaBox \[ ?0 0 595\.2\d* 841\.8\d* ?\])")));
    EXPECT_LT(pdf.size(), 100'000U) << "only the characters used are embedded";
}

TEST(Page, ItsTextIsTextAndNotAPicture) {
    auto const pdf = page_with("疫情");
    EXPECT_NE(pdf.find("/ToUnicode"), std::string::npos);
    EXPECT_EQ(pdf.find("/Subtype /Image"), std::string::npos);
}

TEST(Page, TheSameCallsGiveTheSameBytesWheneverTheyAreMade) {
    EXPECT_EQ(page_with("一户不漏，一人不漏"), page_with("一户不漏，一人不漏"));
    EXPECT_NE(page_with("一户不漏"), page_with("一户不漏", made + ms_per_day)) << "but the date that is passed in counts";
}

TEST(Page, LongTextEndsInTheLinesItHas) {
    auto page = Page::make({"t", "s", made});
    std::string text;
    for (int i = 0; i < 5000; ++i) text += "防";
    Style const one{.size = 10}, three{.size = 10, .lines = 3};
    auto const line = page->height(100, "防", one);
    EXPECT_NEAR(page->height(100, text, one), line, 0.5);
    EXPECT_LT(page->height(100, text, three), 3.5 * line);
    EXPECT_GT(page->height(100, text, three), 2 * line);
    page->finish();
}

TEST(Page, BadBytesAndControlCharactersBreakNothing) {
    EXPECT_TRUE(page_with("\xff\xfe\x01\x02 \xe7\x96 ok").starts_with("%PDF"));
    EXPECT_TRUE(page_with("").starts_with("%PDF"));
    EXPECT_TRUE(page_with(std::string_view("a\0b", 3)).starts_with("%PDF"));
    EXPECT_TRUE(page_with("<b>&amp;</b> 😀 العربية").starts_with("%PDF"));
}

}  // namespace
}  // namespace fx::paper
