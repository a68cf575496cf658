#include "engines/tracing/membership_index.hpp"

#include <utility>

namespace fx::tracing {
namespace {

constexpr std::uint16_t minutes_of_a_day = 1440;

Result<void> check_membership(Membership const& row, std::size_t persons, std::size_t groups) {
    if (row.person >= persons) return Problem(ProblemKind::invalid_parameter, {"person", std::to_string(row.person)});
    if (row.group >= groups) return Problem(ProblemKind::invalid_parameter, {"group", std::to_string(row.group)});
    if (row.until <= row.from) return Problem(ProblemKind::invalid_parameter, {"until", {"不晚于开始", "not after from"}});
    if (row.minutes_a_day > minutes_of_a_day) return Problem(ProblemKind::invalid_parameter, {"minutes_a_day", "> 1440"});
    return {};
}

template <class T>
std::size_t membership_bytes(std::vector<T> const& values) {
    return values.capacity() * sizeof(T);
}

}  // namespace

Result<MembershipIndex> MembershipIndex::build(std::uint32_t persons, std::span<GroupKind const> groups,
                                               std::span<Membership const> memberships) {
    MembershipIndex index;
    index.kinds_.assign(groups.begin(), groups.end());
    index.person_start_.assign(std::size_t(persons) + 1, 0);
    index.group_start_.assign(groups.size() + 1, 0);
    for (auto const& row : memberships) {
        FX_CHECK(check_membership(row, persons, groups.size()));
        ++index.person_start_[row.person];
        ++index.group_start_[row.group];
    }
    for (auto* starts : {&index.person_start_, &index.group_start_}) {
        std::uint32_t sum = 0;
        for (auto& each : *starts) sum += std::exchange(each, sum);
    }
    index.members_.resize(memberships.size());
    index.steps_.resize(memberships.size());
    auto next_at = index.group_start_, next_step = index.person_start_;
    for (auto const& row : memberships) {
        auto const at = next_at[row.group]++;
        index.members_[at] = {row.person, row.from, row.until, row.minutes_a_day};
        index.steps_[next_step[row.person]++] = {row.group, at};
    }
    return index;
}

std::size_t MembershipIndex::bytes() const {
    return membership_bytes(kinds_) + membership_bytes(members_) + membership_bytes(steps_) +
           membership_bytes(group_start_) + membership_bytes(person_start_);
}

}  // namespace fx::tracing
