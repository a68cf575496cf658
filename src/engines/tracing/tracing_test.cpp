#include "engines/tracing/tracing.hpp"

#include <gtest/gtest.h>

namespace fx::tracing {
namespace {

std::vector<PlaceKind> const kinds{PlaceKind::site, PlaceKind::site, PlaceKind::vehicle};
std::vector<GroupKind> const group_kinds{GroupKind::household, GroupKind::work};
Window const always{0, 100'000};

VisitIndex visits_of(std::vector<Visit> const& visits) { return VisitIndex::build(6, kinds, visits).value(); }
MembershipIndex members_of(std::vector<Membership> const& rows) {
    return MembershipIndex::build(6, group_kinds, rows).value();
}

std::vector<Exposed> ask(std::vector<Visit> const& visits, ExposureOptions const& options = {},
                         std::vector<Membership> const& members = {}) {
    return exposed(visits_of(visits), members_of(members), 0, always, options).value().rows;
}

TEST(Tracing, TouchingVisitsAreNoContact) {
    EXPECT_TRUE(ask({{0, 0, 10, 20}, {1, 0, 20, 30}, {2, 0, 0, 10}, {3, 1, 10, 20}}).empty());
    auto const rows = ask({{0, 0, 10, 20}, {1, 0, 19, 30}});
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0], (Exposed{1, 1, 0, 0, 1, 19, 20, 19, Reason::visit}));
}

TEST(Tracing, AMinuteCountsOnceHoweverManyVisitsOverlapInIt) {
    auto const rows = ask({{0, 0, 0, 60}, {0, 0, 30, 90}, {1, 0, 10, 50}, {1, 0, 40, 80}});
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].minutes, 70);
    EXPECT_EQ(rows[0].first, 10);
    EXPECT_EQ(rows[0].last, 80);
}

TEST(Tracing, RowsOfSeatsCountOnlyWhereBothAreKnown) {
    auto const rows = ask({{0, 2, 0, 60, 5}, {1, 2, 0, 60, 8}, {2, 2, 0, 60, 9}, {3, 2, 0, 60}});
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].person, 1u);
    EXPECT_EQ(rows[1].person, 3u);
    EXPECT_EQ(rows[0].reason, Reason::vehicle);
}

TEST(Tracing, MembershipGivesItsUsualMinutesADay) {
    auto const rows =
        ask({}, {}, {{0, 0, 0, 2880, 600}, {1, 0, 1440, 9999, 300}, {2, 0, 2880, 9999, 600}, {3, 1, 0, 2880, 600}});
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0], (Exposed{1, 1, 0, 0, 300, 1440, 2880, 1440, Reason::household}));
}

TEST(Tracing, LaterGenerationsCountOnlyContactsAfterExposureAndLatency) {
    // 0 meets 1 at 100; 1 met 2 before, meets 3 soon and 4 late.
    std::vector<Visit> const visits{{0, 0, 100, 110}, {1, 0, 100, 110}, {1, 1, 0, 50},    {2, 1, 0, 50},   {1, 1, 200, 250},
                                    {3, 1, 200, 250}, {1, 1, 900, 950}, {4, 1, 900, 950}, {0, 1, 900, 901}};
    ExposureOptions options;
    options.generations = 3;
    options.min_minutes = 2;
    auto rows = ask(visits, options);
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[1].person, 3u);
    EXPECT_EQ(rows[2].person, 4u);
    EXPECT_EQ(rows[2].through, 1u);
    EXPECT_EQ(rows[2].generation, 2u);
    options.latent_minutes = 150;
    rows = ask(visits, options);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[1].person, 4u);
    options.limit = 1;
    auto const limited = exposed(visits_of(visits), members_of({}), 0, always, options).value();
    EXPECT_EQ(limited.rows.size(), 1u);
    EXPECT_EQ(limited.exposed, (std::vector<std::size_t>{1, 1, 0}));
}

TEST(Tracing, AYearLongVisitIsFoundBehindManyShortOnes) {
    std::vector<Visit> visits{{1, 0, 0, 90'000}};
    for (int i = 1; i <= 1000; ++i) visits.push_back({2, 0, i, i + 1});
    visits.push_back({0, 0, 80'000, 80'010});
    auto const rows = ask(visits);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].person, 1u);
}

