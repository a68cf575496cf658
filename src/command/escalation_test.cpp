#include "command/escalation.hpp"

#include <gtest/gtest.h>

namespace fx::command {
namespace {

Id post(std::uint8_t n) {
    Id id;
    id.bytes[15] = n;
    return id;
}
auto const county = Place::division(610627'000'000), town = Place::division(610627'100'000),
           village = Place::division(610627'100'201), other = Place::division(610627'100'202);
auto const noon = *parse_instant("2020-02-03T12:00:00+08:00");
EscalationRule const rule{15, 60, false, 22 * 60, 7 * 60};

/// A village's posts are told by the town (posts 2, 3), then by the county (post 1).
std::vector<std::vector<Superior>> above(Place) { return {{{post(2), town}, {post(3), town}}, {{post(1), county}}}; }

std::vector<Id> posts(Escalation const& escalation) {
    std::vector<Id> ids;
    for (auto const& one : escalation.tell) ids.push_back(one.to.post);
    return ids;
}

}  // namespace

TEST(Escalation, NobodyIsToldBeforeTheGraceIsOver) {
    auto const early = escalate(rule, noon + 14 * ms_per_minute, {{village, noon, 3}}, above, {});
    EXPECT_TRUE(early.tell.empty());
    EXPECT_EQ(early.next, noon + 15 * ms_per_minute);
}

TEST(Escalation, ALevelIsToldTogetherAndTheNextOneLater) {
    auto const first = escalate(rule, noon + 15 * ms_per_minute, {{village, noon, 3}}, above, {});
    EXPECT_EQ(posts(first), (std::vector{post(2), post(3)}));
    EXPECT_EQ(first.tell[0].missing, 3);
    EXPECT_EQ(first.next, noon + 75 * ms_per_minute);
    auto const second = escalate(rule, noon + 75 * ms_per_minute, {{village, noon, 3}}, above,
                                 {{post(2), {3, false}}, {post(3), {3, false}}});
    EXPECT_EQ(posts(second), std::vector{post(1)});
    EXPECT_EQ(second.tell[0].hop, 2);
    EXPECT_FALSE(second.next.has_value());
}

TEST(Escalation, ManyDutiesAreOneTelling) {
    auto const both =
        escalate(rule, noon + 20 * ms_per_minute, {{village, noon, 3}, {other, noon, 4}}, above, {{post(3), {7, false}}});
    EXPECT_EQ(posts(both), std::vector{post(2)});
    EXPECT_EQ(both.tell[0].missing, 7);
}

TEST(Escalation, AfterALongSilenceEveryLevelIsToldAtOnceAndNobodyTwice) {
    auto const late = noon + 300 * ms_per_minute;
    EXPECT_EQ(posts(escalate(rule, late, {{village, noon, 1}}, above, {})), (std::vector{post(1), post(2), post(3)}));
    EXPECT_TRUE(escalate(rule, late, {{village, noon, 1}}, above,
                         {{post(1), {1, false}}, {post(2), {1, false}}, {post(3), {1, true}}})
                    .tell.empty());
}

TEST(Escalation, WhatComesAfterASettlingIsToldAgain) {
    auto const at = noon + 20 * ms_per_minute;
    std::map<Id, Told> const told{{post(2), {3, true}}, {post(3), {3, false}}};
    EXPECT_TRUE(escalate(rule, at, {{village, noon, 3}}, above, told).tell.empty());
    EXPECT_EQ(posts(escalate(rule, at, {{village, noon, 4}}, above, told)), std::vector{post(2)});
}

TEST(Escalation, NobodyIsWokenForWhatCanWait) {
    auto const night = *parse_instant("2020-02-03T23:30:00+08:00"), morning = *parse_instant("2020-02-04T07:00:00+08:00");
    auto const quiet = escalate(rule, night, {{village, noon, 1}}, above, {});
    EXPECT_TRUE(quiet.tell.empty());
    EXPECT_EQ(quiet.next, morning);
    EXPECT_EQ(escalate(rule, *parse_instant("2020-02-04T06:59:00+08:00"), {{village, noon, 1}}, above, {}).next, morning);
    EXPECT_EQ(escalate(rule, morning, {{village, noon, 1}}, above, {}).tell.size(), 3U);
    auto urgent = rule;
    urgent.at_night = true;
    EXPECT_EQ(escalate(urgent, night, {{village, noon, 1}}, above, {}).tell.size(), 3U);
}

TEST(Escalation, WithNobodyAboveThereIsNobodyToTell) {
    auto const nobody = escalate(rule, noon + ms_per_day, {{village, noon, 1}},
                                 [](Place) { return std::vector<std::vector<Superior>>(); }, {});
    EXPECT_TRUE(nobody.tell.empty());
    EXPECT_FALSE(nobody.next.has_value());
}

TEST(Escalation, QuietHoursInsideOneDay) {
    EscalationRule const nap{0, 60, false, 12 * 60, 14 * 60};
    EXPECT_EQ(quiet_until(nap, noon), noon + 120 * ms_per_minute);
    EXPECT_FALSE(quiet_until(nap, noon + 120 * ms_per_minute).has_value());
    EXPECT_FALSE(quiet_until({0, 60, false, 0, 0}, noon).has_value());
}

}  // namespace fx::command
