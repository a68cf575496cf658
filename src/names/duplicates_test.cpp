#include "names/duplicates.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace fx::names {
namespace {

constexpr Place daozhen_village = Place::division(610627101201), next_village = Place::division(610627101202),
                other_county_village = Place::division(610628100201);

/// One line of a story: who, and what is known of them ("" and 0 = not known).
struct Who {
    char const* name;
    Sex sex = Sex::unknown;
    char const* born = "";
    std::uint64_t id = 0, phone = 0, household = 0;
    Place place = daozhen_village;
};

Profile person(Who const& who) {
    PersonTraits traits{who.name, who.sex, {}, who.id, who.phone, who.household, who.place};
    if (*who.born != 0) traits.birth_date = parse_date(who.born).value();
    return profile_of(traits);
}

Likeness compared(Who const& a, Who const& b) {
    auto const forth = likeness(person(a), person(b)), back = likeness(person(b), person(a));
    EXPECT_EQ(forth.score, back.score);
    EXPECT_EQ(forth.evidence, back.evidence);
    return forth;
}

void expect_probable(Who const& a, Who const& b) {
    EXPECT_GE(compared(a, b).score, probable_score) << a.name << " " << b.name;
}
void expect_possible(Who const& a, Who const& b) {
    EXPECT_GE(compared(a, b).score, possible_score) << a.name << " " << b.name;
    EXPECT_LT(compared(a, b).score, probable_score) << a.name << " " << b.name;
}
void expect_different(Who const& a, Who const& b) {
    EXPECT_LT(compared(a, b).score, possible_score) << a.name << " " << b.name;
}

TEST(Likeness, the_same_identity_number_is_one_person) {
    expect_probable({"张红", Sex::female, "1990-01-01", 7}, {"张红", Sex::female, "1990-01-01", 7});
    expect_probable({.name = "张红", .id = 7}, {.name = "张宏", .id = 7, .place = other_county_village});
    EXPECT_GE(compared({.name = "张红", .id = 7}, {.name = "李刚", .id = 7}).score, possible_score)
        << "one number, two names: somebody must look";
}

TEST(Likeness, homophones_typed_differently_are_found) {
    auto const like = compared({"张红", Sex::female, "1985-03-02"}, {"张宏", Sex::unknown, "1985-03-02"});
    EXPECT_GE(like.score, probable_score);
    EXPECT_EQ(reasons_zh(like.evidence), "姓名同音、出生日期相同");
    EXPECT_EQ(reasons_en(like.evidence), "names sound the same, same birth date");
}

TEST(Likeness, the_same_phone_with_a_like_name_is_found) {
    expect_probable({.name = "张红", .phone = 5}, {.name = "张红", .phone = 5});
    expect_possible({.name = "张红", .phone = 5}, {.name = "张宏", .phone = 5});
}

TEST(Likeness, twins_are_two_people) {
    expect_different({"张强", Sex::male, "2010-05-06", 0, 5, 9}, {"张伟", Sex::male, "2010-05-06", 0, 5, 9});
    expect_different({"张大伟", Sex::male, "2010-05-06", 0, 5, 9}, {"张小伟", Sex::male, "2010-05-06", 0, 5, 9});
    expect_different({"张玲", Sex::female, "2010-05-06", 1, 5, 9}, {"张琳", Sex::female, "2010-05-06", 2, 5, 9});
    auto const near = compared({"张玲", Sex::female, "2010-05-06", 0, 5, 9}, {"张琳", Sex::female, "2010-05-06", 0, 5, 9});
    EXPECT_LT(near.score, probable_score) << "a slip of the pen or twins: only a person can tell";
    EXPECT_TRUE((near.evidence & perhaps_twins) != 0);
}

TEST(Likeness, father_and_son_with_one_phone_are_two_people) {
    expect_different({"王建国", Sex::male, "1960-01-01", 0, 5, 9}, {"王小军", Sex::male, "1988-09-09", 0, 5, 9});
    expect_different({"王建国", Sex::male, "", 0, 5, 9}, {"王小军", Sex::male, "", 0, 5, 9});
    expect_different({"王明", Sex::male, "1960-01-01", 0, 5, 9}, {"王民", Sex::male, "1988-09-09", 0, 5, 9});
}

TEST(Likeness, the_same_name_in_a_village_is_looked_at_only_when_nothing_speaks_against_it) {
    expect_different({"张伟", Sex::male, "1980-01-02"}, {"张伟", Sex::male, "1991-07-15"});
    expect_different({"张伟", Sex::male, "1980-01-02", 1}, {"张伟", Sex::male, "1980-01-02", 2});
    expect_different({"张伟", Sex::male}, {"张伟", Sex::female});
    expect_different({.name = "张伟"}, {.name = "张伟", .place = next_village});
    expect_probable({"张伟", Sex::male, "1980-01-02"}, {"张伟", Sex::male, "1980-01-02", 0, 0, 0, next_village});
    expect_possible({"张伟", Sex::male, "1980-01-02"}, {"张伟", Sex::male, "1980-01-02", 0, 0, 0, other_county_village});
}

TEST(Likeness, a_birth_date_written_wrongly_still_counts) {
    for (auto const date : {"1985-02-03", "1985-03-12", "1986-03-02", "1985-04-10"})
        EXPECT_TRUE(
            (compared({"张红", Sex::female, "1985-03-02"}, {"张红", Sex::female, date}).evidence & similar_birth_date) != 0)
            << date;
    EXPECT_TRUE((compared({"张红", Sex::female, "1985-03-02"}, {"张红", Sex::female, "1991-07-15"}).evidence &
                 other_birth_date) != 0);
}

TEST(Likeness, people_without_any_data_are_not_one_person) {
    expect_different({.name = ""}, {.name = ""});
    expect_different({.name = "?"}, {.name = "?"});
    EXPECT_EQ(compared({.name = ""}, {.name = ""}).evidence, std::uint32_t(other_name));
}

TEST(Duplicates, a_placeholder_phone_makes_no_flood) {
    std::vector<Profile> people;
    for (int i = 0; i < 300; ++i)
        people.push_back(
            person({.name = i % 2 == 0 ? "张红" : "张强", .phone = 5, .place = Place::division(610627101001 + i)}));
    auto const found = candidates(people);
    EXPECT_TRUE(found.pairs.empty());
    EXPECT_EQ(found.blocks_left_out, 1u);
    EXPECT_EQ(found.largest_block, 300u);
}

TEST(Duplicates, what_candidates_leave_out_would_not_be_probable) {
    constexpr char const* given[] = {"红", "宏", "伟", "小明", "晓民", "建国", "琳", "玲", "欣怡", "大伟"};
    constexpr char const* surnames[] = {"张", "章", "王", "李", "单", "欧阳"};
    SeededRandom random(20200203);
    std::vector<Profile> people;
    for (int i = 0; i < 700; ++i) {
        auto const name = std::string(surnames[random.below(6)]) + given[random.below(10)];
        PersonTraits traits{name,
                            Sex(random.below(3)),
                            {},
                            random.below(300),
                            random.below(200),
                            random.below(150),
                            random.below(2) == 0 ? daozhen_village : next_village};
        if (random.below(4) > 0) traits.birth_date = Date{int(random.below(400))};
        people.push_back(profile_of(traits));
    }
    auto const pairs = candidates(people, 1000).pairs;
    std::size_t probable = 0;
    for (std::uint32_t a = 0; a < people.size(); ++a)
        for (std::uint32_t b = a + 1; b < people.size(); ++b) {
            if (likeness(people[a], people[b]).score < probable_score) continue;
            ++probable;
            EXPECT_TRUE(std::ranges::binary_search(pairs, Pair{a, b})) << people[a].name << " " << people[b].name;
        }
    EXPECT_GT(probable, 100u);
}

TEST(Duplicates, come_likeliest_first_and_each_once) {
    std::vector<Profile> const people{
        person({"张红", Sex::female, "1985-03-02", 7, 5, 9}), person({"李刚", Sex::male, "1970-01-01", 8, 6, 4}),
        person({"张宏", Sex::female, "1985-03-02", 0, 5, 9}), person({"张红", Sex::female, "1985-03-02", 7, 5, 9})};
    auto const found = find_duplicates(people);
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].pair, (Pair{0, 3}));
    EXPECT_TRUE(std::ranges::none_of(found, [](Duplicate const& d) { return d.pair.first == 1 || d.pair.second == 1; }));
}

}  // namespace
}  // namespace fx::names
