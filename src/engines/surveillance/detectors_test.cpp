#include "engines/surveillance/cidars.hpp"
#include "engines/surveillance/cusum.hpp"
#include "engines/surveillance/ears.hpp"
#include "engines/surveillance/glr.hpp"
#include "engines/surveillance/moments.hpp"
#include "engines/surveillance/negative_binomial.hpp"
#include "engines/surveillance/normal.hpp"
#include "engines/surveillance/poisson_fit.hpp"
#include "engines/surveillance/same_season.hpp"

#include "base/time.hpp"

#include <gtest/gtest.h>
#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <numeric>

namespace fx::surveillance {
namespace {

constexpr double near_2_31 = 2147483647;

Series daily_from(CivilDate start, std::size_t days, double count) {
    Series series;
    series.frequency = 365;
    series.observed.assign(days, count);
    for (std::size_t i = 0; i < days; ++i) series.epoch.push_back(date_of(start)->days + std::int32_t(i));
    return series;
}

TEST(Moments, KeepTheirDigitsNear2To31) {
    std::vector<double> const counts{near_2_31, near_2_31 - 1, near_2_31 - 2};
    EXPECT_EQ(moments(counts).mean, near_2_31 - 1);
    EXPECT_EQ(moments(counts).sd, 1);
    EXPECT_TRUE(is_missing(moments(std::vector{3.0}).sd));
}

TEST(Quantiles, AreThoseOfTheTables) {
    EXPECT_NEAR(normal_upper_quantile(0.025), 1.959963984540054, 1e-14);
    EXPECT_NEAR(normal_upper_quantile(0.001), 3.090232306167813, 1e-14);
    // size 1 is geometric: P(X <= x) = 1 - 0.5^(x + 1)
    EXPECT_EQ(negative_binomial_quantile(0.5, 1, 0.5), 0);
    EXPECT_EQ(negative_binomial_quantile(0.75, 1, 0.5), 1);
    EXPECT_EQ(negative_binomial_quantile(0.7500001, 1, 0.5), 2);
}

TEST(Quantiles, OfMeansNear2To31AreFoundAndRise) {
    double before = 0;
    for (double const p : {0.01, 0.5, 0.95, 0.999}) {
        double const x = negative_binomial_quantile(p, 6 * near_2_31 + 0.5, 6.0 / 7);
        EXPECT_GT(x, before);
        before = x;
    }
    EXPECT_NEAR(negative_binomial_quantile(0.5, 6 * near_2_31 + 0.5, 6.0 / 7), near_2_31, 10);
}

/// Near and far from where the search starts, down to one success in a million.
TEST(Quantiles, AreTheSmallestThatReachTheProbability) {
    auto const below_or_at = [](double x, double size, double success) { return boost::math::ibeta(size, x + 1, success); };
    for (double const p : {1e-9, 0.05, 0.5, 0.95, 0.999, 1 - 1e-9, 1 - 1e-13})
        for (double const size : {0.01, 0.5, 1.0, 7.5, 600.5, 1e6})
            for (double const success : {1e-6, 0.1, 0.5, 6.0 / 7, 1 - 1e-6}) {
                double const x = negative_binomial_quantile(p, size, success);
                EXPECT_GE(below_or_at(x, size, success), p * (1 - 1e-12)) << p << " " << size << " " << success;
                EXPECT_TRUE(x == 0 || below_or_at(x - 1, size, success) < p) << p << " " << size << " " << success;
            }
}

TEST(Ears, AnOutbreakAlarmsAndTheWeekBeforeDoesNot) {
    std::vector<double> const counts{2, 3, 2, 4, 3, 2, 3, 3, 12};
    auto const verdicts = ears(counts, {}, Mode::correct);
    ASSERT_EQ(verdicts.size(), 2u);
    EXPECT_EQ(verdicts[0].alarm, Alarm::no);
    EXPECT_EQ(verdicts[1].alarm, Alarm::yes);
    EXPECT_EQ(verdicts[1].t, 8u);
}

TEST(Ears, AShortSeriesHasNoVerdict) {
    EXPECT_TRUE(ears(std::vector<double>{}, {}, Mode::correct).empty());
    EXPECT_TRUE(ears(std::vector<double>{5}, {}, Mode::correct).empty());
    EXPECT_TRUE(ears(std::vector<double>(7, 5), {}, Mode::correct).empty());
}

TEST(Ears, AllZeroAndConstantSeriesAlarmNeverAndC3SaysNothing) {
    for (double const level : {0.0, 7.0}) {
        std::vector<double> const counts(30, level);
        for (auto const& verdict : ears(counts, {}, Mode::correct)) EXPECT_EQ(verdict.alarm, Alarm::no);
        for (auto const& verdict : ears(counts, {EarsMethod::c3, 7, 0, 0.025}, Mode::correct))
            EXPECT_EQ(verdict.alarm, Alarm::unknown);
        for (auto const& verdict : ears(counts, {EarsMethod::c3, 7, 0.5, 0.025}, Mode::correct))
            EXPECT_EQ(verdict.alarm, Alarm::no);
    }
}

TEST(Ears, AMissingCountMakesItsOwnWindowsUnknownAndNoOthers) {
    std::vector<double> counts{2, 3, 2, 4, 3, 2, 3, 3, 2, 3, 2, 4, 3, 2, 3, 3, 2, 3};
    counts[8] = missing;
    for (auto const& verdict : ears(counts, {}, Mode::correct))
        EXPECT_EQ(verdict.alarm == Alarm::unknown, verdict.t >= 8 && verdict.t <= 15) << verdict.t;
}

TEST(Ears, C3OfRDoesNotLookAtTodayAndTheCorrectOneDoes) {
    std::vector<double> counts{2, 3, 2, 4, 3, 2, 3, 3, 2, 3, 2, 40};
    EarsControl const control{EarsMethod::c3, 7, 0.5, 0.025};
    EXPECT_EQ(ears(counts, control, Mode::r_compat).back().alarm, Alarm::no);
    EXPECT_EQ(ears(counts, control, Mode::correct).back().alarm, Alarm::yes);
}

TEST(Ears, CountsNear2To31StayFinite) {
    std::vector<double> counts(20, near_2_31);
    counts[3] = near_2_31 - 5;
    for (auto const method : {EarsMethod::c1, EarsMethod::c2, EarsMethod::c3})
        for (auto const& verdict : ears(counts, {method, 7, 0.5, 0.001}, Mode::correct)) {
            EXPECT_TRUE(std::isfinite(verdict.upperbound));
            EXPECT_EQ(verdict.alarm, Alarm::no);
        }
}

TEST(Cusum, SmallRisesAddUpAndAResetStartsAgain) {
    std::vector<double> const counts(8, 7), mean(8, 4);
    CusumControl control{.transform = CusumTransform::standard};
    auto const plain = cusum(counts, mean, control, Mode::correct);
    EXPECT_EQ(plain[0].alarm, Alarm::no);
    EXPECT_EQ(plain.back().alarm, Alarm::yes);
    EXPECT_NEAR(plain[1].cusum, 2 * (1.5 - 1.04), 1e-12);
    control.reset = true;
    auto const reset = cusum(counts, mean, control, Mode::correct);
    auto const alarms = [](auto const& verdicts) { return std::ranges::count(verdicts, Alarm::yes, &CusumVerdict::alarm); };
    EXPECT_LT(alarms(reset), alarms(plain));
    EXPECT_GE(alarms(reset), 1);
}

/// The count at the bound brings the sum to h; in `standard` it is rounded up.
TEST(Cusum, ACountAtTheUpperboundReachesTheLimit) {
    for (auto const transform : {CusumTransform::rossi, CusumTransform::anscombe, CusumTransform::negative_binomial}) {
        CusumControl const control{.transform = transform};
        double const bound = cusum(std::vector{3.0}, std::vector{4.0}, control, Mode::correct)[0].upperbound;
        EXPECT_NEAR(cusum(std::vector{bound}, std::vector{4.0}, control, Mode::correct)[0].cusum, control.h, 1e-9);
    }
}

TEST(Cusum, AMissingCountIsPassedOverAndInRForEver) {
    std::vector<double> counts(6, 9);
    counts[2] = missing;
    std::vector<double> const mean(6, 4);
    EXPECT_EQ(cusum(counts, mean, {}, Mode::correct)[2].alarm, Alarm::unknown);
    EXPECT_EQ(cusum(counts, mean, {}, Mode::correct)[5].alarm, Alarm::yes);
    EXPECT_EQ(cusum(counts, mean, {}, Mode::r_compat)[5].alarm, Alarm::unknown);
}

TEST(Cusum, AMeanOfZeroSaysNothing) {
    for (auto const& verdict : cusum(std::vector<double>(4, 1), std::vector<double>(4, 0), {}, Mode::correct)) {
        EXPECT_EQ(verdict.alarm, Alarm::unknown);
        EXPECT_TRUE(is_missing(verdict.cusum));
    }
}

TEST(PoissonFit, OfAMeanAloneIsTheMeanWhateverIsMissing) {
    std::vector<double> const counts{1, 2, missing, 6}, ones(4, 1);
    auto const fit = poisson_fit(counts, ones, 1);
    ASSERT_TRUE(fit && fit->converged);
    EXPECT_NEAR(std::exp(fit->coefficients[0]), 3, 1e-8);
}

TEST(PoissonFit, FindsTheCourseItWasMadeFrom) {
    std::vector<double> counts;
    for (int t = 0; t < 208; ++t)
        counts.push_back(std::exp(5 + std::cos(2 * M_PI * t / 52) - 0.5 * std::sin(2 * M_PI * t / 52)));
    auto const seasonal = seasonal_mean(counts, 156, 52);
    ASSERT_TRUE(seasonal && seasonal->converged);
    for (std::size_t t = 0; t < counts.size(); ++t) EXPECT_NEAR(seasonal->mean[t], counts[t], 1e-6 * counts[t]);
}

TEST(PoissonFit, RefusesTooFewCountsAndDependentCovariates) {
    EXPECT_FALSE(poisson_fit(std::vector{1.0, missing}, std::vector{1.0, 0.0, 1.0, 1.0}, 2));
    EXPECT_FALSE(poisson_fit(std::vector{1.0, 2.0, 3.0}, std::vector{1.0, 2.0, 1.0, 2.0, 1.0, 2.0}, 2));
    EXPECT_FALSE(seasonal_mean(std::vector<double>(60, missing), 52, 52));
}

TEST(SameSeason, TheTableHoldsUpToTwentyAndTheFormulaAbove) {
    std::vector<double> counts(7, 20);
    EXPECT_EQ(rki(counts, {}, Mode::correct)[0].upperbound, 30.017);
    std::fill(counts.begin(), counts.end(), 21);
    EXPECT_EQ(rki(counts, {}, Mode::correct)[0].upperbound, 21);
    counts.back() = 22;
    EXPECT_EQ(rki(counts, {}, Mode::correct)[0].alarm, Alarm::yes);
}

TEST(SameSeason, BaselinesBeginWhereTheyAreWhole) {
    EXPECT_EQ(same_season_first({}), 6u);
    EXPECT_EQ(same_season_first({1, 6, true, 52}), 58u);
    EXPECT_EQ(same_season_first({2, 4, false, 52}), 108u);
    EXPECT_TRUE(rki(std::vector<double>(6, 1), {}, Mode::correct).empty());
}

TEST(SameSeason, OnlyTheSameSeasonCounts) {
    std::vector<double> counts(120, 5);
    for (std::size_t t = 104; t < 118; ++t) counts[t] = 500;  // this year is left out by the third kind
    auto const verdicts = bayes(counts, {2, 4, false, 52}, 0.05);
    EXPECT_EQ(verdicts.back().expected, (18 * 5 + 0.5) / 18);
    EXPECT_EQ(verdicts[2].alarm, Alarm::yes);
}

TEST(SameSeason, MissingCounts) {
    std::vector<double> counts(8, 4);
    counts[3] = missing;
    EXPECT_EQ(rki(counts, {}, Mode::r_compat)[0].alarm, Alarm::unknown);
    EXPECT_EQ(rki(counts, {}, Mode::correct)[0].alarm, Alarm::no);
    EXPECT_EQ(bayes(counts, {}, 0.05)[0].expected, 20.5 / 5);
    std::fill(counts.begin(), counts.end(), missing);
    EXPECT_EQ(bayes(counts, {}, 0.05)[0].alarm, Alarm::unknown);
    EXPECT_EQ(rki(counts, {}, Mode::correct)[0].alarm, Alarm::unknown);
}

TEST(SameSeason, AllZeroCountsGiveAFiniteLimit) {
    std::vector<double> const counts(10, 0);
    EXPECT_EQ(rki(counts, {}, Mode::correct)[0].upperbound, 3.285);
    EXPECT_EQ(bayes(counts, {}, 0.05)[0].upperbound, 1);  // P(0) = (6/7)^0.5 = 0.926, P(0 or 1) = 0.992
}

TEST(Glr, ARiseAlarmsAndTheChartForgetsIt) {
    std::vector<double> counts(10, 4);
    counts[6] = 30;
    std::vector<double> const mean(10, 4);
    for (double const overdispersion : {0.0, 0.2}) {
        GlrControl const control{.overdispersion = overdispersion, .kappa = {}, .window = 20};
        auto const verdicts = glr(counts, mean, control, Mode::correct);
        EXPECT_EQ(verdicts[6].alarm, Alarm::yes);
        EXPECT_EQ(std::ranges::count(verdicts, Alarm::yes, &GlrVerdict::alarm), 1);
        EXPECT_EQ(verdicts[7].value, 0);
    }
}

/// A count a hundred times its mean: Newton's method without bounds loses it.
TEST(Glr, TheCorrectChartSeesWhatThatOfRLoses) {
    GlrControl const control{.overdispersion = 0.2, .kappa = {}, .window = 20};
    std::vector<double> const counts{19}, mean{0.18};
    EXPECT_EQ(glr(counts, mean, control, Mode::r_compat)[0].value, 0);
    EXPECT_GT(glr(counts, mean, control, Mode::correct)[0].value, 50);
}

TEST(Glr, MissingCountsAddNothingAndLargeOnesStayFinite) {
    std::vector<double> const counts{4, missing, 4, near_2_31}, mean(4, 4);
    for (std::optional<double> const kappa : {std::optional<double>(), std::optional(0.7)})
        for (double const overdispersion : {0.0, 0.2}) {
            auto const verdicts =
                glr(counts, mean, {.overdispersion = overdispersion, .kappa = kappa, .window = 5}, Mode::correct);
            EXPECT_EQ(verdicts[1].alarm, Alarm::unknown);
            EXPECT_TRUE(std::isfinite(verdicts[3].value));
            EXPECT_EQ(verdicts[3].alarm, Alarm::yes);
        }
}

TEST(Cidars, PercentilesAreThoseOfExcel) {
    std::vector<double> const counts{1, 2, 3, 4};
    EXPECT_EQ(percentile(counts, 0), 1);
    EXPECT_EQ(percentile(counts, 1), 4);
    EXPECT_DOUBLE_EQ(percentile(counts, 0.75), 3.25);
    EXPECT_EQ(percentile(std::vector{9.0}, 0.8), 9);
}

TEST(Cidars, AWeekBeyondTheSameWeeksOfYearsBefore) {
    Series series;
    series.observed.assign(52 * 5 + 10, 3);
    series.observed.back() = 4;
    auto const verdicts = cidars(series, {});
    EXPECT_EQ(verdicts.front().t, 262u);
    EXPECT_EQ(verdicts.back().alarm, Alarm::yes);
    EXPECT_EQ(verdicts.back().below, 1);
    EXPECT_EQ(verdicts.front().alarm, Alarm::no);
    CidarsControl equal;
    equal.inclusive = true;
    EXPECT_EQ(cidars(series, equal).front().alarm, Alarm::yes);
    CidarsControl many;
    many.cases_min = 5;
    EXPECT_EQ(cidars(series, many).back().alarm, Alarm::no);
}

TEST(Cidars, LeapDaysAndTheFirstYearsThereAre) {
    auto const series = daily_from({2011, 1, 1}, 365 * 6, 2);
    for (auto const& verdict : cidars(series, {})) {
        EXPECT_EQ(verdict.current, 14);
        EXPECT_EQ(verdict.mean, 14);
    }
    CidarsControl one_year;
    one_year.years = 1;
    EXPECT_FALSE(cidars(series, one_year).empty());
    EXPECT_TRUE(cidars(daily_from({1900, 1, 1}, 300, 2), {}).empty());
}

TEST(Cidars, MissingBlocksAreLeftOut) {
    Series series;
    series.observed.assign(200, missing);
    CidarsControl control;
    control.years = 3;
    for (auto const& verdict : cidars(series, control)) EXPECT_EQ(verdict.alarm, Alarm::unknown);
    series.observed[199] = 5;
    series.observed[199 - 52] = 4;
    auto const last = cidars(series, control).back();
    EXPECT_EQ(last.alarm, Alarm::yes);
    EXPECT_EQ(last.mean, 4);
}

TEST(FixedThreshold, OneCaseIsAnAlarmAndAMissingCountIsNone) {
    auto const verdicts = fixed_threshold(std::vector{0.0, 1.0, missing}, 1);
    EXPECT_EQ(verdicts[0].alarm, Alarm::no);
    EXPECT_EQ(verdicts[1].alarm, Alarm::yes);
    EXPECT_EQ(verdicts[2].alarm, Alarm::unknown);
}

}  // namespace
}  // namespace fx::surveillance
