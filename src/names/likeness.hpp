#pragma once
/// Whether two records are one person. It only proposes; a person decides (network's merge).
///
/// The sum of evidence of Fellegi and Sunter (1969, doi:10.1080/01621459.1969.10501049): each field adds
/// log2(P(agree | same person) / P(agree | others)). The weights below are judgements for a county's roster, not
/// estimates; they are in one table in likeness.cpp. score = 1 / (1 + 2^-(sum)), where the sum begins at -10: one of a
/// thousand people in a village is the same.

#include "base/place.hpp"
#include "base/time.hpp"
#include "names/id_card.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fx::names {

struct PersonTraits {
    std::string_view name = {};
    Sex sex = Sex::unknown;
    std::optional<Date> birth_date = {};
    std::uint64_t id_number_hash = 0;  ///< keyed hash of the identity number; 0 = not known
    std::uint64_t phone_hash = 0;      ///< keyed hash of the phone; 0 = not known
    std::uint64_t household = 0;       ///< hash of the household's id; 0 = not known
    Place place = {};                  ///< nil = not known
};

/// The same, ready to be compared: computed once per person, about 150 bytes.
struct Profile {
    std::string name;    ///< normal_name
    std::string pinyin;  ///< syllables joined by spaces, letters only: "zhang hong"
    std::string sound;   ///< the same in dialect_form: "zan hon"
    /// Of `sound` and of its first syllable; 0 = none. The same on every machine and in every version.
    std::uint64_t sound_hash = 0, surname_sound = 0;
    Sex sex = Sex::unknown;
    std::optional<Date> birth_date;
    std::uint64_t id_number_hash = 0, phone_hash = 0, household = 0;
    Place place;
};
Profile profile_of(PersonTraits const&);

/// What was found, one bit each.
enum Evidence : std::uint32_t {
    same_id_number = 1u << 0,
    other_id_number = 1u << 1,  ///< both known and different
    same_name = 1u << 2,
    same_pinyin = 1u << 3,     ///< other characters, same sound: 张红, 张宏
    similar_pinyin = 1u << 4,  ///< one letter apart, or a sound dialects do not tell apart: 李明, 李民
    other_name = 1u << 5,
    same_birth_date = 1u << 6,
    similar_birth_date = 1u << 7,  ///< day and month exchanged, one digit apart, or lunar for solar
    other_birth_date = 1u << 8,
    same_phone = 1u << 9,
    same_household = 1u << 10,
    other_sex = 1u << 11,
    other_village = 1u << 12,
    other_county = 1u << 13,
    perhaps_twins = 1u << 14,  ///< one household, one birth date, names that only sound alike
};

struct Likeness {
    double score = 0;            ///< 0..1
    std::uint32_t evidence = 0;  ///< of Evidence
};

/// At or above: show at the top, "probably one person". The same name and birth date in one county reach it.
inline constexpr double probable_score = 0.94;  // 4 bits
/// At or above: show, "perhaps one person". Below: not shown. The same name in one village without more reaches it.
inline constexpr double possible_score = 0.5;

/// Symmetric. Unknown fields add nothing.
Likeness likeness(Profile const&, Profile const&);

/// The reasons in words: "同音姓名、出生日期相同". Empty for none.
std::string reasons_zh(std::uint32_t evidence);
std::string reasons_en(std::uint32_t evidence);

}  // namespace fx::names
