#pragma once
/// A node of the tree of divisions (行政区划, NBS statistical codes) and the groups below villages.

#include "base/place.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace fx {

enum class Level : std::uint8_t { province = 1, prefecture, county, township, village, group };

/// What a division is. Names are those of the CSV column `kind`; see kind_name.
enum class Kind : std::uint8_t {
    municipality,
    province,
    autonomous_region,
    prefecture_city,
    prefecture,
    autonomous_prefecture,
    league,
    virtual_prefecture,
    district,
    county_city,
    county,
    autonomous_county,
    banner,
    autonomous_banner,
    forestry_district,
    special_district,
    islands,
    functional_zone,
    undivided_city,
    subdistrict,
    town,
    township,
    ethnic_township,
    sumu,
    ethnic_sumu,
    functional_unit,
    residents_committee,
    villagers_committee,
    residents_like,
    villagers_like,
    group,
};

std::string_view kind_name(Kind);                    ///< "residents_committee"; virtual_prefecture is "virtual"
std::optional<Kind> kind_of(std::string_view name);  ///< the reverse
/// What a division of that level, 12-digit code and name is, by the rules of the NBS codes and the endings of names.
Kind classify(Level level, Place place, std::string_view name);

struct Division {
    Place place;
    Place parent;           ///< nil for a province
    Date valid_from;        ///< first day the code was in force; first_day when not known
    Date valid_to;          ///< last day; last_day while in force
    std::string_view name;  ///< Chinese, as published; lives as long as the tree
    Level level = Level::province;
    Kind kind = Kind::province;
    bool is_virtual = false;  ///< 市辖区, 省直辖县级行政区划, and the dummy county of Jiayuguan: no such government
    bool is_functional = false;     ///< 开发区, farms, prisons: exists in statistics only, no GB/T 2260 code
    std::uint16_t urban_class = 0;  ///< NBS urban-rural class 111..220 of a village; 0 = not known

    static constexpr Date first_day{-25567};  ///< 1900-01-01
    static constexpr Date last_day{84005};    ///< 2199-12-31
};

/// The last place value below (or at) `place`: the subtree is the number interval [place, subtree_end].
Place subtree_end(Place place, Level level);
/// The six-digit GB/T 2260 code of a province, prefecture or county; nothing for any other or a functional or
/// virtual one.
std::optional<int> gb2260(Division const&);

}  // namespace fx
