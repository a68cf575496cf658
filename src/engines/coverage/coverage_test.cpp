#include "engines/coverage/coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fx::coverage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// 甘泉县 with two townships:
//
//     ganquan ── laoshan ─┬─ liujia ─┬─ liujia.1
//             │           │          └─ liujia.2
//             │           └─ wangjia
//             └─ xiasiwan ── zhangjia
constexpr Place ganquan = Place::division(610627'000'000), laoshan = Place::division(610627'102'000),
                liujia = Place::division(610627'102'201), wangjia = Place::division(610627'102'202),
                xiasiwan = Place::division(610627'103'000), zhangjia = Place::division(610627'103'200),
                elsewhere = Place::division(620102'000'000);

Id household(int number) {
    Id id;
    id.bytes[0] = 1;
    id.bytes[14] = std::uint8_t(number >> 8);
    id.bytes[15] = std::uint8_t(number);
    return id;
}

struct County : testing::Test {
    County() {
        std::vector<Branch> const branches{{ganquan, {}},
                                           {laoshan, ganquan},
                                           {liujia, laoshan},
                                           {liujia.group(1), liujia},
                                           {liujia.group(2), liujia},
                                           {wangjia, laoshan},
                                           {xiasiwan, ganquan},
                                           {zhangjia, xiasiwan}};
        EXPECT_THAT(tree.add(branches), IsEmpty());
    }
    void settle(int first, int last, Place place) {
        for (int number = first; number <= last; ++number)
            ASSERT_EQ(households.add(household(number), place), Change::applied);
    }
    void expect_all(int first, int last) {
        for (int number = first; number <= last; ++number) ASSERT_EQ(round.expect(household(number)), Change::applied);
    }
    Figures at(Place place) const { return round.figures(place).value(); }
    std::vector<int> listed(Place place, Filter filter) const {
        std::vector<int> numbers;
        for (auto const& subject : households.list(round, place, filter, {}, page_limit_max).value().subjects)
            numbers.push_back(subject.id.bytes[14] << 8 | subject.id.bytes[15]);
        return numbers;
    }

    Tree tree;
    Population households{tree, 42};
    Series& round = households.open({"household_screening", "round 1"});
};

TEST_F(County, EveryHouseholdIsMissingUntilItIsScreened) {
    settle(1, 3, liujia.group(1));
    settle(4, 5, wangjia);
    settle(6, 6, zhangjia);
    expect_all(1, 6);
    EXPECT_EQ(round.fulfil(household(2), false), Change::applied);
    EXPECT_EQ(round.fulfil(household(4), true), Change::applied);

    EXPECT_EQ(at(ganquan), (Figures{.expected = 6, .fulfilled = 2, .late = 1}));
    EXPECT_EQ(at(ganquan).missing(), 4U);
    EXPECT_EQ(at(laoshan), (Figures{5, 2, 1}));
    EXPECT_EQ(at(liujia), (Figures{3, 1, 0}));
    EXPECT_EQ(at(xiasiwan), (Figures{1, 0, 0}));
    EXPECT_THAT(round.children(ganquan), ElementsAre(PlaceFigures{laoshan, {5, 2, 1}}, PlaceFigures{xiasiwan, {1, 0, 0}}));
    EXPECT_THAT(round.children(zhangjia), IsEmpty());

    EXPECT_THAT(listed(ganquan, Filter::missing), ElementsAre(1, 3, 5, 6));
    EXPECT_THAT(listed(ganquan, Filter::fulfilled), ElementsAre(2, 4));
    EXPECT_THAT(listed(ganquan, Filter::late), ElementsAre(4));
    EXPECT_THAT(listed(laoshan, Filter::expected), ElementsAre(1, 2, 3, 4, 5));
}

TEST_F(County, AllFiguresComeInTreeOrder) {
    settle(1, 1, wangjia);
    expect_all(1, 1);
    std::vector<PlaceFigures> all;
    round.all(all);
    std::vector<PlaceFigures> const expected{{ganquan, {1, 0, 0}},  {laoshan, {1, 0, 0}},  {liujia, {}},
                                             {liujia.group(1), {}}, {liujia.group(2), {}}, {wangjia, {1, 0, 0}},
                                             {xiasiwan, {}},        {zhangjia, {}}};
    EXPECT_EQ(all, expected);
}

