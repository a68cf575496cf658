#pragma once
/// Who bears which surname: by national frequency, with the few families that dominate a rural village.

#include "roster/families.hpp"

#include <string_view>
#include <vector>

namespace fx::roster {

class VillageSurnames {
public:
    /// A village's own families: the surname its name begins with before 家 (张家沟), and two drawn by
    /// frequency; they bear half of the village. An empty name (towns) has none.
    VillageSurnames(NameTable const&, std::string_view village_name, Random&);

    /// One surname (index into NameTable::surnames) per member. Wives keep theirs; nineteen families of twenty name
    /// the children after the father.
    std::vector<std::uint32_t> draw(Family const&, Random&) const;

private:
    std::uint32_t draw_one(Random&) const;

    NameTable const& names_;
    std::vector<std::uint32_t> own_;
};

}  // namespace fx::roster
