#include "care/bed_choice.hpp"

#include <gtest/gtest.h>

namespace fx::care {
namespace {

Place const county = Place::division(610'627'000'000), town = Place::division(610'627'101'000),
            village = Place::division(610'627'101'201), other_town = Place::division(610'627'102'000);

std::vector<Place> path_of(Place place) {
    if (place == village) return {county, town, village};
    return place == county ? std::vector{county} : std::vector{county, place};
}
FreeBeds beds(std::uint8_t n, std::string level, std::int64_t free, Place place, std::optional<Point> point = {}) {
    FreeBeds out{{}, "", "ward " + std::to_string(n), std::move(level), free, place, point};
    out.ward.bytes[15] = n;
    return out;
}
std::vector<std::string> names(std::string const& need, std::vector<FreeBeds> const& wards, std::optional<Point> at = {}) {
    std::vector<std::string> out;
    for (auto const& one : propose_beds(need, village, at, wards, path_of)) out.push_back(one.beds.name);
    return out;
}

TEST(BedChoice, TheLightestLevelThatIsEnoughAndThenTheNearest) {
    std::vector<FreeBeds> const wards{beds(1, "3", 5, town), beds(2, "2", 1, other_town), beds(3, "2", 1, town),
                                      beds(4, "1", 9, village), beds(5, "2", 0, village)};
    EXPECT_EQ(names("2", wards), (std::vector<std::string>{"ward 3", "ward 2", "ward 1"}));
    EXPECT_EQ(names("3", wards), std::vector<std::string>{"ward 1"});
    EXPECT_TRUE(names("3", {wards[1]}).empty());
}

TEST(BedChoice, KilometresDecideWithinADivisionWhereTheyAreKnown) {
    std::vector<FreeBeds> const wards{beds(1, "2", 9, town), beds(2, "2", 1, town, Point{109.40, 36.28}),
                                      beds(3, "2", 1, town, Point{109.36, 36.28})};
    EXPECT_EQ(names("2", wards, Point{109.35, 36.28}), (std::vector<std::string>{"ward 3", "ward 2", "ward 1"}));
    EXPECT_EQ(names("2", wards), (std::vector<std::string>{"ward 1", "ward 2", "ward 3"})) << "else where most is free";
}

TEST(BedChoice, DistancesAreThoseOfTheSphere) {
    EXPECT_NEAR(distance_km({0, 0}, {0, 90}), 6371.0 * 3.14159265358979 / 2, 1e-6);
    EXPECT_NEAR(distance_km({179.5, 0}, {-179.5, 0}), 6371.0 * 3.14159265358979 / 180, 1e-6) << "across the date line";
    EXPECT_DOUBLE_EQ(distance_km({109.35, 36.28}, {109.35, 36.28}), 0);
    EXPECT_NEAR(distance_km({0, 0}, {180, 0}), 6371.0 * 3.14159265358979, 1e-6);
}

TEST(BedChoice, APositionIsReadAsRecordsHoldIt) {
    auto const point = point_in(R"({"lon":109.35,"lat":36,"accuracy_m":12})");
    ASSERT_TRUE(point.has_value());
    EXPECT_DOUBLE_EQ(point->lon, 109.35);
    EXPECT_DOUBLE_EQ(point->lat, 36);
    for (auto const* bad : {"", "{}", "[1,2]", R"({"lon":"1","lat":2})", "{"})
        EXPECT_FALSE(point_in(bad).has_value()) << bad;
}

}  // namespace
}  // namespace fx::care
