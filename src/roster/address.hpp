#pragma once
/// Where a household lives: group, house number, building, unit, room.

#include "divisions/division_tree.hpp"

#include <string>

namespace fx::roster {

/// Addresses of one village. Villages number houses within the group; residents' committees stand in estates of
/// buildings with three units of ten floors with two doors.
class Addresses {
public:
    Addresses(DivisionTree const&, Division const& village, bool urban, int groups, std::int64_t households);

    int group_of(std::int64_t index) const;  ///< 1..groups, ascending with the household's index in the village
    /// "02-3-0501" or "03-012", unique in the village.
    std::string house_code(std::int64_t index) const;
    /// "美水街道南关社区南关花园2号楼3单元501室", "道镇府村3组12号".
    std::string address(std::int64_t index) const;

private:
    std::int64_t first_of(int group) const;

    bool urban_;
    std::int64_t groups_, households_;
    std::string village_, short_name_;
};

}  // namespace fx::roster
