#include "engines/modelling/nowcast.hpp"

#include "engines/surveillance/series.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

namespace fx::modelling {
namespace {

using surveillance::is_missing;
using surveillance::missing;

std::vector<double> const true_delay{0.1, 0.3, 0.3, 0.2, 0.1};

/// Rows of `level` cases on average, reported with true_delay; the last rows are cut off at today. `totals`: what comes in
/// the end.
ReportingTriangle made_triangle(std::size_t rows, double level, std::uint64_t seed, std::vector<double>& totals) {
    std::mt19937_64 random(seed);
    std::vector<double> cells;
    totals.assign(rows, 0);
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t delay = 0; delay < true_delay.size(); ++delay) {
            auto const count = double(std::poisson_distribution<int>(level * true_delay[delay])(random));
            totals[row] += count;
            cells.push_back(row + delay < rows ? count : missing);
        }
    return {std::move(cells), true_delay.size()};
}

TEST(Nowcast, FindsTheDelaysAndWhatIsStillToCome) {
    std::vector<double> totals;
    auto const triangle = made_triangle(200, 1000, 1, totals);
    auto const delay = chain_ladder_delay(triangle);
    auto const cdf = lawless_delay_cdf(triangle);
    double sum = 0;
    for (std::size_t i = 0; i < delay.size(); ++i) {
        sum += true_delay[i];
        EXPECT_NEAR(delay[i], true_delay[i], 0.005);
        EXPECT_NEAR(cdf[i], sum, 0.005);
    }
    auto const days = nowcast(triangle, {});
    EXPECT_NEAR(days.back().completeness, 0.1, 0.005);
    EXPECT_EQ(days.front().expected, totals.front());
    EXPECT_NEAR(days[198].expected, totals[198], 150);
}

TEST(Nowcast, ItsIntervalsHoldWhatComes) {
    int held = 0, all = 0;
    NowcastRules rules;
    rules.completeness_min = 0.05;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        std::vector<double> totals;
        auto const days = nowcast(made_triangle(60, 50, seed, totals), rules);
        for (std::size_t row = 56; row < 60; ++row, ++all)
            held += days[row].low <= totals[row] && totals[row] <= days[row].high;
    }
    EXPECT_GT(held, all * 90 / 100);
    EXPECT_LT(held, all);
}

TEST(Nowcast, WhatSaysTooLittleIsNotSaid) {
    std::vector<double> totals;
    auto const triangle = made_triangle(60, 50, 3, totals);
    NowcastRules rules;
    rules.completeness_min = 0.2;
    EXPECT_TRUE(is_missing(nowcast(triangle, rules).back().expected));
    EXPECT_TRUE(is_missing(nowcast(triangle, rules).back().high));
    EXPECT_FALSE(is_missing(nowcast(triangle, rules)[58].expected));
}

TEST(Nowcast, NoCaseOneRowAndOneDelay) {
    ReportingTriangle const none({0, 0, 0, 0, 0, missing}, 2);
    EXPECT_TRUE(chain_ladder_delay(none).empty());
    auto const days = nowcast(none, {});
    EXPECT_EQ(days[0].expected, 0);
    EXPECT_TRUE(is_missing(days[2].expected));
    auto const one = nowcast(ReportingTriangle({4}, 1), {});
    EXPECT_EQ(one[0].expected, 4);
    EXPECT_EQ(one[0].high, 4);
    EXPECT_TRUE(nowcast(ReportingTriangle({}, 3), {}).empty());
    auto const nothing_yet = nowcast(ReportingTriangle({3, 4, missing, missing}, 2), {});
    EXPECT_TRUE(is_missing(nothing_yet[1].expected));
}

TEST(Nowcast, LooksBackAtWhatWasKnown) {
    ReportingTriangle const triangle({1, 2, 3, 4, 5, missing, 6, missing, missing}, 3);
    auto const then = triangle.before(1);
    ASSERT_EQ(then.rows(), 2u);
    EXPECT_EQ(then.known(0), 2u);
    EXPECT_EQ(then.known(1), 1u);
    EXPECT_EQ(triangle.last(2).reported(0), 9);
    EXPECT_EQ(triangle.before(9).rows(), 0u);
}

}  // namespace
}  // namespace fx::modelling
