#include "roster/roster.hpp"

#include "base/assert.hpp"
#include "roster/address.hpp"
#include "roster/families.hpp"
#include "roster/identity.hpp"
#include "roster/surnames.hpp"
#include "roster/village_plan.hpp"

#include <array>

namespace fx::roster {
namespace {

constexpr CivilDate census_day{2020, 11, 1};
constexpr int phone_age = 14;
/// Wives who married in from another county keep the identity number of where they were registered first.
constexpr int married_in_percent = 25;

Relation relation_of(Member const& member, Sex head) {
    bool const man = member.body.sex == Sex::male;
    switch (member.role) {
        case Role::partner: return Relation::spouse;
        case Role::child: return man ? Relation::son : Relation::daughter;
        case Role::grandchild: return man ? Relation::grandson : Relation::granddaughter;
        case Role::husbands_parent:
            if (head == Sex::male) return man ? Relation::father : Relation::mother;
            return man ? Relation::husbands_father : Relation::husbands_mother;
        case Role::wifes_parent:
            if (head == Sex::female) return man ? Relation::father : Relation::mother;
            return man ? Relation::wifes_father : Relation::wifes_mother;
        case Role::relative: return Relation::relative;
        case Role::unrelated: break;
    }
    return Relation::unrelated;
}

class Generator {
public:
    Generator(DivisionTree const& tree, Source const& source, Options const& options, Sink const& sink)
        : tree_(tree),
          source_(source),
          options_(options),
          sink_(sink),
          numbers_(source, options.seed),
          ids_(mixed_seed(options.seed ^ 0x1d5, source.census.county)) {}

    void village(VillagePlan const& plan) {
        SeededRandom random(mixed_seed(options_.seed, plan.village->place));
        auto const families = make_families(plan, random);
        Addresses const addresses(tree_, *plan.village, plan.urban, plan.groups, std::int64_t(families.size()));
        VillageSurnames const surnames(source_.names, plan.urban ? std::string_view() : plan.village->name, random);
        for (std::size_t i = 0; i < families.size(); ++i) {
            auto const index = std::int64_t(i);
            Household household;
            household.place = plan.village->place.group(addresses.group_of(index));
            household.house_code = addresses.house_code(index);
            household.address = addresses.address(index);
            if (!families[i].dormitory.empty()) household.address += "（" + std::string(families[i].dormitory) + "）";
            emit(household, families[i], surnames, plan.urban, random);
        }
        ++summary_.villages;
        summary_.groups += plan.groups;
        summary_.collective += plan.collective;
        if (plan.urban) summary_.urban += plan.persons();
    }

    Summary const& summary() const { return summary_; }

private:
    bool chance(Random& random, int percent) { return int(random.below(100)) < percent; }

    void emit(Household& household, Family const& family, VillageSurnames const& surnames, bool urban, Random& random) {
        household.id = ordered_id(options_.start, std::uint64_t(summary_.households++), ids_);
        auto const family_names = surnames.draw(family, random);
        auto const origin = draw_origin(random);
        auto const hometown = random.next();
        bool const never_here =
            !family.members[0].floating && family.dormitory.empty() && int(random.below(1000)) < options_.never_here;
        people_.resize(family.members.size());
        bool anybody = false;
        for (std::size_t i = 0; i < people_.size(); ++i) {
            auto const& member = family.members[i];
            auto& person = people_[i];
            bool const guest = member.role == Role::unrelated;
            // One after the other: compilers draw the arguments of one call in different orders.
            auto const town = guest ? random.next() : hometown;
            auto const from = !member.floating ? Origin::home : guest ? draw_origin(random) : origin;
            describe(person, member, from, town, random);
            person.household = household.id;
            person.name = source_.names.surnames[family_names[i]];
            append_given_name(source_.names, person.sex, civil(person.birth_date).year, random, person.name);
            person.relation = i == 0 ? Relation::head : relation_of(member, people_[0].sex);
            person.residence = residence(member, never_here, urban, random);
            anybody = anybody || person.residence <= Residence::without_hukou;
        }
        household.head = people_[0].id;
        household.phone = people_[0].phone;
        household.use = !family.dormitory.empty()    ? HouseUse::dormitory
                        : !anybody                   ? HouseUse::empty
                        : family.members[0].floating ? HouseUse::rented
                                                     : HouseUse::own;
        sink_(household, people_);
    }

