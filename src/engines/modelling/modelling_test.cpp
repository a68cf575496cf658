#include "engines/modelling/gamma_quantile.hpp"
#include "engines/modelling/growth_rate.hpp"
#include "engines/modelling/projection.hpp"
#include "engines/modelling/serial_interval.hpp"

#include "engines/surveillance/series.hpp"

#include <gtest/gtest.h>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <numeric>

namespace fx::modelling {
namespace {

using surveillance::is_missing;
using surveillance::missing;

std::vector<double> const week_interval = discretised_serial_interval(7.5, 3.4, 60);
std::vector<double> growing(std::size_t days, double factor) {
    std::vector<double> cases;
    for (std::size_t t = 0; t < days; ++t) cases.push_back(std::round(100 * std::pow(factor, double(t))));
    return cases;
}

TEST(SerialInterval, HasTheMomentsItIsAskedFor) {
    EXPECT_NEAR(std::accumulate(week_interval.begin(), week_interval.end(), 0.0), 1, 1e-9);
    EXPECT_NEAR(interval_moments(week_interval).mean, 7.5, 1e-6);
    EXPECT_NEAR(interval_moments(week_interval).sd, 3.4, 0.03);  // a day's width adds a twelfth of a day squared
    EXPECT_EQ(week_interval[0], 0);
    EXPECT_TRUE(discretised_serial_interval(7.5, 3.4, 0).empty());
}

TEST(GammaQuantiles, AreExactForSmallAndLargeShapes) {
    GammaQuantiles quantiles(quantile_levels);
    for (double const shape : {0.04, 0.7, 1.0, 3.0, 25.0, 49.9, 50.0, 51.0, 400.0, 1e5, 1e9}) {
        auto const own = quantiles.of(shape);
        for (std::size_t i = 0; i < own.size(); ++i)
            EXPECT_NEAR(own[i], boost::math::gamma_p_inv(shape, quantile_levels[i]), 1e-9 * shape) << shape;
    }
}

TEST(Reproduction, AnEpidemicThatGrowsInfectsMoreThanOneEach) {
    auto const windows = sliding_windows(60, 7);
    ASSERT_EQ(windows.size(), 53u);
    auto const rising = estimate_reproduction(incidence_of(growing(60, 1.08), {}), week_interval, windows, {});
    auto const falling = estimate_reproduction(incidence_of(growing(60, 0.95), {}), week_interval, windows, {});
    EXPECT_GT(rising.back().quantiles.front(), 1.5);
    EXPECT_LT(falling.back().quantiles.back(), 1);
    EXPECT_TRUE(is_missing(rising.front().quantiles[3]) == (windows.front().last + 1 <= 7));
    // Euler and Lotka: R = 1 / sum of w_k exp(-r k) for exponential growth.
    double lotka = 0;
    for (std::size_t k = 1; k < week_interval.size(); ++k) lotka += week_interval[k] * std::pow(1.08, -double(k));
    EXPECT_NEAR(rising.back().mean, 1 / lotka, 0.01);
}

TEST(Reproduction, ImportedCasesInfectButWereNotInfectedHere) {
    std::vector<double> const local(40, 5), imported(40, 5);
    auto const windows = sliding_windows(40, 7);
    auto const mixed = estimate_reproduction(incidence_of(local, imported), week_interval, windows, {});
    EXPECT_NEAR(mixed.back().mean, 0.5, 0.05);
}

TEST(Reproduction, NoCaseOneCaseAndGapsGiveThePriorOrLess) {
    auto const windows = sliding_windows(40, 7);
    auto const none = estimate_reproduction(incidence_of(std::vector<double>(40, 0), {}), week_interval, windows, {});
    EXPECT_NEAR(none.back().mean, 5, 1e-9);  // nothing is known but the prior
    EXPECT_TRUE(none.back().few_cases);
    std::vector<double> cases(40, missing);
    cases[3] = 1;
    for (auto const& estimate : estimate_reproduction(incidence_of(cases, {}), week_interval, windows, {}))
        EXPECT_EQ(std::isfinite(estimate.mean), estimate.window.last + 1 > 7);
    EXPECT_TRUE(sliding_windows(7, 7).empty());
    std::vector<double> const huge(40, 2147483646);
    EXPECT_NEAR(estimate_reproduction(incidence_of(huge, {}), week_interval, windows, {}).back().mean, 1, 1e-5);
}

TEST(WallingaTeunis, EachCaseIsInfectedOnce) {
    auto const cases = growing(80, 1.02);
    std::vector<DayWindow> days;
    for (std::size_t t = 0; t < cases.size(); ++t) days.push_back({t, t});
    double infected = 0, all = 0;
    auto const means = wallinga_teunis(cases, week_interval, days);
    for (auto const& one : means) infected += cases[one.window.first] * one.mean;
    for (std::size_t t = 1; t < cases.size(); ++t) all += cases[t];
    EXPECT_NEAR(infected, all, 1e-6 * all);
    EXPECT_TRUE(means.back().incomplete);
    EXPECT_FALSE(means.front().incomplete);
    EXPECT_TRUE(wallinga_teunis(std::vector<double>(10, 0), week_interval, sliding_windows(10, 7)).empty());
}

TEST(GrowthRate, DoublesInTheDaysItDoublesIn) {
    std::vector<double> cases;
    for (int t = 0; t < 30; ++t) cases.push_back(std::round(10 * std::pow(2, t / 5.0)));
    auto const rates = growth_rates(cases, sliding_windows(30, 14));
    EXPECT_NEAR(rates.back().doubling, 5, 0.05);
    EXPECT_LT(rates.back().doubling_low, rates.back().doubling);
    EXPECT_GT(rates.back().doubling_high, rates.back().doubling);
}

TEST(GrowthRate, WhatCannotBeToldIsMissing) {
    auto const flat = growth_rates(std::vector<double>(20, 4), sliding_windows(20, 14)).back();
    EXPECT_NEAR(flat.rate, 0, 1e-12);
    EXPECT_LT(flat.low, 0);
    EXPECT_TRUE(is_missing(flat.doubling_low));
    EXPECT_TRUE(is_missing(growth_rates(std::vector<double>(20, 0), sliding_windows(20, 14)).back().rate));
    std::vector<double> two(20, missing);
    two[18] = two[19] = 3;
    EXPECT_TRUE(is_missing(growth_rates(two, sliding_windows(20, 14)).back().rate));
}

TEST(Projection, TheMeanOfThePathsIsTheRenewalMean) {
    auto const cases = growing(40, 1.01);
    auto const mean = project_mean(cases, week_interval, 1.2, 14);
    ProjectionRules rules;
    rules.shape = 1e8, rules.scale = 1.2e-8, rules.paths = 4000;
    auto const days = project(cases, week_interval, 14, rules);
    ASSERT_EQ(days.size(), 14u);
    for (std::size_t day = 0; day < 14; ++day) {
        EXPECT_NEAR(days[day].mean, mean[day], 0.02 * mean[day]);
        EXPECT_LT(days[day].quantiles.front(), days[day].quantiles.back());
    }
    EXPECT_EQ(project(cases, week_interval, 14, rules)[13].mean, days[13].mean);
    rules.size = 3;
    EXPECT_GT(project(cases, week_interval, 14, rules)[0].quantiles.back(), days[0].quantiles.back());
}

TEST(Projection, NothingComesOfNothingAndNothingOverflows) {
    ProjectionRules rules;
    rules.shape = 100, rules.scale = 1, rules.paths = 100;
    EXPECT_EQ(project(std::vector<double>(30, 0), week_interval, 7, rules)[6].quantiles.back(), 0);
    for (auto const& day : project(std::vector<double>(30, 1e9), week_interval, 60, rules))
        EXPECT_TRUE(std::isfinite(day.mean));
}

}  // namespace
}  // namespace fx::modelling
