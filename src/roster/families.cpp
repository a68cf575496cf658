#include "roster/families.hpp"

#include "base/assert.hpp"
#include "roster/apportion.hpp"
#include "roster/dormitory.hpp"

#include <algorithm>

namespace fx::roster {
namespace {

struct Slot {
    int size;
    int minors = 0;
    bool couple = false;             // two persons of one generation
    bool three_generations = false;  // grandparents too
    std::vector<Member> residents;   // of the dormitory kept here
    Family family;

    int adults() const { return size - minors; }
};

Sex other(Sex sex) { return sex == Sex::male ? Sex::female : Sex::male; }

class Builder {
public:
    Builder(VillagePlan const& plan, Random& random) : plan_(plan), random_(random), pool_(plan.by_age, random) {}

    std::vector<Family> build() {
        open_slots();
        fill_dormitories();
        place_minors();
        choose_three_generations();
        // Those with the narrowest wishes first; single persons take who is left.
        for (auto& slot : slots_)
            if (slot.minors > 0) with_minors(slot);
        for (auto& slot : slots_)
            if (slot.minors == 0 && (slot.size > 2 || (slot.size == 2 && !slot.couple))) with_grown_children(slot);
        for (auto& slot : slots_)
            if (slot.minors == 0 && slot.couple) couple(slot);
        std::vector<Family> out;
        for (auto& slot : slots_) {
            complete(slot);
            head_first(slot.family);
            out.push_back(std::move(slot.family));
        }
        FX_ASSERT(pool_.count(0, AgePool::age_max) == 0);
        return out;
    }

private:
    int between(int from, int to) { return from + int(random_.below(std::uint64_t(to - from + 1))); }
    bool chance(int percent) { return int(random_.below(100)) < percent; }

    template <class List>
    void shuffle(List& list) {
        for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random_.below(i)]);
    }

    void open_slots() {
        for (std::size_t size = 1; size < plan_.households_by_size.size(); ++size)
            for (std::int64_t i = 0; i < plan_.households_by_size[size]; ++i) {
                auto& slot = slots_.emplace_back();
                slot.size = int(size);
                slot.couple = size == 2 && i < plan_.couples_of_two;
            }
        shuffle(slots_);
    }

    void fill_dormitories() {
        std::vector<Slot*> kept;
        for (auto& slot : slots_)
            if (slot.size == 1 && std::int64_t(kept.size()) < plan_.dormitories) kept.push_back(&slot);
        if (kept.empty()) return;
        // A works' hostel of seven beside a school's of forty-eight.
        std::vector<double> shares;
        for (std::size_t i = 0; i < kept.size(); ++i) shares.push_back(0.3 + random_.unit() * random_.unit() * 2);
        std::vector<std::int64_t> const most(kept.size(), dormitory_persons_max);
        auto const persons = apportion_within(plan_.collective, shares, most);
        for (std::size_t i = 0; i < kept.size(); ++i) {
            auto const dormitory = draw_dormitory(int(persons[i]), std::int64_t(slots_.size()), pool_, random_);
            kept[i]->family.dormitory = dormitory.name;
            // The warden is found at the end, as every single person is.
            for (auto const& body : dormitory.residents) kept[i]->residents.push_back({body, Role::unrelated, false});
        }
    }

    /// Minors take places in households of three and more first, then wherever an adult is.
    void place_minors() {
        std::vector<Slot*> first, second;
        for (auto& slot : slots_) {
            int const usual = slot.size == 2 ? 1 : slot.size == 3 ? 1 : slot.size <= 5 ? 2 : 3;
            for (int place = 1; place < slot.size; ++place) {
                bool const likely = place <= usual && (slot.size > 2 ? chance(85) : !slot.couple && chance(20));
                (likely ? first : second).push_back(&slot);
            }
        }
        shuffle(first);
        shuffle(second);
        std::stable_partition(second.begin(), second.end(), [](Slot* slot) { return slot->size > 2; });
        auto minors = pool_.count(0, adult_age - 1);
        for (auto const* list : {&first, &second})
            for (auto* slot : *list)
                if (minors > 0) {
                    ++slot->minors;
                    slot->couple = false;
                    --minors;
                }
    }

