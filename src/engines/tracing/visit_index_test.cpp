#include "engines/tracing/visit_index.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace fx::tracing {
namespace {

auto visit_rank(Visit const& v) { return std::tuple(v.person, v.place, v.begin, v.end, v.row); }

std::vector<Visit> in_order(std::vector<Visit> visits) {
    std::ranges::sort(visits, {}, visit_rank);
    return visits;
}

constexpr std::uint32_t many_persons = 3000, many_places = 2500;  // more than there are buckets

std::vector<Visit> many_visits(std::size_t count, std::uint64_t seed) {
    SeededRandom random(seed);
    std::vector<Visit> visits;
    for (std::size_t i = 0; i < count; ++i) {
        Visit visit{PersonIndex(random.below(many_persons)), PlaceIndex(random.below(many_places)), 0, 0};
        visit.begin = Minute(random.below(10'000)) - 5'000;  // minutes before the epoch too
        visit.end = visit.begin + 1 + Minute(random.below(500));
        if (visit.place % 3 == 0 && random.below(2) == 0) visit.row = std::uint16_t(random.below(20));
        visits.push_back(visit);
    }
    return visits;
}

/// Every visit of the window is found by its person and by its place, and no other.
void expect_holds(VisitIndex const& index, std::vector<Visit> const& visits, Window window) {
    std::vector<Visit> expected, by_person, by_place;
    for (auto const& visit : visits)
        if (visit.begin < window.until && visit.end > window.from) expected.push_back(visit);
    for (PersonIndex person = 0; person < index.persons(); ++person)
        index.of_person(person, window, [&](Visit const& visit) {
            EXPECT_EQ(visit.person, person);
            by_person.push_back(visit);
        });
    for (PlaceIndex place = 0; place < index.places(); ++place)
        index.at_place(place, window, [&](PersonIndex person, Minute begin, Minute end, std::uint16_t row) {
            by_place.push_back({person, place, begin, end, row});
        });
    EXPECT_FALSE(expected.empty());
    EXPECT_EQ(in_order(by_person), in_order(expected));
    EXPECT_EQ(in_order(by_place), in_order(expected));
}

TEST(VisitIndex, HoldsMoreThanFitsOneRangeOfPlacesOrPersons) {
    auto const visits = many_visits(20'000, 1);
    std::vector<PlaceKind> const all_sites(many_places, PlaceKind::site);
    auto const index = VisitIndex::build(many_persons, all_sites, visits).value();
    expect_holds(index, visits, {-6'000, 6'000});
    expect_holds(index, visits, {-100, 200});
    EXPECT_LT(index.bytes(), 20'000 * 20 + 20'000 * 2 + many_persons * 4 + many_places * 30 + 2'000);
}

TEST(VisitIndex, AdditionsThatFoldByThemselvesGiveTheSameAsBuilding) {
    auto const visits = many_visits(10'000, 2);
    std::vector<PlaceKind> const all_sites(many_places, PlaceKind::site);
    auto index = VisitIndex::build(many_persons, all_sites, {}).value();
    for (auto const& visit : visits) ASSERT_TRUE(index.add(visit).has_value());
    EXPECT_EQ(index.size(), visits.size());
    EXPECT_GT(index.bytes(), 8'000u * 20);  // most were folded
    expect_holds(index, visits, {-6'000, 6'000});
    expect_holds(index, visits, {3'000, 3'001});
}

TEST(VisitIndex, WithoutVisitsOrPlacesThereIsNothingToFind) {
    auto index = VisitIndex::build(0, {}, {}).value();
    EXPECT_EQ(index.size(), 0u);
    EXPECT_TRUE(index.add({0, 0, 0, 1}).has_error());
    EXPECT_FALSE(index.remove({0, 0, 0, 1}));
    EXPECT_FALSE(index.close({0, 0, 0, 1}, 2));
    index.fold();
    EXPECT_EQ(index.size(), 0u);
}

}  // namespace
}  // namespace fx::tracing