TEST_F(County, RepeatingAChangeCountsOnce) {
    settle(1, 1, wangjia);
    EXPECT_EQ(households.add(household(1), wangjia), Change::already);
    EXPECT_EQ(round.expect(household(1)), Change::applied);
    EXPECT_EQ(round.expect(household(1)), Change::already);
    EXPECT_EQ(round.reopen(household(1)), Change::already);
    EXPECT_EQ(round.fulfil(household(1), false), Change::applied);
    EXPECT_EQ(round.fulfil(household(1), false), Change::already);
    EXPECT_EQ(round.expect(household(1)), Change::already) << "a second opening must not withdraw the visit";
    EXPECT_EQ(at(ganquan), (Figures{1, 1, 0}));
    EXPECT_EQ(round.unexpect(household(1)), Change::applied);
    EXPECT_EQ(round.unexpect(household(1)), Change::already);
    EXPECT_EQ(at(ganquan), Figures{});
}

TEST_F(County, ACorrectedVisitTurnsLateAndBack) {
    settle(1, 1, wangjia);
    expect_all(1, 1);
    EXPECT_EQ(round.fulfil(household(1), false), Change::applied);
    EXPECT_EQ(round.fulfil(household(1), true), Change::applied);
    EXPECT_EQ(at(ganquan), (Figures{1, 1, 1}));
    EXPECT_EQ(round.fulfil(household(1), false), Change::applied);
    EXPECT_EQ(at(ganquan), (Figures{1, 1, 0}));
    EXPECT_EQ(round.reopen(household(1)), Change::applied);
    EXPECT_EQ(at(ganquan), (Figures{1, 0, 0}));
}

TEST_F(County, NothingIsFulfilledThatWasNotExpected) {
    settle(1, 1, wangjia);
    EXPECT_EQ(round.fulfil(household(1), false), Change::not_expected);
    EXPECT_EQ(round.reopen(household(1)), Change::not_expected);
    EXPECT_EQ(at(ganquan), Figures{});
}

TEST_F(County, StrangersAreNamedNotCounted) {
    EXPECT_EQ(round.expect(household(1)), Change::unknown_subject);
    EXPECT_EQ(round.unexpect(household(1)), Change::unknown_subject);
    EXPECT_EQ(round.fulfil(household(1), false), Change::unknown_subject);
    EXPECT_EQ(round.reopen(household(1)), Change::unknown_subject);
    EXPECT_EQ(households.remove(household(1)), Change::unknown_subject);
    EXPECT_EQ(households.move(household(1), wangjia), Change::unknown_subject);
    EXPECT_EQ(households.add(household(1), elsewhere), Change::unknown_place);
    EXPECT_EQ(households.add(Id{}, wangjia), Change::unknown_subject);
    EXPECT_EQ(households.add(household(1), {}), Change::unknown_place);
    EXPECT_TRUE(households.place_of(household(1)).is_nil());
    EXPECT_FALSE(round.figures(elsewhere).has_value());
    EXPECT_THAT(round.children(elsewhere), IsEmpty());
    EXPECT_EQ(at(ganquan), Figures{});
}

TEST_F(County, FiguresFollowWhoMoves) {
    settle(1, 2, wangjia);
    expect_all(1, 2);
    ASSERT_EQ(round.fulfil(household(1), true), Change::applied);
    EXPECT_EQ(households.move(household(1), zhangjia), Change::applied);
    EXPECT_EQ(households.place_of(household(1)), zhangjia);
    EXPECT_EQ(at(wangjia), (Figures{1, 0, 0}));
    EXPECT_EQ(at(laoshan), (Figures{1, 0, 0}));
    EXPECT_EQ(at(xiasiwan), (Figures{1, 1, 1}));
    EXPECT_EQ(at(ganquan), (Figures{2, 1, 1}));
    EXPECT_THAT(listed(zhangjia, Filter::late), ElementsAre(1));
    EXPECT_EQ(households.add(household(1), wangjia), Change::known_elsewhere);
    EXPECT_EQ(households.move(household(1), elsewhere), Change::unknown_place);
    EXPECT_EQ(households.place_of(household(1)), zhangjia);
}

