#include "engines/surveillance/ewars.hpp"

#include <gtest/gtest.h>

namespace fx::surveillance {
namespace {

Series counts(std::vector<double> observed) {
    Series series;
    series.observed = std::move(observed);
    return series;
}

TEST(Ewars, OneCaseIsAnAlarmWhereOneIs) {
    EwarsRules rules;
    rules.cases = 1;
    auto const verdicts = ewars(counts({0, 1, missing}), rules);
    EXPECT_EQ(verdicts[0].alarm, Alarm::no);
    EXPECT_EQ(verdicts[0].upperbound, 0);
    EXPECT_EQ(verdicts[1].rule, EwarsRule::cases);
    EXPECT_EQ(verdicts[2].alarm, Alarm::unknown);
}

TEST(Ewars, MoreThanOnceAndAHalfTheWeeksBefore) {
    EwarsRules rules;
    rules.factor = 1.5;
    auto const verdicts = ewars(counts({4, 6, 8, 9, 10, missing, 20, 0, 0, 0, 4, 5}), rules);
    EXPECT_EQ(verdicts[2].alarm, Alarm::unknown);  // three weeks are not there yet
    EXPECT_EQ(verdicts[3].alarm, Alarm::no);       // 9 is not more than 1.5 x 6
    EXPECT_EQ(verdicts[3].upperbound, 9);
    EXPECT_EQ(verdicts[4].alarm, Alarm::no);
    EXPECT_EQ(verdicts[6].alarm, Alarm::unknown);  // a week before was not reported
    EXPECT_EQ(verdicts[10].alarm, Alarm::no);      // four cases are fewer than cases_min
    EXPECT_EQ(verdicts[11].alarm, Alarm::yes);     // five after zero reports
    EXPECT_EQ(verdicts[11].rule, EwarsRule::factor);
}

TEST(Ewars, ARateNeedsAPopulation) {
    EwarsRules rules;
    rules.rate = 10;
    auto series = counts({7, 8});
    EXPECT_EQ(ewars(series, rules)[1].alarm, Alarm::unknown);
    series.population = {75'000, 75'000};
    auto const verdicts = ewars(series, rules);
    EXPECT_EQ(verdicts[0].alarm, Alarm::no);
    EXPECT_EQ(verdicts[1].alarm, Alarm::yes);
    EXPECT_EQ(verdicts[1].upperbound, 7);
}

TEST(Ewars, DoublingHasToLast) {
    EwarsRules rules;
    rules.doubling = 3;
    rules.cases_min = 0;
    auto const verdicts = ewars(counts({1, 2, 4, 7, 14, 28, 0, 0, 0}), rules);
    EXPECT_EQ(verdicts[1].alarm, Alarm::unknown);
    EXPECT_EQ(verdicts[2].alarm, Alarm::yes);
    EXPECT_EQ(verdicts[3].alarm, Alarm::no);
    EXPECT_EQ(verdicts[4].alarm, Alarm::no);  // 4 -> 7 was no doubling
    EXPECT_EQ(verdicts[5].rule, EwarsRule::doubling);
    EXPECT_EQ(verdicts[8].alarm, Alarm::no);  // twice nothing is nothing
}

}  // namespace
}  // namespace fx::surveillance
