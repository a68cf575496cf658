/// Statements between levels: bytes, and how many a level above takes. A county of 150 villages in 12 townships.

#include "relay/receiver.hpp"
#include "relay/signature.hpp"

#include <benchmark/benchmark.h>

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>

namespace {

using namespace fx;

constexpr Place county = Place::division(610'627'000'000);
constexpr Instant start{1'580'000'000'000};

/// One round with `villages` rows, each of about 300 households.
relay::Statement statement(std::int64_t sequence, int villages, std::string previous, Random& random) {
    static Id const round = make_id(start, random);
    relay::Statement out{county, sequence, std::move(previous), start + sequence * 5000, sequence == 1, {}};
    relay::PeriodFigures period{round, "household_screening", county, start, start + ms_per_day, {}, {}};
    for (int i = 0; i < villages; ++i)
        period.rows.push_back(
            {Place::division(610'627'100'200 + i / 13 * 1000 + i % 13), {300, std::uint32_t(random.below(250)), 0}});
    out.periods.push_back(std::move(period));
    return out;
}

struct Folder {
    std::string path = (std::filesystem::temp_directory_path() / "fangxian-relay-XXXXXX").string();
    Folder() {
        if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary directory");
    }
    ~Folder() { std::filesystem::remove_all(path); }
};

void make_and_sign(benchmark::State& state) {
    SeededRandom random(1);
    Folder const folder;
    auto const key = relay::open_key(folder.path, true, random).value();
    auto const said = statement(2, int(state.range(0)), relay::no_hash(), random);
    std::size_t bytes = 0;
    for (auto _ : state) {
        auto const envelope = relay::seal(key, format(county), to_json(said), said.as_of);
        bytes = envelope.body.size();
        benchmark::DoNotOptimize(envelope.signature.data());
    }
    state.counters["bytes"] = double(bytes);
}
BENCHMARK(make_and_sign)->Arg(0)->Arg(1)->Arg(20)->Arg(150);

/// Checked, read, and durable in SQLite, one after another as one county sends them.
void receive(benchmark::State& state) {
    SeededRandom random(1);
    Folder const folder;
    ManualClock const clock(start);
    auto const key = relay::open_key(folder.path, true, random).value();
    auto const store = store::Store::open({"", folder.path, false}, clock, random).value();
    relay::Lower lower;
    lower.instance = county;
    lower.name = "甘泉县";
    lower.key = key.public_key();
    store
        ->write([&](store::Tx& tx) -> Result<void> {
            return tx.put(relay::lower_table(), relay::to_row(lower)), Result<void>();
        })
        .value();
    relay::Receiver receiver(*store);
    std::int64_t sequence = 0;
    auto previous = relay::no_hash();
    for (auto _ : state) {
        auto const said = statement(++sequence, int(state.range(0)), previous, random);
        auto const receipt = receiver.receive(relay::seal(key, format(county), to_json(said), said.as_of)).value();
        if (receipt.outcome != relay::Receipt::Outcome::accepted) throw std::runtime_error("not accepted");
        previous = receipt.hash;
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(receive)->Arg(0)->Arg(1)->Arg(20)->Arg(150)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
