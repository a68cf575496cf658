#pragma once
/// Pinyin of Chinese names, without tones. Readings: Unicode CLDR "Han-Latin" and, for surnames, "Han-Latin/Names",
/// read out of ICU when the program is built (tools/pinyin_table), with a short list of our own where CLDR gives a reading
/// that is not the one used in names. ü is v: 吕 is lv.

#include <string>
#include <string_view>
#include <vector>

namespace fx::names {

/// The form in which names are compared: half-width, without blanks, remarks in brackets and trailing stars; one
/// middle dot (·) for the many that are typed; Latin letters lower case.
std::string normal_name(std::string_view name);

struct NameParts {
    std::string surname;  ///< empty only for an empty name; the whole name when it has a middle dot or Latin letters
    std::string given;
};
/// Of a name as recorded. Compound surnames (欧阳, 尉迟 …) are known when a given name follows them.
NameParts split_name(std::string_view name);

struct Pinyin {
    std::string full;                    ///< "zhangsan"
    std::string initials;                ///< "zs"
    std::vector<std::string> syllables;  ///< "zhang", "san"; Latin words of a name as they are, lower case
};
/// The first one or two characters are read as a surname: 单红 is shanhong, 曾, 仇, 解, 查, 翟 likewise. Characters
/// without a reading are left out.
Pinyin pinyin(std::string_view name);

/// What a person types to find somebody, in the form of Pinyin::full: "Lǚ Bù", "lyu bu" and "LÜ BU" are "lvbu".
std::string normal_pinyin(std::string_view typed);

/// One form for syllables that dialects do not tell apart: zh/z, ch/c, sh/s, n/l, hu/f at the beginning; ang/an, eng/en,
/// ing/in at the end. "zhang" and "zan" are both "zan".
std::string dialect_form(std::string_view syllable);

}  // namespace fx::names
