// Coverage of a province: 26,000,000 persons on 109,001 nodes (1 province, 10 prefectures, 110 counties, 1,880
// townships, 17,000 villages, 90,000 groups), one screening of which 97 in 100 are done. FX_BENCH_PERSONS=n for
// another size. bench/coverage.sh runs it beside PostgreSQL.

#include "engines/coverage/coverage.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace fx;
using namespace fx::coverage;

constexpr std::size_t sample_size = 1 << 22;  // more than any cache holds at random
constexpr std::size_t commit_size = 500;
constexpr int done_of_100 = 97;

std::size_t persons_wanted() {
    auto const* const text = std::getenv("FX_BENCH_PERSONS");
    return text == nullptr ? 26'000'000 : std::strtoull(text, nullptr, 10);
}

/// `parts` of the next level, spread evenly over `above`.
std::vector<Place> grow_level(std::vector<Branch>& branches, std::vector<Place> const& above, int parts, std::int64_t unit) {
    std::vector<Place> level;
    std::vector<int> children(above.size());
    for (int part = 0; part < parts; ++part) {
        auto const parent = std::size_t(part) * above.size() / std::size_t(parts);
        Place const place{above[parent].value + ++children[parent] * unit};
        branches.push_back({place, above[parent]});
        level.push_back(place);
    }
    return level;
}

