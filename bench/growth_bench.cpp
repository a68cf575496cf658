// How fast an epidemic grows, of 60 made-up series of 200 days (1 to 1,000 cases a day, waves, seeded). bench/growth.sh runs
// R's EpiEstim beside it. FX_BENCH_SERIES=file.csv writes the series there, one a column.

#include "engines/modelling/growth_rate.hpp"
#include "engines/modelling/projection.hpp"
#include "engines/modelling/serial_interval.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace {

using namespace fx::modelling;

constexpr std::size_t days = 200, series_count = 60;

std::vector<std::vector<double>> const& daily_series() {
    static auto const made = [] {
        std::mt19937_64 random(20200123);
        std::vector<std::vector<double>> all;
        for (std::size_t i = 0; i < series_count; ++i) {
            double const level = std::pow(10, double(i) / 20);
            auto& counts = all.emplace_back();
            for (std::size_t t = 0; t < days; ++t)
                counts.push_back(
                    double(std::poisson_distribution<long>(level * std::exp(std::sin(double(t) / 25)))(random)));
        }
        return all;
    }();
    return made;
}

void write_daily_series() {
    auto const* path = std::getenv("FX_BENCH_SERIES");
    if (path == nullptr) return;
    auto* file = std::fopen(path, "w");
    if (file == nullptr) std::abort();
    for (std::size_t t = 0; t < days; ++t)
        for (std::size_t i = 0; i < series_count; ++i)
            std::fprintf(file, "%.0f%c", daily_series()[i][t], i + 1 == series_count ? '\n' : ',');
    std::fclose(file);
}

template <class Judge>
void each(benchmark::State& state, Judge judge) {
    std::size_t i = 0;
    for (auto _ : state) benchmark::DoNotOptimize(judge(daily_series()[i++ % series_count]));
}

void estimate_r(benchmark::State& state) {
    each(state, [](auto const& cases) {
        return estimate_reproduction(incidence_of(cases, {}), discretised_serial_interval(7.5, 3.4, days),
                                     sliding_windows(days, 7), {});
    });
}
void cohort(benchmark::State& state) {
    each(state, [](auto const& cases) {
        return wallinga_teunis(cases, discretised_serial_interval(7.5, 3.4, days), sliding_windows(days, 7));
    });
}
void growth(benchmark::State& state) {
    each(state, [](auto const& cases) { return growth_rates(cases, sliding_windows(days, 14)); });
}
void forecast(benchmark::State& state) {
    each(state, [](auto const& cases) {
        return project(cases, discretised_serial_interval(7.5, 3.4, days + 14), 14, {50, 0.02, 10, 0.9, 0.05, 10'000, 1});
    });
}

BENCHMARK(estimate_r)->Unit(benchmark::kMicrosecond);
BENCHMARK(cohort)->Unit(benchmark::kMicrosecond);
BENCHMARK(growth)->Unit(benchmark::kMicrosecond);
BENCHMARK(forecast)->Unit(benchmark::kMicrosecond);

}  // namespace

int main(int argc, char** argv) {
    write_daily_series();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