    void choose_three_generations() {
        auto left = plan_.three_generations;
        for (bool const with_minors : {true, false})
            for (auto& slot : slots_) {
                bool const fits = slot.adults() >= 3 && (slot.minors > 0) == with_minors;
                if (left == 0 || !fits) continue;
                slot.three_generations = true;
                --left;
            }
    }

    static void add(Slot& slot, Body const& body, Role role) { slot.family.members.push_back({body, role, false}); }
    static int room(Slot const& slot) { return slot.size - int(slot.family.members.size()); }

    void with_minors(Slot& slot) {
        Body child;
        int eldest = 0, last = -1;
        for (int i = 0; i < slot.minors; ++i) {
            Sex const sex = chance(50) ? Sex::male : Sex::female;
            int const wanted = last + (chance(50) ? between(2, 5) : -between(2, 5));
            bool const found = last < 0 ? pool_.take_any(random_, 0, adult_age - 1, child)
                                        : pool_.take_near(sex, wanted, 0, adult_age - 1, child) ||
                                              pool_.take_near(other(sex), wanted, 0, adult_age - 1, child);
            if (!found) break;
            add(slot, child, Role::child);
            eldest = std::max(eldest, child.age);
            last = child.age;
        }
        if (slot.adults() == 1 && chance(30))
            grandparent_alone(slot, eldest);
        else
            parents(slot, eldest, slot.adults() == 1);
        elders_and_others(slot);
    }

    void grandparent_alone(Slot& slot, int eldest) {
        Body elder;
        // One draw after the other: compilers evaluate the arguments of one call in different orders.
        int const wanted = eldest + between(45, 58);
        auto const sex = chance(65) ? Sex::female : Sex::male;
        if (!pool_.take_near(sex, wanted, eldest + 36, 85, elder)) return;
        for (auto& member : slot.family.members) member.role = Role::grandchild;
        add(slot, elder, Role::partner);
    }

    /// Mother 23 to 31 years above the eldest child where such women are left, father up to four years older.
    void parents(Slot& slot, int eldest, bool alone) {
        Body mother, father;
        bool const father_alone = alone && chance(45);
        int const wanted = eldest + between(23, 31);
        bool const has_mother =
            !father_alone && pool_.take_near(Sex::female, wanted, std::max(adult_age, eldest + 17), eldest + 45, mother);
        if (has_mother) add(slot, mother, Role::partner);
        if (alone && has_mother) return;
        int const near = (has_mother ? mother.age : wanted) + between(-1, 4);
        if (pool_.take_near(Sex::male, near, std::max(adult_age, eldest + 17), near + 15, father))
            add(slot, father, Role::partner);
    }

    void with_grown_children(Slot& slot) {
        Body child;
        // Young men stay with their parents more often than young women, who marry earlier.
        Sex const sex = chance(60) ? Sex::male : Sex::female;
        int const wanted = between(18, 32);
        if (pool_.take_near(sex, wanted, adult_age, 50, child) ||
            pool_.take_near(other(sex), wanted, adult_age, 50, child)) {
            add(slot, child, Role::child);
            parents(slot, child.age, slot.size == 2);
        }
        elders_and_others(slot);
    }

    /// The parents must both be old enough for a child; the elder decides on the grandparents.
    static int youngest_partner(Slot const& slot) {
        int age = AgePool::age_max;
        for (auto const& member : slot.family.members)
            if (member.role == Role::partner) age = std::min(age, member.body.age);
        return age;
    }

    static int partner_age(Slot const& slot) {
        int age = 0;
        for (auto const& member : slot.family.members)
            if (member.role == Role::partner) age = std::max(age, member.body.age);
        return age;
    }

