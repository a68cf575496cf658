#include "command/situation.hpp"

#include <gtest/gtest.h>

namespace fx::command {
namespace {

Place const whole_site = Place::division(610627'000'000);

ReportRow const& figure(std::vector<ReportRow> const& rows, std::string_view item) {
    for (auto const& row : rows)
        if (row.part == part::figure && row.item == item) return row;
    static ReportRow const none;
    ADD_FAILURE() << "no " << item;
    return none;
}
Place child_place(int number) { return Place::division(610627001'000 + number); }

TEST(Situation, TellsEveryFigureWithYesterdaysAndTheLevelAboves) {
    Counted counted;
    counted.here = {{"screened", 30}, {"screening_owed", 40}, {"fever", 2}};
    counted.yesterday = {{"screened", 10}, {"screening_owed", 40}, {"fever", 0}};
    counted.above = Counts{{"screened", 300}, {"screening_owed", 900}, {"fever", 7}};
    auto const rows = rows_of(counted, 20);
    auto const& screened = figure(rows, "screened");
    EXPECT_EQ(screened.value, "30");
    EXPECT_EQ(screened.of, "40");
    EXPECT_EQ(screened.yesterday, "10");
    EXPECT_EQ(screened.above, "300");
    EXPECT_EQ(figure(rows, "screened_rate").value, "75.0");
    EXPECT_EQ(figure(rows, "screened_rate").yesterday, "25.0");
    EXPECT_EQ(figure(rows, "screened_rate").above, "33.3");
    EXPECT_EQ(figure(rows, "fever").yesterday, "0") << "none is an answer";
}

TEST(Situation, WhatHasNoAnswerIsEmptyAndNeverZero) {
    auto const rows = rows_of({}, 20);
    for (auto const& row : rows) {
        EXPECT_EQ(row.part, part::figure) << "an empty county has no trend, no places and no lists";
        EXPECT_EQ(row.value + row.of + row.yesterday + row.above, "") << row.item;
    }
    EXPECT_EQ(rows.size(), items(part::figure).size());
}

TEST(Situation, AShareOfNothingIsNoAnswer) {
    EXPECT_EQ(share(0, 0), "");
    EXPECT_EQ(share(5, 0), "");
    EXPECT_EQ(share(0, 3), "0.0");
    EXPECT_EQ(share(2, 3), "66.7");
    EXPECT_EQ(share(3, 3), "100.0");
    Counted counted;
    counted.here = {{"screened", 0}, {"screening_owed", 0}};
    EXPECT_EQ(figure(rows_of(counted, 20), "screened_rate").value, "");
    EXPECT_EQ(figure(rows_of(counted, 20), "screened").of, "0");
}

TEST(Situation, TheTrendHasEveryDayWithOrWithoutAnAnswer) {
    Counted counted;
    for (int day = 0; day < 14; ++day) counted.days.emplace_back(Date{18'000 + day}, Counts());
    counted.days.back().second["fever"] = 3;
    std::vector<std::string> fever;
    for (auto const& row : rows_of(counted, 20))
        if (row.part == part::trend && row.item == "fever") fever.push_back(row.value);
    ASSERT_EQ(fever.size(), 14U);
    EXPECT_EQ(fever.back(), "3");
    EXPECT_EQ(fever.front(), "");
}

TEST(Situation, ListsAreCutAndNamesKeepWholeCharacters) {
    Counted counted;
    std::string name;
    for (int i = 0; i < 100; ++i) name += "村";
    for (int i = 0; i < 30; ++i) counted.missing.push_back({Id{}, name, whole_site});
    counted.orders.push_back({Id{}, "排查", whole_site, 3, 9});
    auto const rows = rows_of(counted, 20);
    std::size_t missing = 0;
    for (auto const& row : rows) {
        if (row.part == part::order) {
            EXPECT_EQ(row.item, format(Id{}) + " 排查");
            EXPECT_EQ(row.value + "/" + row.of, "3/9");
        }
        if (row.part != part::missing) continue;
        ++missing;
        EXPECT_EQ(row.item.size(), 37 + 83 * std::string("村").size());
        EXPECT_EQ(row.value, "");
    }
    EXPECT_EQ(missing, 20U);
}

Counted with_children(int number) {
    Counted counted;
    for (int i = 0; i < number; ++i)
        counted.children.push_back({child_place(i + 1), {{"screened", i}, {"screening_owed", number}, {"reports_owed", 1}}});
    return counted;
}

TEST(Situation, OfManyPlacesTheLeastCompleteAreNamedAndTheOthersSummed) {
    auto const all = coverage_of(rows_of(with_children(30), 20), 24);
    ASSERT_EQ(all.size(), 24U);
    EXPECT_EQ(all.front().at, child_place(1));
    EXPECT_EQ(all.front().screened, 0);
    EXPECT_TRUE(all.back().at.is_nil());
    EXPECT_EQ(all.back().owed, 7 * 30);
    EXPECT_EQ(all.back().screened, 23 + 24 + 25 + 26 + 27 + 28 + 29);
    EXPECT_EQ(all.back().reports_owed, 7);
    EXPECT_EQ(all.back().reported, std::nullopt) << "nobody said how many";
}

TEST(Situation, FewPlacesStandInTheirOwnOrder) {
    auto const all = coverage_of(rows_of(with_children(3), 20), 24);
    ASSERT_EQ(all.size(), 3U);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(all[std::size_t(i)].at, child_place(i + 1));
    EXPECT_TRUE(coverage_of({}, 24).empty());
}

TEST(Situation, TheLargestReportFitsItsField) {
    auto counted = with_children(400);
    for (int day = 0; day < 14; ++day) counted.days.emplace_back(Date{18'000 + day}, Counts{{"fever", 1}});
    for (auto* list : {&counted.missing, &counted.orders, &counted.escalations})
        for (int i = 0; i < 500; ++i) list->push_back({Id{}, "x", whole_site, 1, 2});
    auto const rows = rows_of(counted, 20);
    EXPECT_LE(rows.size(), 500U);
    std::int64_t owed = 0;
    for (auto const& child : coverage_of(rows, 24)) owed += child.owed.value_or(0);
    EXPECT_EQ(owed, 400 * 400) << "what is summed away is still counted";
}

}  // namespace
}  // namespace fx::command
