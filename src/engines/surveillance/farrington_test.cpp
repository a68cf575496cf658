#include "engines/surveillance/farrington.hpp"
#include "engines/surveillance/calendar.hpp"
#include "engines/surveillance/counts.hpp"
#include "engines/surveillance/farrington_flexible.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>

namespace fx::surveillance {
namespace {

constexpr std::int32_t sunday = 18266;  // 2020-01-05

Series weekly(std::size_t size, std::function<double(std::size_t)> const& count) {
    Series series;
    for (std::size_t t = 0; t < size; ++t) series.observed.push_back(count(t));
    return series;
}
std::vector<std::size_t> all_from(std::size_t first, std::size_t size) {
    std::vector<std::size_t> points(size - first);
    std::iota(points.begin(), points.end(), first);
    return points;
}
std::vector<FarringtonVerdict> judged(Series const& series, FlexibleControl const& control = {}, Mode mode = Mode::correct) {
    return farrington_flexible(series, all_from(flexible_first(series, control), series.size()), control, mode);
}
double wave(std::size_t t) { return 20 + std::round(8 * std::sin(double(t) * 0.37)) + double(t % 5); }

/// What is not judged says why, and what is judged has a figure everywhere.
void expect_no_silent_gap(std::vector<FarringtonVerdict> const& verdicts) {
    for (auto const& verdict : verdicts) {
        if (verdict.outcome != FarringtonOutcome::judged) {
            EXPECT_EQ(verdict.alarm, Alarm::unknown);
            continue;
        }
        EXPECT_NE(verdict.alarm, Alarm::unknown) << verdict.t;
        EXPECT_TRUE(std::isfinite(verdict.dispersion) && !std::isnan(verdict.score)) << verdict.t;
    }
}

TEST(Calendar, TheSameDayOfAnEarlierYear) {
    EXPECT_EQ(years_before(18321, 1), 17956);  // 29 February 2020 -> 1 March 2019
    EXPECT_EQ(weekday(sunday), 0);
    EXPECT_EQ(same_week_before(sunday, 1), 17902);      // 5 January 2019 is a Saturday: the Sunday after it
    EXPECT_EQ(same_week_before(sunday + 3, 1), 17905);  // 8 January 2019 is a Tuesday: the Wednesday of its week
    EXPECT_EQ(month_after(18262, -1, 1), 18231);        // 1 December 2019
    EXPECT_FALSE(month_after(18262, 1, 30).has_value());
    EXPECT_FALSE(years_before(sunday, 200).has_value());
}

TEST(Counts, QuantilesAndTailsOfTheSmallestAndLargestMeans) {
    EXPECT_EQ(count_upper_quantile(0.05, 3, 1), 6);
    EXPECT_EQ(count_upper_quantile(0.05, 0, 1), 0);
    EXPECT_EQ(count_upper_quantile(0.05, 1e-10, 1), 0);
    EXPECT_NEAR(count_upper_quantile(0.05, 4e9, 2), 4e9 + 1.6448536 * std::sqrt(8e9), 1);
    EXPECT_NEAR(count_upper_tail(7, 3, 1), 0.03350854, 1e-8);
    EXPECT_EQ(count_upper_tail(0, 3, 1), 1);
    EXPECT_EQ(count_upper_tail(1, 0, 1), 0);
    EXPECT_NEAR(count_upper_tail(4e9, 4e9, 1), 0.5, 1e-4);
    for (double const mean : {0.3, 5.0, 200.0})
        for (double const phi : {1.0, 1.5, 20.0}) {
            auto const x = count_upper_quantile(0.01, mean, phi);
            EXPECT_LE(count_upper_tail(x + 1, mean, phi), 0.01);
            EXPECT_TRUE(x == 0 || count_upper_tail(x, mean, phi) > 0.01);
        }
}

TEST(FarringtonFlexible, AnOutbreakIsSeenAndIsNoBaselineForTheNextYear) {
    auto const series = weekly(400, [](std::size_t t) { return t == 390 || t == 338 ? 120 : wave(t); });
    FlexibleControl control;
    control.years = 4;
    auto const verdicts = judged(series, control);
    for (auto const& verdict : verdicts) {
        if (verdict.t != 390) continue;
        EXPECT_EQ(verdict.alarm, Alarm::yes);
        EXPECT_LT(verdict.upperbound, 60);  // the outbreak of the year before does not raise it
        EXPECT_LT(verdict.p_value, 1e-6);
    }
    expect_no_silent_gap(verdicts);
}

TEST(FarringtonFlexible, ACountOfAsManyAsBeforeIsNoAlarm) {
    for (double const count : {0.0, 1.0, 7.0, 2147483646.0}) {
        auto const verdicts = judged(weekly(320, [&](std::size_t) { return count; }));
        ASSERT_FALSE(verdicts.empty());
        for (auto const& verdict : verdicts) {
            EXPECT_EQ(verdict.outcome, FarringtonOutcome::judged) << count;
            EXPECT_EQ(verdict.alarm, Alarm::no) << count;
        }
        expect_no_silent_gap(verdicts);
    }
}

TEST(FarringtonFlexible, OneCaseAfterYearsOfNone) {
    auto const series = weekly(320, [](std::size_t t) { return t == 319 ? 1 : 0; });
    EXPECT_EQ(judged(series).back().alarm, Alarm::no);  // fewer than five in four weeks
    FlexibleControl control;
    control.cases_min = 0;
    control.threshold = ThresholdMethod::nb_plugin;
    auto const last = judged(series, control).back();
    EXPECT_EQ(last.alarm, Alarm::yes);
    EXPECT_EQ(last.upperbound, 0);
}

TEST(FarringtonFlexible, GapsAreLeftOutAndTooLittleIsSaid) {
    auto const gaps = weekly(400, [](std::size_t t) { return t > 100 && t < 230 ? missing : wave(t); });
    expect_no_silent_gap(judged(gaps));
    auto const nothing = weekly(400, [](std::size_t t) { return t < 395 ? missing : wave(t); });
    for (auto const& verdict : judged(nothing)) EXPECT_EQ(verdict.outcome, FarringtonOutcome::too_few);
    auto const now_missing = weekly(320, [](std::size_t t) { return t == 319 ? missing : wave(t); });
    auto const last = judged(now_missing).back();
    EXPECT_EQ(last.alarm, Alarm::unknown);
    EXPECT_EQ(last.outcome, FarringtonOutcome::judged);
    EXPECT_TRUE(judged(weekly(1, [](std::size_t) { return 4; })).empty());
}

TEST(FarringtonFlexible, ATimeThatIsNotInTheSeriesIsSaid) {
    auto series = weekly(320, wave);
    for (std::size_t t = 0; t < series.size(); ++t) series.epoch.push_back(sunday + 7 * int(t) + (t > 200 ? 1 : 0));
    auto const verdicts = farrington_flexible(series, all_from(300, 320), {}, Mode::correct);
    for (auto const& verdict : verdicts) EXPECT_EQ(verdict.outcome, FarringtonOutcome::no_baseline);
}

TEST(FarringtonFlexible, WhatIsExpectedGrowsWithThePopulation) {
    auto series = weekly(320, [](std::size_t) { return 30; });
    series.population.assign(320, 1000);
    series.population.back() = 2000;
    FlexibleControl control;
    control.population_offset = true;
    control.trend = false;
    EXPECT_NEAR(judged(series, control).back().expected, 60, 1e-6);
}

TEST(FarringtonFlexible, TheCorrectModeTakesTheCountsScaleForItsScore) {
    auto const series = weekly(400, wave);
    FlexibleControl control;
    control.threshold = ThresholdMethod::nb_plugin;
    auto const correct = judged(series, control), compatible = judged(series, control, Mode::r_compat);
    for (std::size_t i = 0; i < correct.size(); ++i) {
        auto const& verdict = correct[i];
        auto const y = series.observed[verdict.t];
        EXPECT_NEAR(verdict.score, (y - verdict.expected) / (verdict.upperbound - verdict.expected), 1e-9);
        EXPECT_NE(verdict.score, compatible[i].score);
    }
}

TEST(Farrington, AnOutbreakIsSeenAndTooFewCasesAreNot) {
    auto const series = weekly(400, [](std::size_t t) { return t == 390 ? 120 : wave(t); });
    FarringtonControl control;
    auto const points = all_from(farrington_first(series, control), 400);
    EXPECT_EQ(farrington(series, points, control, Mode::correct).at(390 - points.front()).alarm, Alarm::yes);
    auto const few = weekly(320, [](std::size_t t) { return t == 319 ? 4 : 0; });
    auto const last = std::vector<std::size_t>{319};
    EXPECT_EQ(farrington(few, last, control, Mode::correct)[0].alarm, Alarm::no);
    EXPECT_TRUE(is_missing(farrington(few, last, control, Mode::correct)[0].upperbound));
    EXPECT_EQ(farrington(few, last, control, Mode::r_compat)[0].upperbound, 0);
}

TEST(Farrington, NoBaselineIsSaid) {
    auto const nothing = weekly(320, [](std::size_t t) { return t < 300 ? missing : 5; });
    auto const last = std::vector<std::size_t>{319};
    auto const verdict = farrington(nothing, last, {}, Mode::correct)[0];
    EXPECT_EQ(verdict.outcome, FarringtonOutcome::too_few);
    EXPECT_EQ(verdict.alarm, Alarm::unknown);
}

}  // namespace
}  // namespace fx::surveillance
