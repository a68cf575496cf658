#pragma once
/// A made-up city for benches: one shard of 30 townships with 50 villages each, groups of some 40 households, an officer at
/// every node down to the village. Through the product's own engine and a real store; the clock is the bench's.

#include "app/program.hpp"
#include "network/bulk.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace fx::bench {

inline constexpr std::int64_t city_code = 610'627'000'000;
inline constexpr Place city_place = Place::division(city_code);

struct CityPlan {
    std::size_t households = 100'000;
    std::size_t persons_each = 0;  ///< records of persons in each household
    int townships = 30, villages_each = 50, households_of_group = 40;
    std::string store_url;  ///< empty = SQLite in the directory
};

struct Home {
    Id id;
    Place place;
    std::vector<Id> members;
};

struct City {
    std::unique_ptr<app::Program> program;
    std::vector<Place> townships, villages;
    std::vector<Home> homes;                   ///< in place order
    std::map<Place, records::Actor> officers;  ///< by node: who acts for it

    records::Actor const& officer_of(Place home) const { return officers.at(Place::division(home.division_code())); }
};

/// Makes the site in `directory`, which must not hold one.
Result<City> make_city(CityPlan const& plan, std::string const& directory, Clock const& clock, Random& random);

/// A household found at home and well.
records::PreparedCreate visit_of(City const& city, Home const& home, Id const& round, Instant at, Random& random);

/// The same dice on the writer's thread and the bench's.
std::unique_ptr<Random> shared_dice(std::uint64_t seed);

/// Runs `jobs` with four of them under way at any time, as four clients would have; the first failure.
Result<void> four_at_a_time(store::Store& store, std::vector<store::Job> jobs);

double since(std::chrono::steady_clock::time_point start);
double peak_mb();
double processor_seconds();
std::string argument(int argc, char** argv, std::string_view name, std::string fallback);

}  // namespace fx::bench
