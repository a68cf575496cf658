#include "names/pinyin.hpp"

#include "base/text.hpp"
#include "names/pinyin_table.hpp"

#include <algorithm>
#include <array>

namespace fx::names {
namespace {

struct Reading {
    std::string_view characters, syllables;
};

/// Where CLDR's surname readings differ from the ones in use (Cihai; Xiandai Hanyu Cidian, 7th ed.).
constexpr auto surname_readings = std::to_array<Reading>({{"朴", "piao"},
                                                          {"缪", "miao"},
                                                          {"覃", "qin"},
                                                          {"尉", "wei"},
                                                          {"祭", "zhai"},
                                                          {"乜", "nie"},
                                                          {"厍", "she"},
                                                          {"长", "zhang"},
                                                          {"卜", "bu"}});
/// Where a character's reading in given names is not its first one.
constexpr auto given_readings = std::to_array<Reading>({{"晟", "sheng"}, {"长", "chang"}, {"曾", "zeng"}, {"解", "xie"}});

constexpr auto compound_surnames = std::to_array<Reading>(
    {{"欧阳", "ou yang"},   {"太史", "tai shi"},   {"端木", "duan mu"},    {"上官", "shang guan"}, {"司马", "si ma"},
     {"东方", "dong fang"}, {"独孤", "du gu"},     {"南宫", "nan gong"},   {"万俟", "mo qi"},      {"闻人", "wen ren"},
     {"夏侯", "xia hou"},   {"诸葛", "zhu ge"},    {"尉迟", "yu chi"},     {"公羊", "gong yang"},  {"赫连", "he lian"},
     {"澹台", "tan tai"},   {"皇甫", "huang fu"},  {"宗政", "zong zheng"}, {"濮阳", "pu yang"},    {"公冶", "gong ye"},
     {"太叔", "tai shu"},   {"申屠", "shen tu"},   {"公孙", "gong sun"},   {"慕容", "mu rong"},    {"仲孙", "zhong sun"},
     {"钟离", "zhong li"},  {"长孙", "zhang sun"}, {"宇文", "yu wen"},     {"司徒", "si tu"},      {"鲜于", "xian yu"},
     {"司空", "si kong"},   {"闾丘", "lv qiu"},    {"子车", "zi ju"},      {"亓官", "qi guan"},    {"司寇", "si kou"},
     {"巫马", "wu ma"},     {"公西", "gong xi"},   {"颛孙", "zhuan sun"},  {"壤驷", "rang si"},    {"公良", "gong liang"},
     {"漆雕", "qi diao"},   {"乐正", "yue zheng"}, {"宰父", "zai fu"},     {"谷梁", "gu liang"},   {"拓跋", "tuo ba"},
     {"夹谷", "jia gu"},    {"轩辕", "xuan yuan"}, {"令狐", "ling hu"},    {"段干", "duan gan"},   {"百里", "bai li"},
     {"呼延", "hu yan"},    {"东郭", "dong guo"},  {"南门", "nan men"},    {"羊舌", "yang she"},   {"微生", "wei sheng"},
     {"单于", "chan yu"},   {"西门", "xi men"},    {"纳兰", "na lan"},     {"歐陽", "ou yang"},    {"諸葛", "zhu ge"}});

Reading const* compound_at(std::string_view name) {
    auto const found =
        std::ranges::find_if(compound_surnames, [&](Reading const& r) { return name.starts_with(r.characters); });
    return found == compound_surnames.end() ? nullptr : &*found;
}

template <std::size_t count>
std::string_view listed(std::array<Reading, count> const& readings, std::string_view character) {
    auto const found = std::ranges::find(readings, character, &Reading::characters);
    return found == readings.end() ? std::string_view() : found->syllables;
}

constexpr auto middle_dots = std::to_array<std::string_view>({"·", "•", "・", "．", "‧", "∙", "⋅", "●", "。"});
constexpr std::string_view middle_dot = "·";

bool is_letter(std::string_view piece) {
    return piece.size() == 1 && ((piece[0] | 0x20) >= 'a' && (piece[0] | 0x20) <= 'z');
}

struct Builder {
    Pinyin out;
    bool in_word = false;

