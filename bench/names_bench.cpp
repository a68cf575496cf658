/// Pinyin, and the search for duplicates among a million persons.

#include "base/random.hpp"
#include "names/duplicates.hpp"
#include "names/pinyin.hpp"

#include <benchmark/benchmark.h>

#include <array>

namespace {

using namespace fx::names;

constexpr std::array surnames{"王", "李", "张", "刘", "陈", "杨", "黄", "吴", "赵", "周", "徐", "孙",  "马", "朱",
                              "胡", "林", "郭", "何", "高", "罗", "郑", "梁", "谢", "宋", "唐", "许",  "邓", "冯",
                              "韩", "曹", "曾", "彭", "肖", "蔡", "潘", "田", "董", "袁", "于", "欧阳"};
constexpr std::array given{"伟", "红", "宏", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟",
                           "涛", "明", "超", "秀", "霞", "平", "刚", "桂", "英", "华", "玉", "兰", "建", "国",
                           "志", "文", "晓", "小", "海", "燕", "云", "春", "梅", "芳", "辉", "鹏"};

/// 400 villages of 2,500; households of 3; one of 50 is recorded twice, half of these with a homophone or without a phone.
std::vector<Profile> people(std::size_t count) {
    fx::SeededRandom random(8051);
    std::vector<Profile> made;
    made.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0 && random.below(50) == 0) {
            auto again = made[random.below(i)];
            if (random.below(2) == 0) again.phone_hash = again.id_number_hash = 0;
            made.push_back(std::move(again));
            continue;
        }
        std::string name = surnames[std::size_t(random.unit() * random.unit() * surnames.size())];
        name += given[random.below(given.size())];
        if (random.below(3) > 0) name += given[random.below(given.size())];
        auto const village = std::int64_t(i / 2500);
        made.push_back(
            profile_of({name, random.below(2) == 0 ? Sex::male : Sex::female, fx::Date{int(random.below(30'000)) - 14'000},
                        random.below(10) > 0 ? random.next() | 1 : 0, random.below(2) == 0 ? random.next() | 1 : 0,
                        1 + i / 3, fx::Place::division(610600'000000 + village / 80 * 1'000'000 + 100'000 + village)}));
    }
    return made;
}

void pinyin_of_a_name(benchmark::State& state) {
    constexpr std::array names{"张小红", "欧阳震华", "曾国强", "吕布", "买买提·吐尔逊"};
    std::size_t i = 0;
    for (auto _ : state) benchmark::DoNotOptimize(pinyin(names[i++ % names.size()]));
}

void candidate_pairs(benchmark::State& state) {
    auto const persons = people(std::size_t(state.range(0)));
    Candidates found;
    for (auto _ : state) found = candidates(persons);
    state.counters["pairs"] = double(found.pairs.size());
    state.counters["left_out"] = double(found.blocks_left_out);
}

void duplicates(benchmark::State& state) {
    auto const persons = people(std::size_t(state.range(0)));
    std::vector<Duplicate> found;
    for (auto _ : state) found = find_duplicates(persons);
    state.counters["possible"] = double(found.size());
    state.counters["probable"] =
        double(std::ranges::count_if(found, [](Duplicate const& d) { return d.likeness.score >= probable_score; }));
}

BENCHMARK(pinyin_of_a_name);
BENCHMARK(candidate_pairs)
    ->Arg(76'929)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond)
    ->Repetitions(3)
    ->ReportAggregatesOnly();
BENCHMARK(duplicates)->Arg(76'929)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->Repetitions(3)->ReportAggregatesOnly();

}  // namespace

BENCHMARK_MAIN();