struct Province {
    Province() : persons(tree, 0x5eed) {
        std::vector<Branch> branches{{Place::division(610000'000'000), {}}};
        auto const prefectures = grow_level(branches, {branches[0].place}, 10, Place::division(100'000'000).value);
        counties = grow_level(branches, prefectures, 110, Place::division(1'000'000).value);
        auto const townships = grow_level(branches, counties, 1'880, Place::division(1'000).value);
        auto const villages = grow_level(branches, townships, 17'000, Place::division(1).value);
        groups = grow_level(branches, villages, 90'000, 1);
        if (!tree.add(branches).empty() || tree.size() != 109'001) std::abort();
        settle();
        screen();
    }

    void settle() {
        auto const wanted = persons_wanted();
        std::vector<Subject> rows;
        rows.reserve(wanted);
        for (std::size_t group = 0; group < groups.size(); ++group) {  // from half to one and a half of the mean
            auto const left = wanted - rows.size(), mean = left / (groups.size() - group);
            auto const size = group + 1 == groups.size() ? left : std::min(left, mean / 2 + random.below(mean + 1));
            for (std::size_t person = 0; person < size; ++person)
                rows.push_back({make_id({1'580'000'000'000}, random), groups[group]});
        }
        auto const start = std::chrono::steady_clock::now();
        if (!persons.load(rows).empty()) std::abort();
        load_index_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        statuses.reserve(rows.size());
        for (auto const& row : rows) {
            bool const done = random.below(100) < done_of_100;
            statuses.push_back({row.id, !done ? Status::missing : random.below(50) == 0 ? Status::late : Status::on_time});
        }
    }

    void screen() {
        auto const start = std::chrono::steady_clock::now();
        if (!round.set(statuses).empty()) std::abort();
        load_series_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        auto const sample = std::min(sample_size, statuses.size());
        for (std::size_t i = 0; i < sample; ++i) village_order.push_back(persons.index().find(statuses[i].id));
        for (std::size_t i = 0; i < sample; ++i) {  // the start of a shuffle: nobody twice
            std::swap(statuses[i], statuses[i + random.below(statuses.size() - i)]);
            some_ids.push_back(statuses[i].id);
            some_slots.push_back(persons.index().find(some_ids.back()));
        }
        statuses = {};
    }

    SeededRandom random{20200123};
    Tree tree;
    Population persons;
    Series& round = persons.open({"household_screening", "round 1"});
    std::vector<Place> counties, groups;
    std::vector<SubjectStatus> statuses;
    std::vector<Slot> some_slots, village_order;
    std::vector<Id> some_ids;
    double load_index_seconds = 0, load_series_seconds = 0;
};

Province& province() {
    static Province the_province;
    return the_province;
}

/// Each step changes something: a fulfilled one is reopened, a missing one fulfilled.
template <class Who>
void toggle(benchmark::State& state, std::vector<Who> const& order, std::vector<Slot> const& slots) {
    auto& round = province().round;
    std::size_t at = 0;
    for (auto step : state) {
        (void)step;
        bool const missing = round.status(slots[at]) == Status::missing;
        auto const change = missing ? round.fulfil(order[at], false) : round.reopen(order[at]);
        benchmark::DoNotOptimize(change);
        if (++at == order.size()) at = 0;
    }
}

void update_village_order(benchmark::State& state) { toggle(state, province().village_order, province().village_order); }
void update_random_order(benchmark::State& state) { toggle(state, province().some_slots, province().some_slots); }
void update_random_by_id(benchmark::State& state) { toggle(state, province().some_ids, province().some_slots); }

/// As the server does it: the visits of one group commit together. The time is that of the whole commit.
template <class Row, class Who>
void update_in_commits(benchmark::State& state, std::vector<Who> const& order) {
    std::vector<Row> rows;
    for (auto const& who : order) rows.push_back({who, Status::late});
    auto const commits = rows.size() / commit_size;
    std::size_t at = 0;
    for (auto step : state) {
        (void)step;
        auto const commit = std::span(rows).subspan(at * commit_size, commit_size);
        if constexpr (std::is_same_v<Row, SlotStatus>)
            province().round.set(commit);
        else if (!province().round.set(commit).empty())
            std::abort();
        if (++at < commits) continue;
        at = 0;
        state.PauseTiming();
        for (auto& row : rows) row.status = row.status == Status::late ? Status::missing : Status::late;
        state.ResumeTiming();
    }
}

void update_commits_of_500(benchmark::State& state) { update_in_commits<SlotStatus>(state, province().some_slots); }
void update_commits_of_500_by_id(benchmark::State& state) { update_in_commits<SubjectStatus>(state, province().some_ids); }

void all_figures(benchmark::State& state) {
    std::vector<PlaceFigures> all;
    for (auto step : state) {
        (void)step;
        province().round.all(all);
        benchmark::DoNotOptimize(all.data());
        benchmark::ClobberMemory();
    }
}

/// Every county in turn; `worst_us` is the slowest county, by the median of its seven runs.
void first_100_missing(benchmark::State& state, Series const& series) {
    auto const& world = province();
    auto const ask = [&](Place county) {
        auto page = world.persons.list(series, county, Filter::missing, {}, 100);
        benchmark::DoNotOptimize(page);
    };
    std::size_t at = 0;
    for (auto step : state) {
        (void)step;
        ask(world.counties[at++ % world.counties.size()]);
    }
    double worst = 0;
    for (auto const county : world.counties) {
        std::array<double, 7> seconds{};
        for (auto& each : seconds) {
            auto const start = std::chrono::steady_clock::now();
            ask(county);
            each = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        }
        std::ranges::nth_element(seconds, seconds.begin() + 3);
        worst = std::max(worst, seconds[3]);
    }
    state.counters["worst_us"] = worst * 1e6;
}

void first_100_missing_of_3_percent(benchmark::State& state) { first_100_missing(state, province().round); }

/// The hard case: fewer than 100 are missing in a county, far apart, so that the whole county must be searched.
void first_100_missing_of_few(benchmark::State& state) {
    auto& world = province();
    auto& nearly_done = world.persons.open({"household_screening", "nearly done"});
    if (nearly_done.figures(world.counties.front())->expected == 0) {
        for (std::size_t i = 0; i < sample_size; i += 512) (void)nearly_done.expect(world.some_slots[i]);
    }
    first_100_missing(state, nearly_done);
}

void memory(benchmark::State& state) {
    auto const& world = province();
    for (auto step : state) (void)step;
    auto const index = world.persons.index().bytes();
    auto const megabytes = [](std::size_t bytes) { return double(bytes) / 1e6; };
    state.counters["tree_MB"] = megabytes(world.tree.bytes());
    state.counters["blocks_MB"] = megabytes(index.blocks);
    state.counters["series_MB"] = megabytes(world.round.bytes());
    state.counters["sum_MB"] = megabytes(world.tree.bytes() + index.blocks + world.round.bytes());
    state.counters["id_maps_MB"] = megabytes(index.ids);
    state.counters["persons"] = double(world.persons.index().size());
    state.counters["load_index_s"] = world.load_index_seconds;
    state.counters["load_series_s"] = world.load_series_seconds;
}

BENCHMARK(memory)->Iterations(1);
BENCHMARK(update_village_order);
BENCHMARK(update_random_order);
BENCHMARK(update_random_by_id);
BENCHMARK(update_commits_of_500);
BENCHMARK(update_commits_of_500_by_id);
BENCHMARK(all_figures)->Unit(benchmark::kMillisecond);
BENCHMARK(first_100_missing_of_3_percent)->Unit(benchmark::kMicrosecond);
BENCHMARK(first_100_missing_of_few)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
