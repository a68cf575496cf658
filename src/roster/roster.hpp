#pragma once
/// A realistic, reproducible roster of a county: every household and person, from the census figures. Same seed and
/// options, same rows on every machine. Streamed village by village; memory is that of the largest village.

#include "base/id.hpp"
#include "roster/census.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace fx::roster {

/// Codes of the list `house_use`.
enum class HouseUse : std::uint8_t { own = 1, rented = 2, empty = 3, dormitory = 5 };
/// Codes of the list `resid`.
enum class Residence : std::uint8_t { registered = 1, without_hukou = 2, away = 4, never_here = 5 };
enum class Relation : std::uint8_t {
    head,
    spouse,
    son,
    daughter,
    grandson,
    granddaughter,
    father,
    mother,
    husbands_father,
    husbands_mother,
    wifes_father,
    wifes_mother,
    relative,
    unrelated,
};
std::string_view relation_name(Relation);  ///< "户主", "配偶", "子", ...
int relation_code(Relation);               ///< GB/T 4761-2008, one digit: 0 head, 1 spouse, 2 son, ... 8 other

struct Household {
    Id id;                   ///< ascending over the whole roster, as places do
    Place place;             ///< the group
    std::string house_code;  ///< "03-2-1502": building or group, unit, room; unique in the village
    std::string address;     ///< from the township on
    Id head;
    HouseUse use = HouseUse::own;
    std::string phone;  ///< the head's
};

struct Person {
    Id id;
    Id household;
    std::string name;
    Sex sex = Sex::male;
    Date birth_date;
    std::string id_number;
    std::string phone;  ///< empty for children below 14
    Relation relation = Relation::head;
    Residence residence = Residence::registered;
};

struct Options {
    std::uint64_t seed = 0;
    Instant start{1'604'160'000'000};  ///< in the ids; 2020-11-01, census day
    /// Registered persons of 18 to 59 who are away for less than half a year (percent, countryside and towns), and
    /// registered households that never live here (per thousand). No census figure: set them to the scenario.
    int away_rural = 6;
    int away_urban = 2;
    int never_here = 4;
};

struct Summary {
    std::int64_t villages = 0, groups = 0, households = 0, persons = 0;
    std::int64_t urban = 0;       ///< persons in urban villages
    std::int64_t collective = 0;  ///< persons in dormitories
};

/// Called once a household, in place order. The references hold during the call only; `persons` has the head first.
using Sink = std::function<void(Household const&, std::span<Person const> persons)>;

/// Makes the roster of `source.census.county`, adding the groups to the tree. Households, persons, age groups by sex,
/// one-person households and household sizes are exactly those of the census; so are the urban population, where
/// the tree has both kinds of village, and the floating population. Family households and the households that keep
/// a dormitory are the census' family households together: collective residents are listed as unrelated members of
/// the household of their warden, who is one of the one-person households.
/// 422.82 without villages; 422.79 when a village has groups already.
Result<Summary> generate(DivisionTree&, Source const&, Options const&, Sink const&);

}  // namespace fx::roster