TEST_F(County, MovingToTheSameNodeChangesNothing) {
    settle(1, 1, wangjia);
    expect_all(1, 1);
    EXPECT_EQ(households.move(household(1), wangjia), Change::already);
    EXPECT_EQ(at(wangjia), (Figures{1, 0, 0}));
    EXPECT_THAT(listed(wangjia, Filter::missing), ElementsAre(1));
}

TEST_F(County, RemovingTheLastSubjectLeavesNothingBehind) {
    auto& measurement = households.open({"measurement", "2020-02-03 morning"});
    settle(1, 1, wangjia);
    expect_all(1, 1);
    ASSERT_EQ(measurement.expect(household(1)), Change::applied);
    EXPECT_EQ(households.remove(household(1)), Change::applied);
    EXPECT_EQ(at(ganquan), Figures{});
    EXPECT_EQ(measurement.figures(ganquan), Figures{});
    EXPECT_EQ(households.index().size(), 0U);
    EXPECT_THAT(listed(ganquan, Filter::expected), IsEmpty());
}

TEST_F(County, AReusedSlotRemembersNothingOfWhoHadIt) {
    settle(1, 1, wangjia);
    expect_all(1, 1);
    ASSERT_EQ(round.fulfil(household(1), true), Change::applied);
    auto const slot = households.index().find(household(1));
    ASSERT_EQ(households.remove(household(1)), Change::applied);
    settle(2, 2, wangjia);
    ASSERT_EQ(households.index().find(household(2)), slot);
    EXPECT_EQ(round.status(slot), Status::not_expected);
    EXPECT_EQ(households.index().find(household(1)), no_slot);
    EXPECT_EQ(round.fulfil(household(2), false), Change::not_expected);
}

TEST_F(County, APeriodThatExpectsNothingShowsZeros) {
    settle(1, 3, wangjia);
    EXPECT_EQ(at(ganquan), Figures{});
    auto const page = households.list(round, ganquan, Filter::missing, {}, 10).value();
    EXPECT_THAT(page.subjects, IsEmpty());
    EXPECT_FALSE(page.next.has_value());
}

TEST_F(County, PeriodsAreCountedApart) {
    settle(1, 1, wangjia);
    expect_all(1, 1);
    auto& second = households.open({"household_screening", "round 2"});
    EXPECT_EQ(second.figures(ganquan), Figures{});
    EXPECT_EQ(&households.open({"household_screening", "round 1"}), &round);
    EXPECT_EQ(households.find({"household_screening", "round 2"}), &second);
    EXPECT_TRUE(households.close({"household_screening", "round 2"}));
    EXPECT_FALSE(households.close({"household_screening", "round 2"}));
    EXPECT_EQ(households.find({"household_screening", "round 2"}), nullptr);
    EXPECT_EQ(at(ganquan), (Figures{1, 0, 0}));
}

TEST_F(County, PagesJoinWithoutGapOrRepeat) {
    settle(1, 150, liujia.group(2));
    settle(151, 200, zhangjia);
    settle(201, 201, ganquan);  // hangs on the county itself
    settle(202, 260, liujia.group(2));
    expect_all(1, 260);
    std::vector<int> const whole = listed(ganquan, Filter::missing);
    ASSERT_EQ(whole.size(), 260U);
    EXPECT_EQ(whole.front(), 201) << "a node comes before what lies below it";
    EXPECT_EQ(whole.back(), 200);
    for (std::size_t const limit : {1U, 7U, 64U, 259U, 260U}) {
        std::vector<Subject> joined;
        std::optional<Cursor> cursor;
        do {
            auto page = households.list(round, ganquan, Filter::missing, cursor, limit).value();
            EXPECT_LE(page.subjects.size(), limit);
            EXPECT_FALSE(page.subjects.empty());
            joined.insert(joined.end(), page.subjects.begin(), page.subjects.end());
            cursor = page.next;
            if (cursor) cursor = parse_cursor(format(*cursor)).value();
        } while (cursor);
        EXPECT_EQ(joined, households.list(round, ganquan, Filter::missing, {}, 1000).value().subjects) << limit;
    }
}

