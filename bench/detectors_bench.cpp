// The detectors over 60 made-up weekly series of ten years (520 weeks, season and outbreaks, seeded), and over as many as
// there are counties (2,844). bench/detectors.sh runs R's surveillance beside it. FX_BENCH_SERIES=file.csv writes the 60
// series there, one a column, so that the peer judges the same counts.

#include "engines/surveillance/cidars.hpp"
#include "engines/surveillance/cusum.hpp"
#include "engines/surveillance/ears.hpp"
#include "engines/surveillance/farrington.hpp"
#include "engines/surveillance/farrington_flexible.hpp"
#include "engines/surveillance/glr.hpp"
#include "engines/surveillance/poisson_fit.hpp"
#include "engines/surveillance/same_season.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <numbers>
#include <random>
#include <thread>

namespace {

using namespace fx::surveillance;

constexpr std::size_t weeks = 520, training = 104, series_count = 60, counties = 2'844;

std::vector<std::vector<double>> const& all_series() {
    static auto const made = [] {
        std::mt19937_64 random(20200123);
        std::vector<std::vector<double>> all;
        for (std::size_t i = 0; i < series_count; ++i) {
            double const level = std::pow(10, double(i) / 20);  // 1 to 1,000 cases a week
            auto& counts = all.emplace_back();
            for (std::size_t t = 0; t < weeks; ++t) {
                double const season = std::exp(0.6 * std::cos(2 * std::numbers::pi * double(t) / 52));
                double const outbreak = t % 97 < 4 ? 3 : 1;
                counts.push_back(double(std::poisson_distribution<long>(level * season * outbreak)(random)));
            }
        }
        return all;
    }();
    return made;
}

void write_series() {
    auto const* path = std::getenv("FX_BENCH_SERIES");
    if (path == nullptr) return;
    auto* file = std::fopen(path, "w");
    if (file == nullptr) std::abort();
    for (std::size_t t = 0; t < weeks; ++t)
        for (std::size_t i = 0; i < series_count; ++i)
            std::fprintf(file, "%.0f%c", all_series()[i][t], i + 1 == series_count ? '\n' : ',');
    std::fclose(file);
}

/// `judge` one series after another; reports verdicts a second.
template <class Judge>
void run(benchmark::State& state, Judge judge) {
    std::size_t i = 0, verdicts = 0;
    for (auto _ : state) verdicts += judge(all_series()[i++ % series_count]).size();
    state.counters["verdicts"] = benchmark::Counter(double(verdicts), benchmark::Counter::kIsRate);
}

void ears_c1(benchmark::State& state) {
    run(state, [](auto const& counts) { return ears(counts, {}, Mode::r_compat); });
}
void ears_c3(benchmark::State& state) {
    run(state, [](auto const& counts) { return ears(counts, {EarsMethod::c3, 7, 0.5, 0.025}, Mode::r_compat); });
}
void cusum_rossi(benchmark::State& state) {
    std::vector<double> const mean(weeks - training, 10);
    run(state, [&](auto const& counts) { return cusum(std::span(counts).subspan(training), mean, {}, Mode::r_compat); });
}
void cusum_seasonal(benchmark::State& state) {
    run(state, [](auto const& counts) {
        auto const mean = seasonal_mean(counts, training, 52)->mean;
        return cusum(std::span(counts).subspan(training), std::span(mean).subspan(training), {}, Mode::r_compat);
    });
}
void rki3(benchmark::State& state) {
    run(state, [](auto const& counts) { return rki(counts, {2, 4, false, 52}, Mode::r_compat); });
}
void bayes3(benchmark::State& state) {
    run(state, [](auto const& counts) { return bayes(counts, {2, 4, false, 52}, 0.05); });
}
void moving_percentile(benchmark::State& state) {
    Series series;
    run(state, [&](auto const& counts) {
        series.observed = counts;
        return cidars(series, {});
    });
}
void glr_poisson(benchmark::State& state) {
    std::vector<double> const mean(weeks - training, 10);
    run(state, [&](auto const& counts) {
        return glr(std::span(counts).subspan(training), mean, {.overdispersion = 0, .kappa = {}, .window = 20},
                   Mode::r_compat);
    });
}
void glr_negative_binomial(benchmark::State& state) {
    std::vector<double> const mean(weeks - training, 10);
    run(state, [&](auto const& counts) {
        return glr(std::span(counts).subspan(training), mean, {.overdispersion = 0.2, .kappa = {}, .window = 20},
                   Mode::r_compat);
    });
}

constexpr std::size_t last_points = 20;

/// The last weeks or days of each series; `counts` of a daily one are the weeks' read as days, four times over.
template <class Judge>
void run_last(benchmark::State& state, int frequency, Judge judge) {
    std::vector<Series> all;
    for (auto const& counts : all_series()) {
        auto& series = all.emplace_back();
        series.frequency = frequency;
        for (int again = 0; again < (frequency == 365 ? 4 : 1); ++again)
            series.observed.insert(series.observed.end(), counts.begin(), counts.end());
    }
    std::vector<std::size_t> points;
    for (auto t = all[0].size() - last_points; t < all[0].size(); ++t) points.push_back(t);
    std::size_t i = 0, verdicts = 0;
    for (auto _ : state) verdicts += judge(all[i++ % series_count], points).size();
    state.counters["verdicts"] = benchmark::Counter(double(verdicts), benchmark::Counter::kIsRate);
}

FlexibleControl noufaily(int past) {
    FlexibleControl control;
    control.periods = 10;
    control.past_left_out = past;
    control.trend_p = 1;
    control.threshold = ThresholdMethod::nb_plugin;
    return control;
}
void flexible_default(benchmark::State& state) {
    run_last(state, 52, [](Series const& series, auto const& points) {
        return farrington_flexible(series, points, {}, Mode::r_compat);
    });
}
void flexible_noufaily(benchmark::State& state) {
    run_last(state, 52, [](Series const& series, auto const& points) {
        return farrington_flexible(series, points, noufaily(26), Mode::r_compat);
    });
}
void flexible_noufaily_daily(benchmark::State& state) {
    run_last(state, 365, [](Series const& series, auto const& points) {
        return farrington_flexible(series, points, noufaily(182), Mode::r_compat);
    });
}
void farrington_classic(benchmark::State& state) {
    run_last(state, 52,
             [](Series const& series, auto const& points) { return farrington(series, points, {}, Mode::r_compat); });
}

/// The last time point of 40 signals in every county, five years of history, on two threads.
void country_morning(benchmark::State& state, int frequency) {
    auto const control = noufaily(frequency / 2);
    auto const length = std::size_t(frequency) * 5 + std::size_t(control.half_width) + 2;
    for (auto _ : state) {
        std::vector<std::jthread> workers;
        for (std::size_t part = 0; part < 2; ++part)
            workers.emplace_back([&, part] {
                Series series;
                series.frequency = frequency;
                std::vector<std::size_t> const last{length - 1};
                for (auto signal = part; signal < counties * 40; signal += 2) {
                    auto const& counts = all_series()[signal % series_count];
                    series.observed.resize(length);
                    for (std::size_t t = 0; t < length; ++t) series.observed[t] = counts[(t + signal / 7) % weeks];
                    benchmark::DoNotOptimize(farrington_flexible(series, last, control, Mode::correct));
                }
            });
    }
}

/// One evening's work of a country: the last week of 40 diseases in every county.
void country_last_week(benchmark::State& state) {
    for (auto _ : state) {
        std::size_t alarms = 0;
        for (std::size_t county = 0; county < counties; ++county)
            for (std::size_t disease = 0; disease < 40; ++disease) {
                auto const& counts = all_series()[(county + disease) % series_count];
                auto const verdicts = ears(std::span(counts).last(12), {EarsMethod::c3, 7, 0.5, 0.025}, Mode::correct);
                alarms += verdicts.back().alarm == Alarm::yes;
            }
        benchmark::DoNotOptimize(alarms);
    }
}

BENCHMARK(flexible_noufaily)->Unit(benchmark::kMicrosecond);
BENCHMARK(flexible_noufaily_daily)->Unit(benchmark::kMicrosecond);
BENCHMARK(flexible_default)->Unit(benchmark::kMicrosecond);
BENCHMARK(farrington_classic)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(country_morning, weekly, 52)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);
BENCHMARK_CAPTURE(country_morning, daily, 365)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);
BENCHMARK(ears_c1)->Unit(benchmark::kMicrosecond);
BENCHMARK(ears_c3)->Unit(benchmark::kMicrosecond);
BENCHMARK(cusum_rossi)->Unit(benchmark::kMicrosecond);
BENCHMARK(cusum_seasonal)->Unit(benchmark::kMicrosecond);
BENCHMARK(rki3)->Unit(benchmark::kMicrosecond);
BENCHMARK(bayes3)->Unit(benchmark::kMicrosecond);
BENCHMARK(moving_percentile)->Unit(benchmark::kMicrosecond);
BENCHMARK(glr_poisson)->Unit(benchmark::kMicrosecond);
BENCHMARK(glr_negative_binomial)->Unit(benchmark::kMicrosecond);
BENCHMARK(country_last_week)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    write_series();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
