/// Duties a second through the product's engine and store: opened by a round, fulfilled in batches of 500 with four under
/// way, escalated level by level through app::Escalator. bench/obligations.sh runs it beside plain SQL.
///     obligations_bench [--households 1000000] [--store postgresql://…] [--runs 3] [--batch 500]
/// Prints `store what run value`; rows are duties.

#include "app/cli/rounds.hpp"
#include "app/escalator.hpp"
#include "base/assert.hpp"
#include "base/log.hpp"
#include "city/city.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace {

using namespace fx;
using Steady = std::chrono::steady_clock;

/// Every tenth household is never seen: a tenth of the duties is overdue.
bool missed(std::size_t household) { return household % 10 == 9; }

class Bench {
public:
    Bench(bench::City city, ManualClock& clock, Random& random, std::size_t batch)
        : city_(std::move(city)), clock_(clock), random_(random), batch_(batch), escalator_(*city_.program) {
        for (std::size_t i = 0; i < city_.homes.size(); ++i)
            if (!missed(i)) seen_.push_back(&city_.homes[i]);
    }

    /// One day: a round from 8 to 12, then a look after each of the three levels' turns.
    Result<void> run(int number) {
        auto const morning = start_of(date_at(clock_.now())) + (ms_per_day + 8 * ms_per_hour);
        clock_.set(morning);
        auto start = Steady::now();
        FX_TRY(auto const round, app::cli::open_round(*city_.program, city_.officers.at(bench::city_place),
                                                      {"第" + std::to_string(number) + "轮", bench::city_place, morning,
                                                       morning + 4 * ms_per_hour, "1"}));
        say("opened/s", number, double(city_.homes.size()) / bench::since(start));

        auto const half = seen_.size() / 2;
        start = Steady::now();
        FX_CHECK(fulfil(round, 0, half, false));
        say("fulfilled/s, the duty alone", number, double(half) / bench::since(start));
        start = Steady::now();
        FX_CHECK(fulfil(round, half, seen_.size(), true));
        say("fulfilled/s, with screening and journal", number, double(seen_.size() - half) / bench::since(start));
        FX_CHECK(check(round));

        auto const overdue = city_.homes.size() - seen_.size();
        double seconds = 0;
        for (int level = 0; level < 3; ++level) {
            clock_.set(morning + (4 + 2 * level) * ms_per_hour + ms_per_minute);
            start = Steady::now();
            FX_CHECK(escalator_.look());
            seconds += bench::since(start);
        }
        FX_CHECK(check_told(round, overdue));
        say("escalated/s, three levels", number, 3 * double(overdue) / seconds);
        say("seconds of three looks", number, seconds);
        FX_CHECK(app::cli::move_round(*city_.program, city_.officers.at(bench::city_place), round, "close"));
        return escalator_.look();  // ends what was told of the round
    }

private:
    void say(std::string_view what, int run, double value) {
        fmt::print("{}\t{}\t{}\t{:.2f}\n", city_.program->store->engine(), what, run, value);
        std::fflush(stdout);
    }

    Result<void> fulfil(Id const& round, std::size_t first, std::size_t last, bool by_screening) {
        std::vector<store::Job> jobs;
        for (auto from = first; from < last; from += batch_) {
            auto const to = std::min(last, from + batch_);
            if (by_screening)
                jobs.push_back([=, this](store::Tx& tx) { return screen(tx, round, from, to); });
            else
                jobs.push_back([=, this](store::Tx& tx) { return settle(tx, round, from, to); });
        }
        return bench::four_at_a_time(*city_.program->store, std::move(jobs));
    }

    Result<void> settle(store::Tx& tx, Id const& round, std::size_t from, std::size_t to) {
        auto const cause = make_id(clock_.now(), random_);
        records::Effects effects;
        std::vector<Row> keys;
        for (auto i = from; i < to; ++i) {
            effects.fulfil.push_back({round, seen_[i]->id, clock_.now(), cause});
            keys.push_back({bench::city_code, round, seen_[i]->id});
        }
        FX_CHECK(tx.prefetch(records::obligation_table(), keys));
        FX_CHECK(city_.program->engine->run_effects(tx, city_.program->local_actor(), bench::city_code, cause,
                                                    std::move(effects)));
        return {};
    }