TEST(Tracing, VisitsAreAddedClosedAndRemoved) {
    auto index = visits_of({{0, 0, 10, still_there}, {1, 0, 50, 60}});
    auto const count = [&] { return exposed(index, members_of({}), 0, always, {}).value().rows.size(); };
    EXPECT_EQ(count(), 1u);
    EXPECT_TRUE(index.close({0, 0, 10, still_there}, 50));
    EXPECT_FALSE(index.close({0, 0, 10, still_there}, 50));
    EXPECT_EQ(count(), 0u);
    EXPECT_TRUE(index.close({0, 0, 10, 50}, 51));
    EXPECT_EQ(count(), 1u);
    EXPECT_TRUE(index.add({2, 0, 10, 20}).has_value());
    EXPECT_EQ(count(), 2u);
    EXPECT_TRUE(index.remove({1, 0, 50, 60}));
    EXPECT_FALSE(index.remove({1, 0, 50, 60}));
    index.fold();
    EXPECT_EQ(index.size(), 2u);
    EXPECT_EQ(count(), 1u);
}

TEST(Tracing, WhatCannotBeIsRefused) {
    auto index = visits_of({});
    for (Visit const& bad : {Visit{6, 0, 0, 1}, Visit{0, 3, 0, 1}, Visit{0, 0, 5, 5}, Visit{0, 0, 5, 4}}) {
        EXPECT_TRUE(index.add(bad).has_error());
        EXPECT_TRUE(VisitIndex::build(6, kinds, std::span(&bad, 1)).has_error());
    }
    for (Membership const& bad :
         {Membership{6, 0, 0, 1, 1}, Membership{0, 2, 0, 1, 1}, Membership{0, 0, 1, 1, 1}, Membership{0, 0, 0, 1, 1441}})
        EXPECT_TRUE(MembershipIndex::build(6, group_kinds, std::span(&bad, 1)).has_error());
    EXPECT_TRUE(exposed(index, members_of({}), 6, always, {}).has_error());
    EXPECT_TRUE(exposed(index, members_of({}), 0, {5, 5}, {}).has_error());
    EXPECT_TRUE(exposed(index, members_of({}), 0, always, {.generations = 0}).has_error());
    std::vector<CaseWindow> const twice{{1, always}, {1, always}};
    EXPECT_TRUE(common_sources(index, members_of({}), twice, {}).has_error());
}

TEST(Tracing, PersonsAndPlacesThatComeLaterCount) {
    for (bool const seats : {false, true}) {
        auto index = visits_of({{0, 2, 0, 60, seats ? std::uint16_t(5) : row_unknown}});
        index.add_persons(2);
        index.add_place(PlaceKind::vehicle);
        EXPECT_TRUE(index.add({6, 3, 100, 160, 4}).has_value());
        EXPECT_TRUE(index.add({0, 3, 100, 160, 4}).has_value());
        auto const members = MembershipIndex::build(8, group_kinds, {}).value();
        for (bool const folded : {false, true}) {
            if (folded) index.fold();
            auto const rows = exposed(index, members, 0, always, {}).value().rows;
            ASSERT_EQ(rows.size(), 1u);
            EXPECT_EQ(rows[0], (Exposed{6, 1, 0, 3, 60, 100, 160, 100, Reason::vehicle}));
        }
        EXPECT_TRUE(index.add({8, 3, 100, 160}).has_error());
    }
}

TEST(Tracing, CommonSourcesArePlacesAndPersonsOfTwoCases) {
    auto const index = visits_of({{0, 0, 0, 10}, {1, 0, 30, 40}, {2, 1, 0, 10}, {5, 0, 0, 35}});
    std::vector<CaseWindow> const cases{{0, always}, {1, always}, {2, always}};
    auto found = common_sources(index, members_of({}), cases, {.within_minutes = 19}).value();
    EXPECT_TRUE(found.places.empty());
    ASSERT_EQ(found.persons.size(), 1u);
    EXPECT_EQ(found.persons[0], (Source{5, 2, 15, 0, 35}));
    found = common_sources(index, members_of({}), cases, {.within_minutes = 20}).value();
    ASSERT_EQ(found.places.size(), 1u);
    EXPECT_EQ(found.places[0], (Source{0, 2, 20, 0, 40}));
}

}  // namespace
}  // namespace fx::tracing
