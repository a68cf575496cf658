/// The product's own catalogue, and what check() makes of records of it.

#include "catalog/kind.hpp"
#include "catalog/product_test_catalogue.hpp"
#include "catalog/validate.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

namespace fx::catalog {
namespace {

Date today() { return parse_date("2020-02-03").value(); }

std::vector<std::string> problems(std::string_view type, std::string_view json) {
    std::vector<std::string> out;
    for (auto const& problem : check(*product().type(type), boost::json::parse(json).as_object(), today()).problems)
        out.push_back(problem.number() + " " + problem.field());
    return out;
}

using Numbers = std::vector<std::string>;

constexpr auto a_visit =
    R"({"round":"0190163d-8694-739b-aea5-966c26f8ad91","household":"0190163d-8694-739b-aea5-966c26f8ad92",
    "visited_at":"2020-02-03T08:30:00+08:00","visit_mode":"1","visit_outcome":"1","present_count":3,"away_count":0,
    "any_symptom":true,"any_key_area":false,
    "persons":[{"person":"0190163d-8694-739b-aea5-966c26f8ad93","temperature_c":36.7,"symptoms":["2","1"]}]})";

TEST(Product, AFullScreeningIsReadAndWrittenCanonically) {
    auto const& type = *product().type("household_screening");
    auto const checked = check(type, boost::json::parse(a_visit).as_object(), today());
    ASSERT_TRUE(checked.problems.empty()) << checked.problems[0].field() << checked.problems[0].en();
    EXPECT_EQ(
        canonical(type, checked.values),
        R"({"round":"0190163d-8694-739b-aea5-966c26f8ad91","household":"0190163d-8694-739b-aea5-966c26f8ad92",)"
        R"("visited_at":"2020-02-03T08:30:00+08:00","visit_mode":"1","visit_outcome":"1","present_count":3,"away_count":0,)"
        R"("any_symptom":true,"any_key_area":false,)"
        R"("persons":[{"person":"0190163d-8694-739b-aea5-966c26f8ad93","temperature_c":36.7,"symptoms":["1","2"]}]})");
}

TEST(Product, NobodyHomeAsksNothingMore) {
    constexpr auto start =
        R"({"round":"0190163d-8694-739b-aea5-966c26f8ad91","household":"0190163d-8694-739b-aea5-966c26f8ad92",
        "visited_at":"2020-02-03T08:30:00+08:00","visit_mode":"1","visit_outcome":"4")";
    EXPECT_EQ(problems("household_screening", std::string(start) + "}"), Numbers());
    EXPECT_EQ(problems("household_screening", std::string(start) + ",\"present_count\":2}"),
              Numbers{"422.25 present_count"});
}

TEST(Product, BadInputNamesItsField) {
    EXPECT_EQ(
        problems(
            "temperature_reading",
            R"({"person":"x","date":"2020-02-30","slot":"3","temperature_c":36.75,"measure_method":1,"symptoms":["0","1"],
                           "in_place":1,"measured_by":"1","colour":"red"})"),
        (Numbers{"422.21 person", "422.21 date", "422.30 slot", "422.28 temperature_c", "422.21 measure_method",
                 "422.21 in_place", "422.23 colour", "422.26 symptoms", "422.22 action"}));
}

TEST(Product, AChangeClearsWhatItMakesIrrelevant) {
    auto const& type = *product().type("household_screening");
    auto const first = check(type, boost::json::parse(a_visit).as_object(), today());
    auto const change =
        check_change(type, first.values, boost::json::parse(R"({"visit_outcome":"4"})").as_object(), today());
    ASSERT_TRUE(change.problems.empty()) << change.problems[0].field();
    EXPECT_EQ(change.changed.size(), 6U);
    EXPECT_TRUE(is_null(change.merged[std::size_t(type.field_index("persons"))]));
    EXPECT_EQ(
        canonical(type, change.merged, std::vector<int>{type.field_index("visit_outcome"), type.field_index("any_symptom")}),
        R"({"visit_outcome":"4","any_symptom":null})");
}

}  // namespace
}  // namespace fx::catalog
