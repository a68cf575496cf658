/// A month of a city under a clock of its own, through the product's engine, store, network and ticker: a round of screening
/// a week, measurements of the observed twice a day, daily reports of every division, a look of the ticker every half hour.
///     month_bench [--households 100000] [--persons 3] [--observed 4000] [--days 30] [--store postgresql://…]
/// Prints `what value`.

#include "app/cli/rounds.hpp"
#include "app/ticker.hpp"
#include "base/assert.hpp"
#include "base/log.hpp"
#include "city/city_days.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace {

using namespace fx;
using Steady = std::chrono::steady_clock;

constexpr std::int64_t step_ms = 30 * ms_per_minute;
constexpr std::size_t batch = 500;

/// A round is opened on the first day of a week at 8 and is due on the third at 20; doors are knocked at from 8 to 20.
constexpr int steps_of_day = 24, days_of_round = 3, first_hour = 8, last_hour = 20, rounds_max = 4;

class Month {
public:
    Month(bench::City city, ManualClock& clock, Random& random)
        : city_(std::move(city)), clock_(clock), random_(random), ticker_(*city_.program, std::chrono::milliseconds(0)) {}

    Result<void> run(int days, std::size_t observed) {
        FX_TRY(units_, bench::make_units(city_));
        auto const today = date_at(clock_.now());
        FX_TRY(observed_, bench::observe(city_, observed, today, today + 60, random_));
        auto const start = Steady::now();
        auto const begun = clock_.now();
        while (clock_.now() - begun < days * ms_per_day) {
            clock_.advance(step_ms);
            FX_CHECK(live((clock_.now() - begun) / ms_per_day));
            auto const looked = Steady::now();
            FX_CHECK(ticker_.tick());
            auto const took = bench::since(looked);
            longest_tick_ = std::max(longest_tick_, took);
            seconds_["ticks"] += took;
        }
        say("wall seconds of the month", bench::since(start));
        for (auto const& [what, value] : seconds_) say("seconds of " + what, value);
        for (auto const& [what, value] : counts_) say(what, double(value));
        say("longest tick, seconds", longest_tick_);
        return count_stored();
    }

private:
    static void say(std::string const& what, double value) {
        fmt::print("{}\t{:.2f}\n", what, value);
        std::fflush(stdout);
    }

    template <class Work>
    Result<void> timed(std::string const& what, std::size_t count, Work const& work) {
        auto const start = Steady::now();
        Result<void> done = work();
        seconds_[what] += bench::since(start);
        counts_[what] += count;
        return done;
    }

    /// What people do in the half hour that ends now.
    Result<void> live(std::int64_t day) {
        auto const minute = (clock_.now() - start_of(date_at(clock_.now()))) / ms_per_minute;
        FX_CHECK(rounds(day, minute));
        if (round_ && day % 7 < days_of_round && minute > first_hour * 60 && minute <= last_hour * 60) {
            auto const step = std::size_t(day % 7 * steps_of_day + (minute - first_hour * 60) / 30 - 1);
            FX_CHECK(screen_part(step));
        }
        auto const measured = std::span(observed_).subspan(0, observed_.size() * 97 / 100);
        if (minute == 9 * 60 || minute == 15 * 60)
            FX_CHECK(
                timed("measurements", measured.size(), [&] { return bench::measure(city_, measured, batch, random_); }));
        if (minute == 15 * 60 + 30) FX_CHECK(sign(0, units_.size() * 95 / 100));
        if (minute == 17 * 60 + 30) FX_CHECK(sign(units_.size() * 95 / 100, units_.size() * 98 / 100));
        return {};
    }

    Result<void> rounds(std::int64_t day, std::int64_t minute) {
        auto const& officer = city_.officers.at(bench::city_place);
        if (day % 7 == 0 && minute == first_hour * 60 && day / 7 < rounds_max)
            return timed("duties of rounds opened", city_.homes.size(), [&]() -> Result<void> {
                FX_TRY(round_, app::cli::open_round(*city_.program, officer,
                                                    {"第" + std::to_string(day / 7 + 1) + "轮", bench::city_place,
                                                     clock_.now(), clock_.now() + 60 * ms_per_hour, "1"}));
                return {};
            });
        if (round_ && day % 7 == 6 && minute == 22 * 60) {
            FX_CHECK(check(*round_));
            FX_CHECK(app::cli::move_round(*city_.program, officer, *round_, "close"));
            round_.reset();
        }
        return {};
    }

