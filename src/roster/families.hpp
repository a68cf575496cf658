#pragma once
/// Households of one village: who lives with whom. Ages and sexes come from the plan, kinship is made to fit them.

#include "roster/age_pool.hpp"
#include "roster/village_plan.hpp"

#include <string_view>
#include <vector>

namespace fx::roster {

/// Place in the household, seen from the couple (or single person) it is built around.
enum class Role : std::uint8_t { partner, child, husbands_parent, wifes_parent, grandchild, relative, unrelated };

struct Member {
    Body body;
    Role role = Role::partner;
    bool floating = false;
};

struct Family {
    std::vector<Member> members;  ///< the head first
    /// What kind of collective quarters the members after the head live in ("工地宿舍"); empty = a family.
    std::string_view dormitory = {};
};

inline constexpr int adult_age = 18;

/// Every household of the plan, in random order; together they hold exactly the plan's persons. Minors live with
/// adults; a mother is 17 to 45 years older than her child, grandparents some 27 years older than their child;
/// partners are of the two sexes and mostly within five years. Where the ages left over allow no kinship the
/// member is a relative.
std::vector<Family> make_families(VillagePlan const&, Random&);

}  // namespace fx::roster