TEST_F(County, ACursorOutlivesWhoItPointsAt) {
    settle(1, 10, liujia.group(1));
    settle(11, 12, wangjia);
    expect_all(1, 12);
    auto const first = households.list(round, ganquan, Filter::missing, {}, 4).value();
    ASSERT_EQ(round.fulfil(household(5), false), Change::applied);
    ASSERT_EQ(households.remove(household(6)), Change::applied);
    ASSERT_THAT(tree.add(std::vector{Branch{Place::division(610627'101'000), ganquan}}), IsEmpty());
    auto const second = households.list(round, ganquan, Filter::missing, first.next, 4).value();
    ASSERT_EQ(second.subjects.size(), 4U);
    EXPECT_EQ(second.subjects.front(), (Subject{household(7), liujia.group(1)}));
    EXPECT_EQ(second.subjects.back(), (Subject{household(10), liujia.group(1)}));
}

TEST_F(County, AfterARestartNobodyIsSkipped) {
    settle(1, 10, liujia.group(1));
    expect_all(1, 10);
    auto const before = households.list(round, ganquan, Filter::missing, {}, 8).value();

    Population again(tree, std::uint64_t(7) << 40);
    auto& restored = again.open({"household_screening", "round 1"});
    for (int number = 10; number >= 1; --number) {  // the store answers in another order
        ASSERT_EQ(again.add(household(number), liujia.group(1)), Change::applied);
        ASSERT_EQ(restored.expect(household(number)), Change::applied);
    }
    EXPECT_EQ(again.list(restored, ganquan, Filter::missing, before.next, 100).value().subjects.size(), 10U);
}

TEST_F(County, BadQuestionsAreRefused) {
    auto const number = [&](Place place, std::optional<Cursor> cursor, std::size_t limit) {
        auto const page = households.list(round, place, Filter::missing, cursor, limit);
        return page.has_error() ? page.error().number() : "";
    };
    EXPECT_EQ(number(elsewhere, {}, 10), "404.5");
    EXPECT_EQ(number(ganquan, {}, 0), "400.7");
    EXPECT_EQ(number(ganquan, {}, 1001), "400.7");
    EXPECT_EQ(number(laoshan, Cursor{zhangjia, 0}, 10), "400.7") << "the cursor is outside the township";
    EXPECT_EQ(number(laoshan, Cursor{elsewhere, 0}, 10), "400.7");
    EXPECT_EQ(number(laoshan, Cursor{wangjia, no_slot, households.index().edition()}, 10), "");
    std::string const good = format(Cursor{wangjia, 12, 3});
    EXPECT_EQ(parse_cursor(good).value(), (Cursor{wangjia, 12, 3}));
    for (auto const& text : {std::string(), good.substr(1), good + "0", "x" + good.substr(1), "-" + good.substr(1),
                             good.substr(0, 15) + "99999999990000000000", good.substr(0, 25) + "4294967296"})
        EXPECT_TRUE(parse_cursor(text).has_error()) << text;
}

TEST_F(County, LoadingAtStartGivesTheSameFigures) {
    std::vector<Subject> const rows{{household(1), zhangjia}, {household(2), wangjia}, {household(3), elsewhere},
                                    {Id{}, wangjia},          {household(1), wangjia}, {household(2), wangjia},
                                    {household(4), wangjia},  {household(5), liujia}};
    auto const refused = households.load(rows);
    ASSERT_EQ(refused.size(), 3U);
    EXPECT_EQ(refused[0].why, Change::unknown_place);
    EXPECT_EQ(refused[1].why, Change::unknown_subject);
    EXPECT_EQ(refused[2].why, Change::known_elsewhere);
    EXPECT_EQ(refused[2].subject.id, household(1));
    EXPECT_EQ(households.index().size(), 4U);

    std::vector<SubjectStatus> const statuses{{household(1), Status::missing}, {household(2), Status::late},
                                              {household(3), Status::missing}, {household(4), Status::on_time},
                                              {household(5), Status::missing}, {household(5), Status::not_expected}};
    EXPECT_THAT(round.set(statuses), ElementsAre(household(3)));
    EXPECT_EQ(at(ganquan), (Figures{3, 2, 1}));
    EXPECT_EQ(at(wangjia), (Figures{2, 2, 1}));
    EXPECT_EQ(at(liujia), Figures{});
    EXPECT_THAT(round.set(statuses), ElementsAre(household(3)));
    EXPECT_EQ(at(ganquan), (Figures{3, 2, 1})) << "loading twice must not count twice";
    settle(6, 200, wangjia);
    expect_all(6, 200);
    EXPECT_EQ(at(wangjia), (Figures{197, 2, 1}));
}