    void describe(Person& person, Member const& member, Origin origin, std::uint64_t hometown, Random& random) {
        // Completed years at 0:00 of census day: the last birthday was the day before at the latest.
        int const year = census_day.year - member.body.age;
        Date const latest = *date_of({year, census_day.month, census_day.day}) + -1;
        Date const earliest = *date_of({year - 1, census_day.month, census_day.day});
        person.sex = member.body.sex;
        person.birth_date = earliest + int(random.below(std::uint64_t(latest - earliest + 1)));
        bool const wife = member.role == Role::partner && person.sex == Sex::female;
        if (origin == Origin::home && wife && chance(random, married_in_percent)) origin = Origin::province;
        person.id_number = numbers_.next(origin, hometown, person.sex, person.birth_date, earliest, latest);
        person.id = ordered_id(options_.start, std::uint64_t(summary_.persons), ids_);
        if (member.body.age >= phone_age)
            person.phone = phone(std::uint64_t(summary_.persons), options_.seed);
        else
            person.phone.clear();
        ++summary_.persons;
    }

    /// Of a floating household, by the census' three kinds.
    Origin draw_origin(Random& random) {
        auto const& census = source_.census;
        if (census.floating() == 0) return Origin::home;
        auto const rank = std::int64_t(random.below(std::uint64_t(census.floating())));
        if (rank < census.floating_county) return Origin::home;
        return rank < census.floating_county + census.floating_province ? Origin::province : Origin::other;
    }

    Residence residence(Member const& member, bool never_here, bool urban, Random& random) {
        if (member.floating) return Residence::without_hukou;
        if (never_here) return Residence::never_here;
        bool const may_leave = member.body.age >= 18 && member.body.age < 60 && member.role != Role::unrelated;
        return may_leave && chance(random, urban ? options_.away_urban : options_.away_rural) ? Residence::away
                                                                                              : Residence::registered;
    }

    DivisionTree const& tree_;
    Source const& source_;
    Options const& options_;
    Sink const& sink_;
    IdentityNumbers numbers_;
    SeededRandom ids_;
    Summary summary_;
    std::vector<Person> people_;
};

}  // namespace

std::string_view relation_name(Relation relation) {
    constexpr auto names = std::to_array<std::string_view>(
        {"户主", "配偶", "子", "女", "孙子", "孙女", "父亲", "母亲", "公公", "婆婆", "岳父", "岳母", "其他亲属", "非亲属"});
    return names[std::size_t(relation)];
}

int relation_code(Relation relation) {
    constexpr auto codes = std::to_array<int>({0, 1, 2, 3, 4, 4, 5, 5, 5, 5, 5, 5, 8, 8});
    return codes[std::size_t(relation)];
}

Result<Summary> generate(DivisionTree& tree, Source const& source, Options const& options, Sink const& sink) {
    FX_TRY(auto plans, plan_villages(tree, source.census, options.seed));
    std::vector<DivisionTree::GroupCount> groups;
    std::vector<Place> places;
    for (auto const& plan : plans) {
        groups.push_back({plan.village->place, plan.groups});
        places.push_back(plan.village->place);
    }
    FX_CHECK(tree.add_groups(groups));
    Generator generator(tree, source, options, sink);
    for (std::size_t i = 0; i < plans.size(); ++i) {
        plans[i].village = tree.find(places[i]);  // the tree has grown
        generator.village(plans[i]);
    }
    return generator.summary();
}

}  // namespace fx::roster
