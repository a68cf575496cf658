#include "roster/dormitory.hpp"

namespace fx::roster {
namespace {

struct DormitoryKind {
    int share;           // of ten
    int from, to;        // ages, where such are left
    int men_of_hundred;
};

constexpr DormitoryKind kinds[] = {
    {3, 15, 19, 50},  // school
    {4, 20, 58, 85},  // building site, mine, works
    {2, 18, 40, 55},  // hostel
    {1, 70, 92, 45},  // care home
};

}  // namespace

std::vector<Body> draw_residents(int persons, AgePool& pool, Random& random) {
    auto draw = int(random.below(10));
    auto const* kind = kinds;
    while (draw >= kind->share) draw -= (kind++)->share;
    std::vector<Body> out;
    Body body;
    for (int i = 0; i < persons; ++i) {
        bool const man = int(random.below(100)) < kind->men_of_hundred;
        int const wanted = kind->from + int(random.below(std::uint64_t(kind->to - kind->from + 1)));
        bool const found = pool.take_near(man ? Sex::male : Sex::female, wanted, 15, AgePool::age_max, body) ||
                           pool.take_near(man ? Sex::female : Sex::male, wanted, 0, AgePool::age_max, body);
        if (found) out.push_back(body);
    }
    return out;
}

}  // namespace fx::roster
