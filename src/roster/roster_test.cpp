#include "roster/roster.hpp"

#include "base/random.hpp"
#include "divisions/load.hpp"
#include "roster/roster_csv.hpp"
#include "roster/village_plan.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <unordered_set>

namespace fx::roster {
namespace {

Place place(std::int64_t code) { return Place::division(code); }

/// A county of `villages` villages in two townships, three of them residents' committees.
DivisionTree small_county(Place county, int villages) {
    DivisionTree tree;
    auto const province = Place{county.value / 10'000'000'000'000 * 10'000'000'000'000};
    auto const prefecture = Place{county.value / 100'000'000'000 * 100'000'000'000};
    tree.add({province, {}, "某省", Level::province, Kind::province});
    tree.add({prefecture, province, "某市", Level::prefecture, Kind::prefecture_city});
    if (county != prefecture) tree.add({county, prefecture, "某县", Level::county, Kind::county});
    for (int i = 0; i < 2; ++i)
        tree.add({{county.value + (i + 1) * 1'000'000},
                  county,
                  i == 0 ? "城关街道" : "河口镇",
                  Level::township,
                  i == 0 ? Kind::subdistrict : Kind::town});
    for (int i = 0; i < villages; ++i) {
        auto const township = county.value + (i < villages / 2 ? 1 : 2) * 1'000'000;
        bool const urban = i < 3;
        Place const village{township + (urban ? i + 1 : 200 + i) * 1000};
        tree.add({village,
                  {township},
                  i == 4  ? "张家沟村委会"
                  : urban ? "南关社区居委会"
                          : "府村委会",
                  Level::village,
                  urban ? Kind::residents_committee : Kind::villagers_committee});
    }
    auto const done = tree.finish("small county");
    EXPECT_TRUE(done.has_value()) << done.error().en();
    return tree;
}

Source load(std::int64_t code) {
    auto source = load_source("data", place(code));
    EXPECT_TRUE(source.has_value()) << source.error().en();
    return std::move(*source);
}

struct Home {
    Household household;
    std::vector<Person> persons;
};

struct Roster {
    DivisionTree tree;
    Source source;
    Summary summary;
    std::vector<Home> homes;