    /// The share of this half hour, without the 3 in 100 nobody finds.
    Result<void> screen_part(std::size_t step) {
        constexpr std::size_t steps = steps_of_day * days_of_round;
        std::vector<bench::Home const*> homes;
        for (auto i = city_.homes.size() * step / steps; i < city_.homes.size() * (step + 1) / steps; ++i)
            if (i % 100 < 97) homes.push_back(&city_.homes[i]);
        screened_ += homes.size();
        return timed("screenings", homes.size(), [&] { return bench::screen(city_, homes, *round_, batch, random_); });
    }

    Result<void> sign(std::size_t from, std::size_t to) {
        std::vector<returns::Unit> const some(units_.end() - std::ptrdiff_t(to), units_.end() - std::ptrdiff_t(from));
        return timed("daily reports", some.size(), [&] { return bench::sign_reports(city_, some, date_at(clock_.now())); });
    }

    Result<void> check(Id const& round) {
        auto const figures = city_.program->network->view().figures(round, bench::city_place);
        FX_ASSERT(figures && figures->expected == city_.homes.size() && figures->fulfilled == std::exchange(screened_, 0));
        return {};
    }

    Result<void> count_stored() {
        return city_.program->store->read([&](store::Reader& reader) -> Result<void> {
            for (auto const* table : {"obligation", "r_escalation", "r_daily_report", "r_temperature_reading"}) {
                FX_TRY(auto const rows, reader.query("SELECT COUNT(*) FROM " + std::string(table), {}));
                say("rows of " + std::string(table), double(*integer_in(rows[0][0])));
            }
            return {};
        });
    }

    bench::City city_;
    ManualClock& clock_;
    Random& random_;
    app::Ticker ticker_;
    std::vector<returns::Unit> units_;
    std::vector<bench::Observed> observed_;
    std::optional<Id> round_;
    std::size_t screened_ = 0;
    std::map<std::string, double> seconds_;
    std::map<std::string, std::size_t> counts_;
    double longest_tick_ = 0;
};

Result<void> run(int argc, char** argv, std::string const& directory) {
    ManualClock clock(parse_instant("2020-02-03T00:00:00+08:00").value());
    auto const random = bench::shared_dice(20200203);
    bench::CityPlan plan;
    plan.households = std::stoul(bench::argument(argc, argv, "--households", "100000"));
    plan.persons_each = std::stoul(bench::argument(argc, argv, "--persons", "3"));
    plan.store_url = bench::argument(argc, argv, "--store", "");
    auto const start = Steady::now();
    FX_TRY(auto city, bench::make_city(plan, directory, clock, *random));
    fmt::print("households\t{}\npersons\t{}\nseconds to make the city\t{:.1f}\n", plan.households,
               plan.households * plan.persons_each, bench::since(start));
    fmt::print("peak memory of making it, MB\t{:.0f}\n", bench::peak_mb());
    Month month(std::move(city), clock, *random);
    FX_CHECK(month.run(std::stoi(bench::argument(argc, argv, "--days", "30")),
                       std::stoul(bench::argument(argc, argv, "--observed", "4000"))));
    fmt::print("peak memory, MB\t{:.0f}\nprocessor seconds\t{:.1f}\n", bench::peak_mb(), bench::processor_seconds());
    std::uintmax_t stored = 0;
    for (auto const& file : std::filesystem::directory_iterator(directory + "/site"))
        if (file.is_regular_file()) stored += file.file_size();
    fmt::print("MB of the site's files\t{:.0f}\n", double(stored) / 1e6);
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    log::set_level(log::Level::error);
    auto const directory = "/tmp/fangxian-month-" + std::to_string(::getpid());
    auto const done = run(argc, argv, directory);
    std::filesystem::remove_all(directory);
    if (done.has_error()) fmt::print(stderr, "{} {}\n", done.error().en(), done.error().detail());
    return done.has_error() ? 1 : 0;
}
