#include "city/city.hpp"

#include "app/cli/people.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <semaphore>

namespace fx::bench {
namespace {

namespace household = handles::household;
namespace person = handles::person;
namespace screening = handles::household_screening;

constexpr std::size_t households_per_commit = 2000;
constexpr std::string_view names[] = {"王建国", "李秀英", "张志强", "刘桂花", "陈海燕", "杨永红", "高建军"};

class SharedDice final : public Random {
public:
    explicit SharedDice(std::uint64_t seed) : dice_(seed) {}
    std::uint64_t next() override {
        std::lock_guard const lock(mutex_);
        return dice_.next();
    }

private:
    std::mutex mutex_;
    SeededRandom dice_;
};

void write_divisions(CityPlan const& plan, City& city, std::string const& file) {
    std::ofstream out(file);
    out << "code,name,level,parent_code\n610000000000,陕西省,1,\n610600000000,延安市,2,610000000000\n"
        << city_code << ",大市,3,610600000000\n";
    for (int t = 1; t <= plan.townships; ++t) {
        auto const township = city_code + (100 + t) * 1000;
        city.townships.push_back(Place::division(township));
        out << township << ",第" << t << "镇,4," << city_code << '\n';
        for (int v = 1; v <= plan.villages_each; ++v) {
            city.villages.push_back(Place::division(township + 200 + v));
            out << township + 200 + v << ",第" << t << "镇" << v << "村,5," << township << '\n';
        }
    }
}

/// Where each household stands: villages alike, groups numbered from 1.
std::vector<Place> places_of(CityPlan const& plan, City const& city) {
    std::vector<Place> places;
    places.reserve(plan.households);
    auto const count = city.villages.size();
    for (std::size_t v = 0; v < count; ++v) {
        auto const first = plan.households * v / count, last = plan.households * (v + 1) / count;
        auto const groups = std::clamp<std::size_t>((last - first) / std::size_t(plan.households_of_group), 1, 999);
        for (auto i = first; i < last; ++i)
            places.push_back(city.villages[v].group(int(1 + (i - first) * groups / (last - first))));
    }
    return places;
}

network::NewHousehold new_household(Home& home, std::size_t number, std::size_t persons, Clock const& clock,
                                    Random& random) {
    network::NewHousehold out;
    out.id = home.id;
    Draft draft(household::fields);
    auto const code = std::to_string(number);
    draft.set(household::zone, home.place).set(household::house_code, code).set(household::house_use, "1");
    draft.set(household::head_name, names[number % std::size(names)]).set(household::phone, "13800000000");
    out.values = draft.take();
    for (std::size_t i = 0; i < persons; ++i) {
        home.members.push_back(make_id(clock.now(), random));
        Draft member(person::fields);
        member.set(person::household, home.id).set(person::name, names[(number + i) % std::size(names)]);
        member.set(person::sex, i % 2 == 0 ? "1" : "2").set(person::residence_type, "1");
        out.persons.push_back({home.members.back(), member.take()});
        network::complete_person(out.persons.back().values, date_at(clock.now()));
    }
    return out;
}

Result<void> store_roster(CityPlan const& plan, City& city, Clock const& clock, Random& random) {
    auto& program = *city.program;
    auto const actor = program.local_actor();
    auto const cause = make_id(clock.now(), random);
    std::vector<network::NewZone> zones;
    for (auto const place : places_of(plan, city)) {
        auto const village = Place::division(place.division_code());
        if (city.homes.empty() || city.homes.back().place != place)
            zones.push_back({village, place.group_number(), "第" + std::to_string(place.group_number()) + "组", false});
        city.homes.push_back({make_id(clock.now(), random), place, {}});
    }
    // Ids rise in the order of places, as those of an imported roster do.
    std::vector<Id> ids;
    for (auto const& home : city.homes) ids.push_back(home.id);
    std::sort(ids.begin(), ids.end());
    for (std::size_t i = 0; i < ids.size(); ++i) city.homes[i].id = ids[i];
    FX_CHECK(network::store_zones(*program.store, *program.engine, actor, zones, city_code, cause));
    for (std::size_t from = 0; from < city.homes.size(); from += households_per_commit) {
        std::vector<network::NewHousehold> part;
        for (auto i = from; i < std::min(city.homes.size(), from + households_per_commit); ++i)
            part.push_back(new_household(city.homes[i], i, plan.persons_each, clock, random));
        FX_CHECK(program.store->write([&](store::Tx& tx) {
            return network::store_households(tx, *program.engine, actor, city_code, cause, std::move(part));
        }));
    }
    return {};
}

Result<void> store_posts(City& city, Clock const& clock) {
    std::vector<app::cli::NewHolder> holders;
    auto const since = date_at(clock.now()) + -14;
    auto const add = [&](std::string username, std::string role, std::string post, Place area) {
        holders.push_back(
            {std::move(username), "王建国", std::move(role), std::move(post), area, false, false, "15400000000", since});
    };
    add("county", "county_officer", "指挥部", city_place);
    for (auto const place : city.townships) add("t" + format(place).substr(6, 3), "township_officer", "包抓干部", place);
    for (auto const place : city.villages) add("v" + format(place).substr(6, 6), "village_officer", "主任", place);
    app::cli::People people(*city.program);
    FX_CHECK(people.add_posts(holders));
    auto const view = city.program->network->view();
    for (auto const* post : view.posts_within(city_place, date_at(clock.now())))
        city.officers[post->place] = {post->holder, post->id, post->role, post->place};
    return {};
}

}  // namespace

std::unique_ptr<Random> shared_dice(std::uint64_t seed) { return std::make_unique<SharedDice>(seed); }

Result<City> make_city(CityPlan const& plan, std::string const& directory, Clock const& clock, Random& random) {
    City city;
    std::filesystem::create_directories(directory);
    auto const source = directory + "/source.csv";
    write_divisions(plan, city, source);
    FX_TRY(auto site, app::create_site({directory + "/site", city_place, source, plan.store_url}, random));
    FX_TRY(city.program, app::Program::open({std::move(site), false}, clock, random));
    FX_CHECK(store_roster(plan, city, clock, random));
    FX_CHECK(store_posts(city, clock));
    return city;
}

records::PreparedCreate visit_of(City const& city, Home const& home, Id const& round, Instant at, Random& random) {
    auto const* table = city.program->engine->table(screening::record_type);
    Draft draft(table->type().fields.size());
    draft.set(screening::round, round).set(screening::household, home.id).set(screening::visited_at, at);
    draft.set(screening::visit_mode, "2").set(screening::visit_outcome, "1");
    draft.set(screening::present_count, std::int64_t(3)).set(screening::away_count, std::int64_t(0));
    draft.set(screening::any_symptom, false).set(screening::any_key_area, false);
    return {table, make_id(at, random), at, draft.take()};
}

Result<void> four_at_a_time(store::Store& store, std::vector<store::Job> jobs) {
    std::counting_semaphore<> free(4);
    std::mutex mutex;
    Result<void> first;
    for (auto& job : jobs) {
        free.acquire();
        store.submit(std::move(job), [&](Result<void> outcome) {
            if (outcome.has_error()) {
                std::lock_guard const lock(mutex);
                if (first.has_value()) first = std::move(outcome);
            }
            free.release();
        });
    }
    for (int i = 0; i < 4; ++i) free.acquire();
    return first;
}

double since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double peak_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024;
}

double processor_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    auto const seconds = [](timeval time) { return double(time.tv_sec) + double(time.tv_usec) * 1e-6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string argument(int argc, char** argv, std::string_view name, std::string fallback) {
    for (int i = 1; i + 1 < argc; ++i)
        if (argv[i] == name) return argv[i + 1];
    return fallback;
}

}  // namespace fx::bench