    void elders_and_others(Slot& slot) {
        int const age = partner_age(slot);
        if (age == 0) return;
        Body body;
        if (slot.three_generations && room(slot) > 0) {
            Role const role = chance(80) ? Role::husbands_parent : Role::wifes_parent;
            int const wanted = age + between(22, 30);
            bool const widow = room(slot) > 1 || chance(65);
            if (widow && pool_.take_near(Sex::female, wanted, age + 16, age + 42, body)) add(slot, body, role);
            if (room(slot) > 0 && (!widow || chance(75)) &&
                pool_.take_near(Sex::male, wanted + between(0, 3), age + 16, age + 42, body))
                add(slot, body, role);
        }
        int const oldest_child = youngest_partner(slot) - 17;
        while (room(slot) > 0) {
            Sex const sex = chance(50) ? Sex::male : Sex::female;
            int const wanted = between(adult_age, std::clamp(oldest_child - 5, adult_age, 30));
            bool const child = pool_.take_near(sex, wanted, adult_age, oldest_child, body) ||
                               pool_.take_near(other(sex), wanted, adult_age, oldest_child, body);
            if (!child) break;
            add(slot, body, Role::child);
        }
    }

    void couple(Slot& slot) {
        Body wife, husband;
        if (!pool_.take_any(random_, Sex::female, 20, AgePool::age_max, wife)) return;
        add(slot, wife, Role::partner);
        int const near = wife.age + between(-1, 5);
        if (pool_.take_near(Sex::male, near, std::max(20, wife.age - 8), wife.age + 15, husband))
            add(slot, husband, Role::partner);
    }

    /// Fills what is open with anybody left: as the single person, as a missing partner, else as a relative.
    void complete(Slot& slot) {
        Body body;
        while (room(slot) > 0) {
            int const age = partner_age(slot);
            if (!pool_.take_any(random_, adult_age, AgePool::age_max, body) &&
                !pool_.take_any(random_, 0, AgePool::age_max, body))
                break;
            bool const above_children = std::all_of(
                slot.family.members.begin(), slot.family.members.end(),
                [&](Member const& member) { return member.role != Role::child || body.age >= member.body.age + 17; });
            add(slot, body, age == 0 && above_children ? Role::partner : Role::relative);
        }
        auto& members = slot.family.members;
        if (partner_age(slot) == 0) {
            // Nobody left is old enough to be a parent here: the eldest leads a household of relatives.
            auto const eldest = std::max_element(members.begin(), members.end(),
                                                 [](auto const& a, auto const& b) { return a.body.age < b.body.age; });
            for (auto& member : members) member.role = Role::relative;
            eldest->role = Role::partner;
        }
        members.insert(members.end(), slot.residents.begin(), slot.residents.end());
    }

    /// The husband leads seven households of eight; who leads stands first, the partner second.
    void head_first(Family& family) {
        bool const wife_leads = chance(12);
        std::stable_sort(family.members.begin(), family.members.end(), [&](Member const& a, Member const& b) {
            auto const rank = [&](Member const& member) {
                if (member.role != Role::partner) return 2 + int(member.role);
                return int((member.body.sex == Sex::female) != wife_leads);
            };
            return rank(a) < rank(b);
        });
    }

    VillagePlan const& plan_;
    Random& random_;
    AgePool pool_;
    std::vector<Slot> slots_;
};

/// Whole households without hukou, and four of five in dormitories, until the plan's number is met.
void mark_floating(std::vector<Family>& families, std::int64_t left, Random& random) {
    std::vector<Family*> order;
    for (auto& family : families) order.push_back(&family);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    for (auto* family : order)
        for (std::size_t i = 1; !family->dormitory.empty() && i < family->members.size() && left > 0; ++i) {
            family->members[i].floating = random.below(5) != 0;
            left -= family->members[i].floating;
        }
    for (auto* family : order) {
        std::size_t const fixed = !family->dormitory.empty() ? 1 : family->members.size();
        if (std::int64_t(fixed) > left) continue;
        for (std::size_t i = 0; i < fixed; ++i) family->members[i].floating = true;
        left -= std::int64_t(fixed);
    }
    for (auto* family : order)
        for (auto& member : family->members)
            if (left > 0 && !member.floating) member.floating = true, --left;
}

}  // namespace

std::vector<Family> make_families(VillagePlan const& plan, Random& random) {
    auto families = Builder(plan, random).build();
    mark_floating(families, plan.floating, random);
    return families;
}

}  // namespace fx::roster
