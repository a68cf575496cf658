#pragma once
/// The 2020 census figures of one county (第七次全国人口普查, 1 November 2020, 0:00), and what names people bear.

#include "divisions/code_changes.hpp"
#include "names/id_card.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace fx::roster {

using names::Sex;  ///< 1 male, 2 female, as in the code list `sex`

/// 0, 1-4, 5-9, ... 80-84, 85 and more.
inline constexpr int age_groups = 19;
/// The group an age in completed years falls in.
constexpr int age_group(int age) { return age == 0 ? 0 : age < 5 ? 1 : age >= 85 ? 18 : age / 5 + 1; }
constexpr int group_from(int group) { return group == 0 ? 0 : group == 1 ? 1 : (group - 1) * 5; }
constexpr int group_to(int group) { return group == 0 ? 0 : group == 18 ? 110 : (group - 1) * 5 + 4; }

/// Persons a dormitory holds besides its warden: a household may list at most 50 (form A, resident_n 0..50).
inline constexpr int dormitory_persons_max = 48;

/// Persons by age group and sex (0 male, 1 female).
using AgeSex = std::array<std::array<std::int64_t, 2>, age_groups>;
std::int64_t sum(AgeSex const&);

struct CountyCensus {
    Place county;
    std::string name;
    std::int64_t urban = 0;                 ///< persons living in towns
    std::int64_t households = 0;            ///< family households
    std::int64_t household_population = 0;  ///< persons in them; the rest of the population lives collectively
    std::int64_t one_person = 0;            ///< households of one
    std::int64_t generations1 = 0;          ///< households of one generation, of three, of four and more
    std::int64_t generations3 = 0;
    std::int64_t generations4 = 0;
    std::int64_t floating_county = 0;    ///< living apart from their hukou within the county,
    std::int64_t floating_province = 0;  ///< from elsewhere in the province,
    std::int64_t floating_other = 0;     ///< from another province
    AgeSex by_age{};

    std::int64_t population() const { return sum(by_age); }
    std::int64_t collective() const { return population() - household_population; }
    std::int64_t floating() const { return floating_county + floating_province + floating_other; }
};

/// Surnames and the parts of given names, each list with cumulative weights or one item a piece.
struct NameTable {
    std::vector<std::string> surnames;
    std::vector<std::int64_t> cumulative;  ///< of the weights of `surnames`
    struct Given {
        std::vector<std::string> first, second, whole;
    };
    std::array<std::array<Given, 4>, 2> given;  ///< [sex 0 male, 1 female][era 0 before 1960 .. 3 from 2000]
};

/// All a roster is made from.
struct Source {
    CountyCensus census;
    NameTable names;
    /// Six-digit codes that begin identity numbers: of the county itself (of its neighbours for a zone without
    /// one), of the rest of the province, of other provinces. None is empty.
    std::vector<int> regions_home, regions_province, regions_other;
};

/// From the product's folder `data`. A county whose code changed since the census is found by its former code.
/// 404.80 when the census has no figures for it, 422.77 / 422.78 / 422.81 when the files are unusable.
Result<Source> load_source(std::string const& data_dir, Place county);
/// 422.81 when no roster can meet the figures (more households than persons, ...).
Result<void> check(CountyCensus const&);

}  // namespace fx::roster
