#include "names/likeness.hpp"

#include "names/pinyin.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace fx::names {
namespace {

/// Bits of evidence. Their size comes from how often strangers agree: a given birth date is shared by one of 30,000,
/// but half the villagers' registered dates are rounded or copied, hence 10 and not 15.
struct Weight {
    Evidence evidence;
    double bits;
    std::string_view zh, en;
};
constexpr auto weights = std::to_array<Weight>({
    {same_id_number, 25, "身份证号相同", "same identity number"},
    {other_id_number, -14, "身份证号不同", "different identity numbers"},
    {same_name, 8, "姓名相同", "same name"},
    {same_pinyin, 6, "姓名同音", "names sound the same"},
    {similar_pinyin, 2, "姓名近音", "names sound alike"},
    {other_name, -6, "姓名不同", "different names"},
    {same_birth_date, 10, "出生日期相同", "same birth date"},
    {similar_birth_date, 4, "出生日期相近", "similar birth date"},
    {other_birth_date, -5, "出生日期不同", "different birth dates"},
    {same_phone, 6, "电话相同", "same phone"},
    {same_household, 6, "同一户", "same household"},
    {other_sex, -4, "性别不同", "different sex"},
    {other_village, -4, "不在同一村", "not in the same village"},
    {other_county, -8, "不在同一县", "not in the same county"},
    {perhaps_twins, 0, "可能是双胞胎", "perhaps twins"},
});
constexpr double start_bits = -10;

std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325u;  // FNV-1a
    for (char const c : text) hash = (hash ^ std::uint8_t(c)) * 0x100000001b3u;
    return hash == 0 ? 1 : hash;
}

/// At most one letter put in, left out or exchanged.
bool one_edit_apart(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    auto const differ = std::ranges::mismatch(a, b);
    auto const rest_a = std::string_view(differ.in1, a.end()), rest_b = std::string_view(differ.in2, b.end());
    if (rest_b.empty()) return true;
    return rest_a.size() == rest_b.size() ? rest_a.substr(1) == rest_b.substr(1) : rest_a == rest_b.substr(1);
}

Evidence compare_names(Profile const& a, Profile const& b) {
    if (!a.name.empty() && a.name == b.name) return same_name;
    if (!a.pinyin.empty() && a.pinyin == b.pinyin) return same_pinyin;
    if (!a.sound.empty() && (a.sound == b.sound || one_edit_apart(a.pinyin, b.pinyin))) return similar_pinyin;
    return other_name;
}

/// Digits of two dates that differ.
int digits_apart(CivilDate a, CivilDate b) {
    int const x = a.year * 10000 + a.month * 100 + a.day, y = b.year * 10000 + b.month * 100 + b.day;
    int apart = 0;
    for (int p = 1; p <= 10'000'000; p *= 10) apart += x / p % 10 != y / p % 10;
    return apart;
}

Evidence compare_birth_dates(Date a, Date b) {
    if (a == b) return same_birth_date;
    auto const x = civil(a), y = civil(b);
    bool const exchanged = x.year == y.year && x.month == y.day && x.day == y.month;
    // The lunar date read as a solar one lies 18 to 52 days before the true day.
    int const days = std::abs(a - b);
    bool const lunar = days >= 18 && days <= 52 && x.day != y.day;
    return exchanged || lunar || digits_apart(x, y) == 1 ? similar_birth_date : other_birth_date;
}

std::uint32_t compare_places(Place a, Place b) {
    if (a.is_nil() || b.is_nil() || a.division_code() == b.division_code()) return 0;
    constexpr std::int64_t county = 1'000'000;
    return a.division_code() / county == b.division_code() / county ? other_village : other_county;
}

std::uint32_t gather(Profile const& a, Profile const& b) {
    std::uint32_t found = compare_names(a, b) | compare_places(a.place, b.place);
    if (a.id_number_hash != 0 && b.id_number_hash != 0)
        found |= a.id_number_hash == b.id_number_hash ? same_id_number : other_id_number;
    if (a.birth_date && b.birth_date) found |= compare_birth_dates(*a.birth_date, *b.birth_date);
    if (a.phone_hash != 0 && a.phone_hash == b.phone_hash) found |= same_phone;
    if (a.household != 0 && a.household == b.household) found |= same_household;
    if (a.sex != Sex::unknown && b.sex != Sex::unknown && a.sex != b.sex) found |= other_sex;
    bool const twins = (found & same_household) != 0 && (found & same_birth_date) != 0 && (found & same_name) == 0 &&
                       (found & same_pinyin) == 0 && (found & same_id_number) == 0;
    return twins ? found | perhaps_twins : found;
}

double bits_of(std::uint32_t evidence) {
    // A family shares its house and its phone, and twins their birthday: they speak only for names that agree.
    bool const twins = (evidence & perhaps_twins) != 0;
    if ((evidence & other_name) != 0 || twins) evidence &= ~(same_household | same_phone);
    if ((evidence & other_name) != 0 && twins) evidence &= ~same_birth_date;
    double bits = start_bits;
    for (auto const& weight : weights)
        if ((evidence & weight.evidence) != 0) bits += weight.bits;
    return bits;
}

std::string reasons(std::uint32_t evidence, std::string_view Weight::*text, std::string_view between) {
    std::string out;
    for (auto const& weight : weights) {
        if ((evidence & weight.evidence) == 0) continue;
        if (!out.empty()) out += between;
        out += weight.*text;
    }
    return out;
}

}  // namespace

Profile profile_of(PersonTraits const& person) {
    Profile profile{normal_name(person.name),
                    {},
                    {},
                    0,
                    0,
                    person.sex,
                    person.birth_date,
                    person.id_number_hash,
                    person.phone_hash,
                    person.household,
                    person.place};
    auto const syllables = pinyin(person.name).syllables;
    for (auto const& syllable : syllables) {
        auto const form = dialect_form(syllable);
        if (profile.surname_sound == 0)
            profile.surname_sound = hash_of(form);
        else
            profile.pinyin += ' ', profile.sound += ' ';
        profile.pinyin += syllable;
        profile.sound += form;
    }
    if (!profile.sound.empty()) profile.sound_hash = hash_of(profile.sound);
    return profile;
}

Likeness likeness(Profile const& a, Profile const& b) {
    auto const evidence = gather(a, b);
    return {1 / (1 + std::exp2(-bits_of(evidence))), evidence};
}

std::string reasons_zh(std::uint32_t evidence) { return reasons(evidence, &Weight::zh, "、"); }
std::string reasons_en(std::uint32_t evidence) { return reasons(evidence, &Weight::en, ", "); }

}  // namespace fx::names
