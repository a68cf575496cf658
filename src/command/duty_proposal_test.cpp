#include "command/duty_proposal.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace fx::command {
namespace {

Date const monday = *parse_date("2020-02-03");

Id keeper(std::uint8_t n) {
    Id id;
    id.bytes[15] = n;
    return id;
}
std::vector<Id> keepers(std::uint8_t first, std::uint8_t last) {
    std::vector<Id> all;
    for (auto n = first; n <= last; ++n) all.push_back(keeper(n));
    return all;
}

/// A fortnight of whole days with a leader on call, one on site and two officers.
RosterPlan fortnight() {
    RosterPlan plan;
    plan.from = monday;
    plan.days = 14;
    plan.leaders = keepers(1, 3);
    plan.duty_leaders = keepers(4, 7);
    plan.officers = keepers(8, 13);
    plan.officers_per_shift = 2;
    plan.rest_ms = 12 * ms_per_hour;
    return plan;
}

/// The turns of a roster, as the next one would know them.
std::vector<KnownTurn> kept(Roster const& roster) {
    std::vector<KnownTurn> turns;
    for (auto const& shift : roster.shifts)
        for (auto const& turn : shift.staff)
            turns.push_back({turn.post, shift.starts_at, shift.ends_at, turn.duty_role != "1"});
    return turns;
}

std::int64_t spread(Roster const& roster, std::vector<Id> const& list) {
    std::int64_t least = 1'000'000, most = 0;
    for (auto const& post : list) {
        least = std::min(least, roster.load.at(post).after);
        most = std::max(most, roster.load.at(post).after);
    }
    return most - least;
}

TEST(DutyProposal, CoversEveryHourOfThePeriodWithoutOverlap) {
    for (int const hours : {24, 12, 8}) {
        auto plan = fortnight();
        plan.hours = hours;
        auto const roster = propose(plan, {}, {});
        ASSERT_TRUE(roster.has_value());
        ASSERT_EQ(roster->shifts.size(), std::size_t(14 * 24 / hours));
        EXPECT_EQ(format(roster->shifts[0].starts_at), "2020-02-03T08:00:00+08:00");
        for (std::size_t i = 1; i < roster->shifts.size(); ++i)
            EXPECT_EQ(roster->shifts[i].starts_at, roster->shifts[i - 1].ends_at);
        for (auto const& shift : roster->shifts) EXPECT_EQ(shift.staff.size(), 4U);
    }
}

TEST(DutyProposal, NobodyDiffersFromAnotherByMoreThanOneTurn) {
    auto const plan = fortnight();
    auto const roster = propose(plan, {}, {});
    ASSERT_TRUE(roster.has_value());
    for (auto const* list : {&plan.leaders, &plan.duty_leaders, &plan.officers}) EXPECT_LE(spread(*roster, *list), 100);
}

TEST(DutyProposal, NobodyIsOnSiteWithoutRestOrTwiceInAShift) {
    SeededRandom random(3);
    for (int run = 0; run < 200; ++run) {
        auto plan = fortnight();
        plan.hours = std::array{24, 12, 8}[random.below(3)];
        plan.days = int(1 + random.below(20));
        plan.officers = keepers(4, std::uint8_t(9 + random.below(6)));  // some may lead and serve
        auto const roster = propose(plan, {}, {});
        if (roster.has_error()) continue;  // too few: said, never broken
        auto turns = kept(*roster);
        for (std::size_t a = 0; a < turns.size(); ++a)
            for (std::size_t b = a + 1; b < turns.size(); ++b) {
                if (turns[a].post != turns[b].post) continue;
                auto const apart = turns[a].on_site && turns[b].on_site ? plan.rest_ms : 0;
                EXPECT_GE(turns[b].starts_at - turns[a].ends_at, apart);
            }
    }
}

TEST(DutyProposal, WhoHasKeptMoreDutyIsSparedAndWeekendsCountMore) {
    auto plan = fortnight();
    plan.days = 5;
    auto const week = start_of(monday + -7);
    std::vector<KnownTurn> turns;
    for (int i = 0; i < 2; ++i)
        turns.push_back({keeper(4), week + i * 2 * ms_per_day, week + (i * 2 + 1) * ms_per_day, true});
    auto const roster = propose(plan, turns, {});
    ASSERT_TRUE(roster.has_value());
    EXPECT_EQ(roster->load.at(keeper(4)).before, 200);
    EXPECT_EQ(roster->load.at(keeper(4)).after, 200) << "the others come first";
    Weights const weights{150, 200, {}};
    EXPECT_EQ(weight(start_of(monday + 4), weights), 100);
    EXPECT_EQ(weight(start_of(monday + 5), weights), 150);
    EXPECT_EQ(weight(start_of(monday + 6), weights), 150);
}

TEST(DutyProposal, AHolidayCountsMoreAndAWorkedWeekendDayAsAnyOther) {
    Weights const weights{150, 200, {{monday + 1, true}, {monday + 5, false}, {monday + 6, true}}};
    EXPECT_EQ(weight(start_of(monday), weights), 100);
    EXPECT_EQ(weight(start_of(monday + 1) + 23 * ms_per_hour, weights), 200);
    EXPECT_EQ(weight(start_of(monday + 5), weights), 100);
    EXPECT_EQ(weight(start_of(monday + 6), weights), 200) << "not both";
    auto plan = fortnight();
    plan.days = 2;
    plan.duty_leaders = keepers(4, 5);
    plan.weights = weights;
    auto const roster = propose(plan, {}, {});
    ASSERT_TRUE(roster.has_value());
    EXPECT_EQ(roster->load.at(roster->shifts[1].staff[1].post).after, 200);
}

TEST(DutyProposal, WhatWasLongAgoDoesNotCountButStillForbids) {
    auto plan = fortnight();
    plan.days = 1;
    plan.look_back_days = 30;
    plan.duty_leaders = keepers(4, 5);
    auto const yesterday = start_of(monday) + 4 * ms_per_hour;
    auto const roster = propose(plan,
                                {{keeper(4), start_of(monday + -40), start_of(monday + -39), true},
                                 {keeper(5), yesterday, yesterday + ms_per_hour, true}},
                                {});
    ASSERT_TRUE(roster.has_value());
    EXPECT_EQ(roster->load.at(keeper(4)).before, 0);
    EXPECT_EQ(roster->shifts[0].staff[1].post, keeper(4)) << "the other came off duty three hours before";
}

TEST(DutyProposal, ShiftsThatStandAreLeftAlone) {
    auto const standing = start_of(monday + 2) + 10 * ms_per_hour;
    auto const roster = propose(fortnight(), {}, {{standing, standing + ms_per_hour}});
    ASSERT_TRUE(roster.has_value());
    EXPECT_EQ(roster->shifts.size(), 13U);
    for (auto const& shift : roster->shifts) EXPECT_NE(date_at(shift.starts_at), monday + 2);
}

TEST(DutyProposal, TooFewIsSaidWithTheShiftThatCannotBeFilled) {
    auto plan = fortnight();
    plan.duty_leaders = keepers(4, 4);
    auto const roster = propose(plan, {}, {});
    ASSERT_TRUE(roster.has_error());
    EXPECT_EQ(roster.error().number(), "422.284");
    EXPECT_NE(roster.error().en().find("2020-02-04T08:00:00+08:00"), std::string::npos);
    plan.duty_leaders.clear();
    EXPECT_EQ(propose(plan, {}, {}).error().number(), "422.284") << "nobody at all";
}

}  // namespace
}  // namespace fx::command
