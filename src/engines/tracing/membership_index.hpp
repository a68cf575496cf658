#pragma once
/// Who belonged to which household, workplace or class, and when.

#include "base/result.hpp"
#include "engines/tracing/visit.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace fx::tracing {

/// A multiset of memberships: by group, and by person. 24 bytes a membership, 4 a person, 5 a group.
class MembershipIndex {
public:
    /// Fails with invalid_parameter when a person or group is out of range, a membership does not end after it begins,
    /// or a day is given more than 1440 minutes.
    static Result<MembershipIndex> build(std::uint32_t persons, std::span<GroupKind const> groups,
                                         std::span<Membership const> memberships);

    std::uint32_t persons() const { return std::uint32_t(person_start_.size() - 1); }
    GroupKind kind(GroupIndex group) const { return kinds_[group]; }
    std::size_t bytes() const;

    /// Calls each(own, other) for every pair of a membership of `person` and one of somebody else in the same group.
    /// Whether they overlap in time is the caller's question. person < persons().
    template <class Each>
    void pairs(PersonIndex person, Each each) const {
        for (auto i = person_start_[person]; i < person_start_[person + 1]; ++i) {
            auto const own = at(steps_[i].group, steps_[i].at);
            for (auto k = group_start_[own.group]; k < group_start_[own.group + 1]; ++k)
                if (members_[k].person != person) each(own, at(own.group, k));
        }
    }

private:
    struct Member {
        PersonIndex person;
        Minute from, until;
        std::uint16_t minutes_a_day;
    };
    struct Step {
        GroupIndex group;
        std::uint32_t at;  // in members_
    };
    Membership at(GroupIndex group, std::uint32_t at) const {
        auto const& member = members_[at];
        return {member.person, group, member.from, member.until, member.minutes_a_day};
    }

    std::vector<GroupKind> kinds_;
    std::vector<Member> members_;              // by group
    std::vector<Step> steps_;                  // by person
    std::vector<std::uint32_t> group_start_;   // in members_; one more than groups
    std::vector<std::uint32_t> person_start_;  // in steps_; one more than persons
};

}  // namespace fx::tracing