TEST_F(County, ANewNodeTakesItsPlaceInTheOrder) {
    settle(1, 1, zhangjia);
    expect_all(1, 1);
    constexpr Place daoshan = Place::division(610627'101'000);
    EXPECT_THAT(tree.add(std::vector{Branch{daoshan.group(1), daoshan}, Branch{daoshan, ganquan}}), IsEmpty());
    EXPECT_EQ(at(daoshan), Figures{});
    settle(2, 2, daoshan.group(1));
    expect_all(2, 2);
    EXPECT_THAT(listed(ganquan, Filter::missing), ElementsAre(2, 1));
    EXPECT_EQ(at(ganquan), (Figures{2, 0, 0}));
    EXPECT_EQ(at(daoshan), (Figures{1, 0, 0}));
}

TEST(CoverageTree, ANodeWithoutParentIsARootOfItsOwn) {
    Tree tree;
    EXPECT_THAT(tree.add(std::vector{Branch{elsewhere, {}}, Branch{ganquan, {}}, Branch{laoshan, ganquan}}), IsEmpty());
    EXPECT_EQ(tree.parent(tree.find(ganquan)), no_node);
    EXPECT_EQ(tree.place(tree.order()[0]), ganquan);
    EXPECT_EQ(tree.place(tree.order()[2]), elsewhere);
    EXPECT_EQ(tree.end(tree.find(ganquan)), 2U);
    EXPECT_EQ(tree.find({}), no_node);
}

TEST(CoverageTree, BranchesWithoutAWayToARootAreHandedBack) {
    Tree tree;
    ASSERT_THAT(tree.add(std::vector{Branch{ganquan, {}}, Branch{laoshan, ganquan}}), IsEmpty());
    std::vector<Branch> const bad{{zhangjia, xiasiwan},   {liujia, wangjia},  {wangjia, liujia},
                                  {elsewhere, elsewhere}, {Place{}, ganquan}, {laoshan, {}}};
    EXPECT_THAT(tree.add(bad), testing::UnorderedElementsAreArray(bad));
    EXPECT_EQ(tree.size(), 2U);
    EXPECT_THAT(tree.add(std::vector{Branch{laoshan, ganquan}}), IsEmpty()) << "a repeat is no mistake";
    EXPECT_THAT(tree.add(std::vector{Branch{wangjia, laoshan}, Branch{wangjia, ganquan}}), testing::SizeIs(1));
    EXPECT_EQ(tree.size(), 3U);
}

TEST(CoverageIndex, ManySubjectsOnOneNodeKeepTheirSlots) {
    Tree tree;
    ASSERT_THAT(tree.add(std::vector{Branch{ganquan, {}}, Branch{laoshan, ganquan}}), IsEmpty());
    SubjectIndex index(1);
    std::vector<Slot> slots;
    for (int number = 0; number < 5000; ++number) slots.push_back(index.add(household(number), tree.find(laoshan)));
    for (int number = 0; number < 5000; ++number) ASSERT_EQ(index.find(household(number)), slots[number]);
    for (int number = 0; number < 5000; number += 2) index.remove(slots[number]);
    for (int number = 0; number < 5000; ++number)
        ASSERT_EQ(index.find(household(number)), number % 2 == 0 ? no_slot : slots[number]) << number;
    auto const blocks = index.blocks();
    for (int number = 0; number < 5000; number += 2) index.add(household(number), tree.find(laoshan));
    EXPECT_EQ(index.blocks(), blocks) << "free slots are used before new blocks";
    EXPECT_EQ(index.size(), 5000U);
}

}  // namespace
}  // namespace fx::coverage