    template <class Visit>
    void each_person(Visit visit) const {
        for (auto const& home : homes)
            for (auto const& person : home.persons) visit(home, person);
    }
};

Roster make(std::int64_t code, int villages, std::uint64_t seed) {
    Roster out{small_county(place(code), villages), load(code), {}, {}};
    Options options;
    options.seed = seed;
    auto const summary = generate(out.tree, out.source, options, [&](Household const& household, auto persons) {
        out.homes.push_back({household, {persons.begin(), persons.end()}});
    });
    EXPECT_TRUE(summary.has_value()) << summary.error().en();
    out.summary = *summary;
    return out;
}

Roster const& ganquan() {
    static Roster const roster = make(610627000000, 71, 20200203);
    return roster;
}

int age_on_census_day(Date birth) {
    auto const born = civil(birth);
    return 2020 - born.year - (std::pair(born.month, born.day) >= std::pair(11, 1) ? 1 : 0);
}

TEST(Roster, GanquanHasExactlyTheHouseholdsAndPersonsOfTheCensus) {
    auto const& roster = ganquan();
    EXPECT_EQ(roster.homes.size(), 29'777U);
    EXPECT_EQ(roster.summary.households, 29'777);
    EXPECT_EQ(roster.summary.persons, 76'929);
    EXPECT_EQ(roster.summary.collective, 76'929 - 74'742);
    EXPECT_EQ(roster.summary.urban, 47'424);
    EXPECT_EQ(roster.summary.villages, 71);
    std::int64_t persons = 0;
    roster.each_person([&](auto const&, auto const&) { ++persons; });
    EXPECT_EQ(persons, 76'929);
}

void expect_margins(Roster const& roster) {
    AgeSex counted{};
    std::int64_t floating = 0;
    roster.each_person([&](auto const&, Person const& person) {
        ++counted[std::size_t(age_group(age_on_census_day(person.birth_date)))][person.sex == Sex::male ? 0 : 1];
        floating += person.residence == Residence::without_hukou;
    });
    EXPECT_EQ(counted, roster.source.census.by_age);
    EXPECT_EQ(floating, roster.source.census.floating());
}

TEST(Roster, AgesSexesAndFloatingPersonsAreThoseOfTheCensus) { expect_margins(ganquan()); }

TEST(Roster, HouseholdSizesAreThoseFitted) {
    auto const& roster = ganquan();
    std::map<std::size_t, int> sizes;
    std::set<std::size_t> dormitories;
    for (auto const& home : roster.homes) {
        bool const dormitory = home.household.use == HouseUse::dormitory;
        ++sizes[dormitory ? 1 : home.persons.size()];
        if (dormitory) dormitories.insert(home.persons.size());
        EXPECT_EQ(home.household.address.ends_with("舍）") || home.household.address.ends_with("养老院）"), dormitory)
            << home.household.address << ": who lives with many says where";
        EXPECT_LE(home.persons.size(), 50U) << "form A lists at most 50";
    }
    EXPECT_EQ(sizes[1], 7082);
    EXPECT_NEAR(sizes[2], .34646 * 29777, 5);
    EXPECT_NEAR(sizes[3], .20909 * 29777, 5);
    EXPECT_NEAR(sizes[5], .04978 * 29777, 5);
    EXPECT_EQ(sizes.rbegin()->first, 10U);
    EXPECT_GT(dormitories.size(), 20U) << "dormitories are not all of one size";
}

TEST(Roster, EveryVillageHasGroupsOfHouseholdsInPlaceOrder) {
    auto const& roster = ganquan();
    std::map<Place, int> households;
    Place last;
    Id last_id;
    std::set<std::pair<std::int64_t, std::string>> houses;
    for (auto const& home : roster.homes) {
        EXPECT_GE(home.household.place, last);
        EXPECT_GT(home.household.id, last_id);
        last = home.household.place;
        last_id = home.household.id;
        ++households[last];
        EXPECT_TRUE(houses.insert({last.division_code(), home.household.house_code}).second) << home.household.address;
        ASSERT_NE(roster.tree.find(last), nullptr);
        EXPECT_EQ(roster.tree.find(last)->level, Level::group);
    }
    std::int64_t groups = 0;
    for (auto const& node : roster.tree.nodes()) {
        if (node.level != Level::group) continue;
        ++groups;
        EXPECT_GE(households[node.place], 20) << format(node.place);
        EXPECT_LE(households[node.place], 70) << format(node.place);
    }
    EXPECT_EQ(groups, roster.summary.groups);
    EXPECT_EQ(std::size_t(groups), households.size());
}

TEST(Roster, IdentityNumbersAreValidAndNoneIsGivenTwice) {
    auto const& roster = ganquan();
    std::unordered_set<std::string> numbers, phones;
    std::unordered_set<Id> ids;
    int home = 0;
    roster.each_person([&](Home const& place_of, Person const& person) {
        auto const& number = person.id_number;
        ASSERT_EQ(number.size(), 18U);
        auto const card = names::parse_id_card(number, *parse_date("2020-11-01"));
        ASSERT_TRUE(card.has_value()) << card.error().en();
        EXPECT_EQ(card->birth_date, person.birth_date);
        EXPECT_EQ(card->sex, person.sex);
        EXPECT_TRUE(numbers.insert(number).second) << "given twice";
        EXPECT_TRUE(ids.insert(person.id).second);
        EXPECT_EQ(person.household, place_of.household.id);
        home += number.starts_with("610627");
        if (!person.phone.empty()) {
            EXPECT_TRUE(person.phone.starts_with("154")) << "must reach nobody";
            EXPECT_EQ(person.phone.size(), 11u);
            EXPECT_TRUE(phones.insert(person.phone).second);
        }
    });
    EXPECT_GT(home, 76'929 * 7 / 10);
    EXPECT_LT(home, 76'929);
}

TEST(Roster, HouseholdsMakeSense) {
    auto const& roster = ganquan();
    int couples = 0, close = 0, others = 0, children = 0, fathers_name = 0, minors_alone = 0, both_sexes = 0;
    for (auto const& [household, persons] : roster.homes) {
        ASSERT_FALSE(persons.empty());
        auto const& head = persons[0];
        EXPECT_EQ(head.relation, Relation::head);
        EXPECT_EQ(household.head, head.id);
        minors_alone += age_on_census_day(head.birth_date) < 18;
        int spouses = 0;
        for (std::size_t i = 1; i < persons.size(); ++i) {
            auto const& person = persons[i];
            EXPECT_NE(person.relation, Relation::head);
            if (household.use != HouseUse::dormitory) others += person.relation >= Relation::relative;
            if (person.relation == Relation::spouse) {
                ++couples, ++spouses;
                both_sexes += person.sex != head.sex;
                close += std::abs(person.birth_date - head.birth_date) < 6 * 366;
            }
            if (person.relation != Relation::son && person.relation != Relation::daughter) continue;
            EXPECT_GT(person.birth_date - head.birth_date, 15 * 365) << "a child must be younger than its parent";
            if (head.sex == Sex::male && person.name.substr(0, 3) == head.name.substr(0, 3)) ++fathers_name;
            children += head.sex == Sex::male;
        }
        EXPECT_LE(spouses, 1);
    }
    EXPECT_EQ(minors_alone, 0);
    EXPECT_EQ(both_sexes, couples);
    EXPECT_GT(couples, 14'000);
    EXPECT_GT(close, couples * 85 / 100);
    EXPECT_LT(others, 76'929 * 5 / 100);
    EXPECT_GT(fathers_name, children * 90 / 100);
    RecordProperty("couples", couples);
    RecordProperty("close", close);
    RecordProperty("other_relatives", others);
}

TEST(Roster, GenerationsAreNearTheCensus) {
    auto const& roster = ganquan();
    int generations[5] = {};
    for (auto const& [household, persons] : roster.homes) {
        bool elders = false, children = false;
        for (auto const& person : persons) {
            elders = elders || (person.relation >= Relation::father && person.relation <= Relation::wifes_mother);
            children = children || (person.relation >= Relation::son && person.relation <= Relation::granddaughter);
        }
        ++generations[1 + elders + children];
    }
    auto const& census = roster.source.census;
    EXPECT_NEAR(generations[1], double(census.generations1), double(census.generations1) * 0.05);
    EXPECT_NEAR(generations[3], double(census.generations3 + census.generations4), double(census.generations3) * 0.15);
}

TEST(Roster, SurnamesFollowTheirFrequencyAndVillagesTheirFamilies) {
    auto const& roster = ganquan();
    std::map<std::string, int> town, zhang_village;
    int town_persons = 0, zhang_persons = 0;
    auto const zhang = std::find_if(roster.tree.nodes().begin(), roster.tree.nodes().end(),
                                    [](auto const& node) { return node.name == "张家沟村委会"; });
    ASSERT_NE(zhang, roster.tree.nodes().end());
    roster.each_person([&](Home const& home, Person const& person) {
        auto const* village = roster.tree.find(Place::division(home.household.place.division_code()));
        auto const surname = person.name.substr(0, 3);
        if (village->kind == Kind::residents_committee) ++town[surname], ++town_persons;
        if (village->place == zhang->place) ++zhang_village[surname], ++zhang_persons;
        EXPECT_GE(person.name.size(), 6U);
        EXPECT_LE(person.name.size(), 12U);
    });
    auto const& names = roster.source.names;
    for (std::size_t i = 0; i < 5; ++i) {
        double const weight =
            double(names.cumulative[i] - (i ? names.cumulative[i - 1] : 0)) / double(names.cumulative.back());
        EXPECT_NEAR(double(town[names.surnames[i]]) / town_persons, weight, 0.012) << names.surnames[i];
    }
    EXPECT_GT(zhang_village["张"], zhang_persons * 15 / 100);
}

std::string as_csv(std::int64_t code, std::uint64_t seed) {
    auto tree = small_county(place(code), 12);
    auto const source = load(code);
    std::ostringstream out;
    Options options;
    options.seed = seed;
    std::unique_ptr<CsvWriter> writer;
    auto const done = generate(tree, source, options, [&](Household const& household, auto persons) {
        if (!writer) writer = std::make_unique<CsvWriter>(out, tree);
        out << format(household.id) << format(persons[0].id);
        writer->write(household, persons);
    });
    EXPECT_TRUE(done.has_value());
    return out.str();
}

std::uint64_t fnv(std::string const& text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (unsigned char const byte : text) hash = (hash ^ byte) * 0x100000001b3U;
    return hash;
}

TEST(Roster, SameSeedSameBytesOtherSeedOthers) {
    auto const once = as_csv(610627000000, 7);
    EXPECT_EQ(once, as_csv(610627000000, 7));
    EXPECT_NE(once, as_csv(610627000000, 8));
    EXPECT_EQ(fnv(once), 633918637875371881U) << "the roster of a seed must not change by accident or by machine";
    EXPECT_TRUE(once.starts_with("户编号,村,组,地址,姓名,性别,出生日期,证件号码,电话,与户主关系,居住类型\n"));
}

TEST(Roster, HandlesCountiesOfManyShapes) {
    // A city without counties, one with a dummy county, zones without GB/T 2260 codes, half or more in dormitories.
    for (auto const code : {460400000000, 620201000000, 632857000000, 370572000000, 450311000000}) {
        auto const source = load(code);
        auto tree = small_county(place(code), 9);
        AgeSex counted{};
        std::int64_t households = 0, minors_leading = 0;
        auto const summary = generate(tree, source, {}, [&](Household const&, std::span<Person const> persons) {
            ++households;
            minors_leading += age_on_census_day(persons[0].birth_date) < 18;
            for (auto const& person : persons)
                ++counted[std::size_t(age_group(age_on_census_day(person.birth_date)))][person.sex == Sex::male ? 0 : 1];
        });
        ASSERT_TRUE(summary.has_value()) << summary.error().en();
        EXPECT_EQ(counted, source.census.by_age) << code;
        EXPECT_EQ(households, source.census.households) << code;
        EXPECT_EQ(summary->persons, source.census.population()) << code;
        EXPECT_EQ(summary->urban, source.census.urban) << code;
        EXPECT_EQ(minors_leading, 0) << code;
    }
}

TEST(Roster, RefusesWhatCannotBeMet) {
    EXPECT_EQ(load_source("data", place(350527000000)).error().number(), "404.80") << "Jinmen: no census";
    EXPECT_EQ(load_source("data", place(990000000000)).error().number(), "404.80");
    EXPECT_EQ(load_source("/nowhere", place(610627000000)).error().number(), "422.77");
    EXPECT_TRUE(load_source("data", place(610305000000)).has_value()) << "Fengxiang: counted as 610322";

    auto source = load(610627000000);
    auto tree = small_county(place(610627000000), 0);
    auto const sink = [](Household const&, std::span<Person const>) { FAIL() << "nobody may be invented"; };
    EXPECT_EQ(generate(tree, source, {}, sink).error().number(), "422.82");

    auto const problem = [&](auto change) {
        auto census = load(610627000000).census;
        change(census);
        auto const result = check(census);
        return result.has_error() ? result.error().number() : "accepted";
    };
    EXPECT_EQ(problem([](CountyCensus&) {}), "accepted");
    EXPECT_EQ(problem([](CountyCensus& c) { c.households = 80'000; }), "422.81");
    EXPECT_EQ(problem([](CountyCensus& c) { c.household_population = 80'000; }), "422.81");
    EXPECT_EQ(problem([](CountyCensus& c) { c.one_person = 30'000; }), "422.81");
    EXPECT_EQ(problem([](CountyCensus& c) { c.urban = 80'000; }), "422.81");
    EXPECT_EQ(problem([](CountyCensus& c) { c.floating_other = 80'000; }), "422.81");
    EXPECT_EQ(problem([](CountyCensus& c) { c.households = 0; }), "422.81");
}

}  // namespace
}  // namespace fx::roster