    Result<void> screen(store::Tx& tx, Id const& round, std::size_t from, std::size_t to) {
        std::vector<records::PreparedCreate> visits;
        std::vector<records::PreparedCreate const*> pointers;
        for (auto i = from; i < to; ++i) visits.push_back(bench::visit_of(city_, *seen_[i], round, clock_.now(), random_));
        for (auto const& visit : visits) pointers.push_back(&visit);
        FX_CHECK(city_.program->engine->prefetch(tx, pointers));
        for (auto i = from; i < to; ++i) {
            auto const outcome = city_.program->engine->create(tx, city_.officer_of(seen_[i]->place), visits[i - from]);
            if (!outcome.ok()) return outcome.problems.front();
        }
        return {};
    }

    /// What is counted as done was done: in memory and in the table.
    Result<void> check(Id const& round) {
        auto const figures = city_.program->network->view().figures(round, bench::city_place);
        std::int64_t stored = 0;
        FX_CHECK(city_.program->store->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(auto const rows,
                   reader.query("SELECT COUNT(*) FROM obligation WHERE county = $1 AND period = $2 AND state = 1",
                                {bench::city_code, round}));
            stored = *integer_in(rows[0][0]);
            return {};
        }));
        bool const right = figures && figures->expected == city_.homes.size() && figures->fulfilled == seen_.size() &&
                           stored == std::int64_t(seen_.size());
        if (!right) fmt::print(stderr, "the figures do not agree: {} rows fulfilled of {}\n", stored, seen_.size());
        FX_ASSERT(right);
        return {};
    }

    /// Every level was told of every overdue duty.
    Result<void> check_told(Id const& round, std::size_t overdue) {
        std::int64_t told = 0;
        FX_CHECK(city_.program->store->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(auto const rows, reader.query("SELECT SUM(missing) FROM r_escalation WHERE county = $1 AND period = $2",
                                                 {bench::city_code, format(round)}));
            told = rows[0][0] == Value() ? 0 : *integer_in(rows[0][0]);
            return {};
        }));
        if (told != std::int64_t(3 * overdue)) fmt::print(stderr, "told of {} instead of {}\n", told, 3 * overdue);
        FX_ASSERT(told == std::int64_t(3 * overdue));
        return {};
    }

    bench::City city_;
    ManualClock& clock_;
    Random& random_;
    std::size_t batch_;
    app::Escalator escalator_;
    std::vector<bench::Home const*> seen_;
};

Result<void> run(int argc, char** argv, std::string const& directory) {
    ManualClock clock(parse_instant("2020-02-02T08:00:00+08:00").value());
    auto const random = bench::shared_dice(20200203);
    bench::CityPlan plan;
    plan.households = std::stoul(bench::argument(argc, argv, "--households", "1000000"));
    plan.store_url = bench::argument(argc, argv, "--store", "");
    auto const start = Steady::now();
    FX_TRY(auto city, bench::make_city(plan, directory, clock, *random));
    fmt::print(stderr, "{} households made in {:.1f} s\n", city.homes.size(), bench::since(start));
    Bench bench(std::move(city), clock, *random, std::stoul(bench::argument(argc, argv, "--batch", "500")));
    int const runs = std::stoi(bench::argument(argc, argv, "--runs", "3"));
    for (int i = 1; i <= runs; ++i) FX_CHECK(bench.run(i));
    fmt::print(stderr, "peak memory {:.0f} MB\n", bench::peak_mb());
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    log::set_level(log::Level::warn);
    auto const directory = "/tmp/fangxian-obligations-" + std::to_string(::getpid());
    auto const done = run(argc, argv, directory);
    std::filesystem::remove_all(directory);
    if (done.has_error()) fmt::print(stderr, "{} {}\n", done.error().en(), done.error().detail());
    return done.has_error() ? 1 : 0;
}
