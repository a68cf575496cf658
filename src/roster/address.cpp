#include "roster/address.hpp"

#include <fmt/format.h>

#include <array>

namespace fx::roster {
namespace {

constexpr std::array estate_endings{"花园", "家园", "小区", "新村", "佳苑", "嘉园", "新居", "华庭"};
constexpr std::int64_t doors = 2, floors = 10, units = 3;
constexpr std::int64_t building_homes = doors * floors * units;
constexpr std::int64_t estate_buildings = 8;

/// "府村委会" -> "府", "南关社区居委会" -> "南关": what people call the place.
std::string_view stem(std::string_view name) {
    for (std::string_view const ending :
         {"社区居民委员会", "居民委员会", "社区居委会", "居委会", "村民委员会", "村委会", "社区", "嘎查", "村"})
        if (name.size() > ending.size() && name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
    return name;
}

}  // namespace

Addresses::Addresses(DivisionTree const& tree, Division const& village, bool urban, int groups, std::int64_t households)
    : urban_(urban), groups_(groups), households_(households), short_name_(stem(village.name)) {
    auto const* township = tree.find(village.parent);
    village_ = fmt::format("{}{}{}", township ? township->name : "", short_name_, urban ? "社区" : "村");
}

int Addresses::group_of(std::int64_t index) const { return int(index * groups_ / households_) + 1; }

std::int64_t Addresses::first_of(int group) const { return ((group - 1) * households_ + groups_ - 1) / groups_; }

std::string Addresses::house_code(std::int64_t index) const {
    if (!urban_) return fmt::format("{:02}-{:03}", group_of(index), index - first_of(group_of(index)) + 1);
    auto const home = index % building_homes;
    return fmt::format("{:02}-{}-{:02}{:02}", index / building_homes + 1, home / (doors * floors) + 1,
                       home % (doors * floors) / doors + 1, home % doors + 1);
}

std::string Addresses::address(std::int64_t index) const {
    if (!urban_) return fmt::format("{}{}组{}号", village_, group_of(index), index - first_of(group_of(index)) + 1);
    auto const building = index / building_homes, estate = building / estate_buildings;
    auto const home = index % building_homes;
    auto const turn = estate / std::int64_t(estate_endings.size());
    return fmt::format("{}{}{}{}{}号楼{}单元{}{:02}室", village_, short_name_,
                       estate_endings[std::size_t(estate) % estate_endings.size()],
                       turn > 0 ? fmt::format("{}期", turn + 1) : "", building % estate_buildings + 1,
                       home / (doors * floors) + 1, home % (doors * floors) / doors + 1, home % doors + 1);
}

}  // namespace fx::roster
