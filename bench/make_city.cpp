/// Leaves a site with a made-up city of 1,500 villages for a bench over HTTP: a round under way of which 97 in 100 are done,
/// 95 in 100 of today's reports signed, the officer of the whole as the account `county`.
///     make_city --data DIR [--households 100000] [--persons 0] [--store postgresql://…]
/// The site is DIR/site; the round is due a day after it was opened.

#include "app/cli/rounds.hpp"
#include "app/ticker.hpp"
#include "base/log.hpp"
#include "city/city_days.hpp"

#include <fmt/format.h>

namespace {

using namespace fx;

Result<void> run(int argc, char** argv) {
    SystemClock const clock;
    auto const random = bench::shared_dice(20200203);
    bench::CityPlan plan;
    plan.households = std::stoul(bench::argument(argc, argv, "--households", "100000"));
    plan.persons_each = std::stoul(bench::argument(argc, argv, "--persons", "0"));
    plan.store_url = bench::argument(argc, argv, "--store", "");
    FX_TRY(auto city, bench::make_city(plan, bench::argument(argc, argv, "--data", "build/bench-city"), clock, *random));
    FX_TRY(auto units, bench::make_units(city));
    auto const now = clock.now();
    FX_TRY(auto const round, app::cli::open_round(*city.program, city.officers.at(bench::city_place),
                                                  {"全市排查", bench::city_place, now, now + ms_per_day, "1"}));
    std::vector<bench::Home const*> seen;
    for (std::size_t i = 0; i < city.homes.size(); ++i)
        if (i % 100 < 97) seen.push_back(&city.homes[i]);
    FX_CHECK(bench::screen(city, seen, round, 500, *random));
    app::Ticker ticker(*city.program, std::chrono::milliseconds(0));
    FX_CHECK(ticker.tick());
    std::erase_if(units, [&, n = 0](auto const&) mutable { return n++ % 20 == 19; });
    return bench::sign_reports(city, units, date_at(now));
}

}  // namespace

int main(int argc, char** argv) {
    log::set_level(log::Level::warn);
    auto const done = run(argc, argv);
    if (done.has_error()) fmt::print(stderr, "{} {}\n", done.error().en(), done.error().detail());
    return done.has_error() ? 1 : 0;
}