    void syllable(std::string_view text) {
        in_word = false;
        if (text.empty()) return;
        out.syllables.emplace_back(text);
        out.initials += text.front();
        out.full += text;
    }
    void letter(char c) {
        if (!in_word) out.syllables.emplace_back(), out.initials += c;
        in_word = true;
        out.syllables.back() += c;
        out.full += c;
    }
};

}  // namespace

std::string normal_name(std::string_view name) {
    auto const narrow = fold_width(name);
    std::string out;
    int depth = 0;
    for (std::size_t at = 0; at < narrow.size();) {
        auto const piece = std::string_view(narrow).substr(at, utf8_length_at(narrow, at));
        at += piece.size();
        if (piece == "(" || piece == "[" || piece == "【")
            ++depth;
        else if (piece == ")" || piece == "]" || piece == "】")
            depth = std::max(depth - 1, 0);
        else if (depth > 0 || piece == "\u00A0" || piece == "\u200B" || piece == "\uFEFF")
            continue;
        else if (piece == "." || std::ranges::find(middle_dots, piece) != middle_dots.end())
            out += middle_dot;
        else if (is_letter(piece))
            out += char(piece[0] | 0x20);
        else if (piece.size() > 1 || std::uint8_t(piece[0]) > ' ')
            out += piece;
        else if (!out.empty() && is_letter(out.substr(out.size() - 1)))
            out += ' ';  // "anna li" keeps its words apart
    }
    while (out.ends_with(' ') || out.ends_with('*') || out.ends_with(middle_dot))
        out.resize(out.size() - (out.ends_with(middle_dot) ? middle_dot.size() : 1));
    return out;
}

NameParts split_name(std::string_view name) {
    auto const normal = normal_name(name);
    if (normal.empty()) return {};
    if (normal.find(middle_dot) != normal.npos || is_letter(std::string_view(normal).substr(0, 1)))
        return {std::string(trim(name)), ""};
    auto length = utf8_length_at(normal, 0);
    if (auto const* compound = compound_at(normal); compound != nullptr && normal.size() > compound->characters.size())
        length = compound->characters.size();
    return {normal.substr(0, length), normal.substr(length)};
}

Pinyin pinyin(std::string_view name) {
    auto const normal = normal_name(name);
    bool const has_surname = normal.find(middle_dot) == normal.npos;
    Builder builder;
    std::size_t at = 0;
    if (auto const* compound = compound_at(normal);
        compound != nullptr && has_surname && normal.size() > compound->characters.size()) {
        for (auto const syllable : split(compound->syllables, ' ')) builder.syllable(syllable);
        at = compound->characters.size();
    }
    for (; at < normal.size();) {
        auto const piece = std::string_view(normal).substr(at, utf8_length_at(normal, at));
        bool const surname = at == 0 && has_surname && piece.size() < normal.size();
        at += piece.size();
        if (is_letter(piece)) {
            builder.letter(piece[0]);
            continue;
        }
        auto reading = surname ? listed(surname_readings, piece) : listed(given_readings, piece);
        if (reading.empty() && surname) reading = surname_reading(piece);
        builder.syllable(reading.empty() ? character_reading(piece) : reading);
    }
    return std::move(builder.out);
}

std::string normal_pinyin(std::string_view typed) {
    static constexpr auto marked = std::to_array<Reading>(
        {{"ā", "a"}, {"á", "a"}, {"ǎ", "a"}, {"à", "a"}, {"ē", "e"}, {"é", "e"}, {"ě", "e"}, {"è", "e"},
         {"ī", "i"}, {"í", "i"}, {"ǐ", "i"}, {"ì", "i"}, {"ō", "o"}, {"ó", "o"}, {"ǒ", "o"}, {"ò", "o"},
         {"ū", "u"}, {"ú", "u"}, {"ǔ", "u"}, {"ù", "u"}, {"ǖ", "v"}, {"ǘ", "v"}, {"ǚ", "v"}, {"ǜ", "v"},
         {"ü", "v"}, {"Ü", "v"}, {"ń", "n"}, {"ň", "n"}, {"ǹ", "n"}});
    auto const narrow = fold_width(typed);
    std::string out;
    for (std::size_t at = 0; at < narrow.size();) {
        auto const piece = std::string_view(narrow).substr(at, utf8_length_at(narrow, at));
        at += piece.size();
        if (is_letter(piece))
            out += char(piece[0] | 0x20);
        else
            out += listed(marked, piece);
    }
    for (std::string_view const passport : {"lyu", "nyu"})  // GB/T 28039-2011 writes ü as yu
        for (auto found = out.find(passport); found != out.npos; found = out.find(passport, found))
            out.replace(found + 1, 2, "v");
    return out;
}

std::string dialect_form(std::string_view syllable) {
    std::string out(syllable);
    if (out.starts_with("zh") || out.starts_with("ch") || out.starts_with("sh")) out.erase(1, 1);
    if (out.size() > 1 && out[0] == 'n') out[0] = 'l';
    if (out.starts_with("hu")) out = out == "hu" ? "fu" : out == "hui" ? "fei" : out == "hun" ? "fen" : "f" + out.substr(2);
    if (out.ends_with("ang") || out.ends_with("eng") || out.ends_with("ing")) out.pop_back();
    return out;
}

}  // namespace fx::names
