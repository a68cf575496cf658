#include "roster/age_pool.hpp"

#include <algorithm>

namespace fx::roster {

AgePool::AgePool(AgeSex const& counts, Random& random) {
    for (int group = 0; group < age_groups; ++group)
        for (int sex = 0; sex < 2; ++sex)
            for (auto left = counts[std::size_t(group)][std::size_t(sex)]; left > 0; --left) {
                int age = group_from(group);
                if (group == age_groups - 1)
                    while (age < age_max && random.below(5) != 0) ++age;
                else
                    age += int(random.below(std::uint64_t(group_to(group) - age + 1)));
                ++left_[std::size_t(sex)][std::size_t(age)];
            }
}

std::int64_t AgePool::count(Sex sex, int from, int to) const {
    std::int64_t total = 0;
    for (int age = std::max(from, 0); age <= std::min(to, age_max); ++age)
        total += left_[std::size_t(sex) - 1][std::size_t(age)];
    return total;
}

std::int64_t AgePool::count(int from, int to) const { return count(Sex::male, from, to) + count(Sex::female, from, to); }

bool AgePool::take_near(Sex sex, int wanted, int from, int to, Body& out) {
    from = std::max(from, 0);
    to = std::min(to, age_max);
    for (int distance = 0; distance <= age_max; ++distance)
        for (int const age : {wanted - distance, wanted + distance})
            if (age >= from && age <= to && at(sex, age) > 0) {
                --at(sex, age);
                out = {sex, age};
                return true;
            }
    return false;
}

bool AgePool::take_any(Random& random, Sex sex, int from, int to, Body& out) {
    auto const total = count(sex, from, to);
    if (total == 0) return false;
    auto rank = std::int64_t(random.below(std::uint64_t(total)));
    int age = std::max(from, 0);
    while (rank >= at(sex, age)) rank -= at(sex, age++);
    --at(sex, age);
    out = {sex, age};
    return true;
}

bool AgePool::take_any(Random& random, int from, int to, Body& out) {
    auto const men = count(Sex::male, from, to), women = count(Sex::female, from, to);
    if (men + women == 0) return false;
    bool const man = std::int64_t(random.below(std::uint64_t(men + women))) < men;
    return take_any(random, man ? Sex::male : Sex::female, from, to, out);
}

}  // namespace fx::roster
