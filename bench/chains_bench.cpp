// Outbreaks made up by a seeded negative binomial branching process: 10,000 cases with 40,000 named infectors (four for each
// case), 1,000,000 cases with one infector each. The whole analysis and its parts.

#include "engines/transmission/clusters.hpp"
#include "engines/transmission/graph.hpp"
#include "engines/transmission/offspring.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <random>

namespace {

using namespace fx::transmission;

struct Made {
    std::vector<Case> cases;
    std::vector<Link> links;
    std::vector<std::uint32_t> keys, offspring;
    std::vector<std::int32_t> days;
};

/// `named`: infectors named for each case, the true one among them.
Made make(std::uint32_t size, int named) {
    std::mt19937_64 random(20200123);
    Made made;
    made.cases.push_back({.onset = 18'262});
    for (std::uint32_t infector = 0; made.cases.size() < size; ++infector) {
        if (infector + 1 >= made.cases.size()) made.cases.push_back({.onset = 18'262});  // a new import
        double const rate = std::gamma_distribution(0.3, 1.5 / 0.3)(random);
        for (auto left = std::poisson_distribution<int>(rate)(random); left > 0 && made.cases.size() < size; --left) {
            auto const at = std::uint32_t(made.cases.size());
            auto const interval = std::lround(std::gamma_distribution(4.0, 1.5)(random));
            made.cases.push_back({.onset = std::int32_t(made.cases[infector].onset % 20'000 + interval)});
            made.links.push_back({infector, at});
            for (int i = 1; i < named; ++i) made.links.push_back({std::uint32_t(random() % at), at});
        }
    }
    made.offspring.resize(made.cases.size());
    for (std::size_t i = 0; i < made.links.size(); i += std::size_t(named)) ++made.offspring[made.links[i].infector];
    for (auto const& one : made.cases) {
        made.keys.push_back(std::uint32_t(random() % (size / 3)));
        made.days.push_back(one.onset);
    }
    return made;
}

Made const& of(std::int64_t size) {
    static Made const small = make(10'000, 4), large = make(1'000'000, 1);
    return size == 10'000 ? small : large;
}

void graph(benchmark::State& state) {
    auto const& made = of(state.range(0));
    for (auto _ : state) {
        auto const built = build_graph(made.cases, made.links, SerialInterval{Shape::gamma, 6, 3});
        benchmark::DoNotOptimize(built.chains.size());
    }
    state.counters["links"] = double(made.links.size());
}
void offspring(benchmark::State& state) {
    auto const& made = of(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(fit_offspring(made.offspring).dispersion);
}
void clusters(benchmark::State& state) {
    auto const& made = of(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(find_clusters(made.keys, made.days, {}).size());
}

BENCHMARK(graph)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(offspring)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(clusters)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

/// The offspring of the 10,000 for the peer, one a line.
void write_offspring() {
    auto const* path = std::getenv("FX_BENCH_SERIES");
    if (path == nullptr) return;
    auto* file = std::fopen(path, "w");
    if (file == nullptr) std::abort();
    for (auto const count : of(10'000).offspring) std::fprintf(file, "%u\n", count);
    std::fclose(file);
}

}  // namespace

int main(int argc, char** argv) {
    write_offspring();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
