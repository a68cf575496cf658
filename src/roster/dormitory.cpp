#include "roster/dormitory.hpp"

#include "roster/families.hpp"

namespace fx::roster {
namespace {

struct DormitoryKind {
    std::string_view name;
    int share;     // of ten
    int from, to;  // ages, where such are left
    int men_of_hundred;
};

constexpr DormitoryKind kinds[] = {
    {"学校宿舍", 3, 15, 19, 50},
    {"工地宿舍", 4, 20, 58, 85},
    {"职工宿舍", 2, 18, 40, 55},
    {"养老院", 1, 70, 92, 45},
};

}  // namespace

Dormitory draw_dormitory(int persons, std::int64_t adults_kept, AgePool& pool, Random& random) {
    auto draw = int(random.below(10));
    auto const* kind = kinds;
    while (draw >= kind->share) draw -= (kind++)->share;
    auto spare = pool.count(adult_age, AgePool::age_max) - adults_kept;
    Dormitory out{kind->name, {}};
    Body body;
    for (int i = 0; i < persons; ++i) {
        bool const man = int(random.below(100)) < kind->men_of_hundred;
        int const wanted = kind->from + int(random.below(std::uint64_t(kind->to - kind->from + 1)));
        Sex const sex = man ? Sex::male : Sex::female, other = man ? Sex::female : Sex::male;
        int const oldest = spare > 0 ? AgePool::age_max : adult_age - 1;
        bool const found = pool.take_near(sex, wanted, 15, oldest, body) || pool.take_near(other, wanted, 0, oldest, body) ||
                           pool.take_near(sex, wanted, 0, AgePool::age_max, body);
        if (!found) continue;
        out.residents.push_back(body);
        spare -= body.age >= adult_age;
    }
    return out;
}

}  // namespace fx::roster
