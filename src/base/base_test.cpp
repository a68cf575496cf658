#include "base/id.hpp"
#include "base/json_writer.hpp"
#include "base/place.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

#include <gtest/gtest.h>

namespace fx {
namespace {

TEST(Time, DatesReadBackAndImpossibleDaysAreRefused) {
    for (auto const text : {"1900-01-01", "2020-02-29", "2020-12-31", "2199-12-31"})
        EXPECT_EQ(format(parse_date(text).value()), text);
    for (auto const text : {"2021-02-29", "2020-13-01", "2020-00-10", "2020-04-31", "1899-12-31", "2200-01-01", "2020-1-1",
                            "2020-02-03T", "", "abcd-ef-gh"})
        EXPECT_TRUE(parse_date(text).has_error()) << text;
}

TEST(Time, InstantsCarryTheirOffset) {
    auto const at = parse_instant("2020-02-03T08:30:00+08:00").value();
    EXPECT_EQ(at, parse_instant("2020-02-03T00:30:00Z").value());
    EXPECT_EQ(format(at), "2020-02-03T08:30:00+08:00");
    EXPECT_EQ(format(at + 125), "2020-02-03T08:30:00.125+08:00");
    EXPECT_EQ(parse_instant("2020-02-03T08:30:00.125+08:00").value(), at + 125);
    for (auto const text : {"2020-02-03T08:30:00", "2020-02-03 08:30:00Z", "2020-02-03T24:00:00Z", "2020-02-03T08:30:00.Z",
                            "2020-02-03T08:30:00.125", "2020-02-03T08:30:00+99:00"})
        EXPECT_TRUE(parse_instant(text).has_error()) << text;
}

TEST(Time, TheCivilDayStartsAtMidnightInChina) {
    auto const midnight = parse_instant("2020-02-03T00:00:00+08:00").value();
    EXPECT_EQ(format(date_at(midnight)), "2020-02-03");
    EXPECT_EQ(format(date_at(midnight + -1)), "2020-02-02");
    EXPECT_EQ(start_of(date_at(midnight)), midnight);
}

TEST(Id, MadeLaterSortsLaterAndReadsBack) {
    SeededRandom random(1);
    auto const first = make_id({1'580'000'000'000}, random), second = make_id({1'580'000'000'001}, random);
    EXPECT_LT(first, second);
    EXPECT_EQ(instant_of(first).ms, 1'580'000'000'000);
    EXPECT_EQ(format(first)[14], '7');
    EXPECT_EQ(parse_id(format(first)).value(), first);
    for (auto const text : {"", "0190163d-8694-739b-aea5-966c26f8ad9", "0190163d-8694-739b-aea5-966c26f8ad9g",
                            "0190163d08694-739b-aea5-966c26f8ad91"})
        EXPECT_TRUE(parse_id(text).has_error()) << text;
}

TEST(Place, PadsDivisionsAndKeepsGroups) {
    EXPECT_EQ(format(parse_place("610627").value()), "610627000000");
    EXPECT_EQ(format(parse_place("610627100201003").value()), "610627100201003");
    EXPECT_EQ(parse_place("610627100201").value().group(3), parse_place("610627100201003").value());
    for (auto const text : {"", "6", "61062", "61062710020100x", "010000000000", "6106271002010031"})
        EXPECT_TRUE(parse_place(text).has_error()) << text;
}

TEST(Json, WritesExactDecimalsAndEscapes) {
    JsonWriter json;
    json.begin_object().key("t").decimal(367, 1).key("n").decimal(-5, 2).key("s").string(
        "a\"b\\\n\x01"
        "防");
    json.key("list").begin_array().integer(-1).boolean(true).null().number(0.5).end_array().end_object();
    EXPECT_EQ(json.text(), "{\"t\":36.7,\"n\":-0.05,\"s\":\"a\\\"b\\\\\\n\\u0001防\",\"list\":[-1,true,null,0.5]}");
}

TEST(Text, TrimsIdeographicSpaceAndKnowsUtf8) {
    EXPECT_EQ(trim(" \u3000防线\u3000\t"), "防线");
    EXPECT_TRUE(is_utf8("防线"));
    EXPECT_FALSE(is_utf8("\xc0\x80"));
    EXPECT_EQ(utf8_length("防a线"), 3U);
    EXPECT_EQ(to_hex(from_hex("00ff7A")), "00ff7a");
    EXPECT_TRUE(from_hex("0g").empty());
}

TEST(Problem, FillsItsTextsAndIgnoresBracesInArguments) {
    auto const problem = Problem(ProblemKind::not_found, {"{1}"}).at("household").because("secret");
    EXPECT_EQ(problem.number(), "404.5");
    EXPECT_EQ(problem.field(), "household");
    EXPECT_EQ(problem.en(), "{1} was not found. Check the address or the id.");
    EXPECT_EQ(problem.zh().find("secret"), std::string::npos);
}

TEST(Problem, FillsEachTextInItsOwnLanguage) {
    auto const problem = Problem(ProblemKind::reference_not_found, {Words("所在户", "Household")});
    EXPECT_EQ(problem.zh(), "所指的所在户不存在。请先登记或重新选择。");
    EXPECT_EQ(problem.en(), "The Household named here does not exist. Register it first or choose another.");
}

TEST(Random, SeededIsReproducibleAndBelowStaysBelow) {
    SeededRandom a(7), b(7);
    for (int i = 0; i < 1000; ++i) {
        auto const x = a.below(10);
        EXPECT_LT(x, 10U);
        EXPECT_EQ(x, b.below(10));
    }
}

}  // namespace
}  // namespace fx
