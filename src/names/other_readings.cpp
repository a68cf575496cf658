#include "names/other_readings.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace fx::names {
namespace {

constexpr std::size_t readings_max = 16;

struct Readings {
    std::string_view character;
    std::array<std::string_view, 3> syllables;
};

/// Characters in use in names with more than one reading (Xiandai Hanyu Cidian, 7th ed.; Table of General Standard Chinese
/// Characters). The reading as a surname, the one in given names, and the one that strangers take it for.
constexpr auto several =
    std::to_array<Readings>({{"单", {"shan", "dan", "chan"}}, {"曾", {"zeng", "ceng", ""}},  {"仇", {"qiu", "chou", ""}},
                             {"解", {"xie", "jie", ""}},      {"查", {"zha", "cha", ""}},    {"翟", {"zhai", "di", ""}},
                             {"乐", {"le", "yue", ""}},       {"朴", {"piao", "pu", ""}},    {"盖", {"ge", "gai", ""}},
                             {"区", {"ou", "qu", ""}},        {"尉", {"wei", "yu", ""}},     {"缪", {"miao", "mou", "miu"}},
                             {"覃", {"qin", "tan", ""}},      {"员", {"yun", "yuan", ""}},   {"种", {"chong", "zhong", ""}},
                             {"折", {"she", "zhe", ""}},      {"宓", {"mi", "fu", ""}},      {"洗", {"xian", "xi", ""}},
                             {"冼", {"xian", "shen", ""}},    {"召", {"shao", "zhao", ""}},  {"贾", {"jia", "gu", ""}},
                             {"车", {"che", "ju", ""}},       {"隗", {"wei", "kui", ""}},    {"祭", {"zhai", "ji", ""}},
                             {"卜", {"bu", "bo", ""}},        {"薄", {"bo", "bao", ""}},     {"柏", {"bai", "bo", ""}},
                             {"秘", {"bi", "mi", ""}},        {"那", {"na", "ne", ""}},      {"俞", {"yu", "shu", ""}},
                             {"於", {"yu", "wu", ""}},        {"褚", {"chu", "zhu", ""}},    {"盛", {"sheng", "cheng", ""}},
                             {"晟", {"sheng", "cheng", ""}},  {"朝", {"chao", "zhao", ""}},  {"长", {"chang", "zhang", ""}},
                             {"重", {"zhong", "chong", ""}},  {"行", {"xing", "hang", ""}},  {"茜", {"qian", "xi", ""}},
                             {"传", {"chuan", "zhuan", ""}},  {"藏", {"cang", "zang", ""}},  {"强", {"qiang", "jiang", ""}},
                             {"奇", {"qi", "ji", ""}},        {"莎", {"sha", "suo", ""}},    {"娜", {"na", "nuo", ""}},
                             {"婼", {"ruo", "chuo", ""}},     {"澄", {"cheng", "deng", ""}}, {"瑾", {"jin", "qin", ""}},
                             {"见", {"jian", "xian", ""}},    {"会", {"hui", "kuai", ""}},   {"廷", {"ting", "yan", ""}},
                             {"殷", {"yin", "yan", ""}},      {"葛", {"ge", "gai", ""}},     {"纪", {"ji", "qi", ""}},
                             {"颉", {"jie", "xie", ""}},      {"角", {"jiao", "jue", ""}},   {"句", {"gou", "ju", ""}},
                             {"佴", {"nai", "er", ""}},       {"逄", {"pang", "feng", ""}},  {"郗", {"xi", "chi", ""}},
                             {"郇", {"xun", "huan", ""}},     {"钭", {"tou", "dou", ""}}});

class Collected {
public:
    void add(std::string typed, std::string_view character) {
        if (found_.size() < readings_max || found_.contains(typed)) found_[std::move(typed)].insert(character);
    }
    std::vector<OtherReading> take() {
        std::vector<OtherReading> out;
        for (auto& [typed, characters] : found_) out.push_back({typed, {characters.begin(), characters.end()}});
        return out;
    }

private:
    std::map<std::string, std::set<std::string_view>> found_;
};

/// Calls `visit(typed reading, kept reading)` for every two readings of one character.
template <class Visit>
void each_pair(Readings const& of, Visit const& visit) {
    for (auto const typed : of.syllables)
        for (auto const kept : of.syllables)
            if (!typed.empty() && !kept.empty() && typed != kept) visit(typed, kept);
}

}  // namespace

std::vector<OtherReading> other_readings(std::string_view pinyin) {
    Collected found;
    for (auto const& one : several)
        each_pair(one, [&](std::string_view typed, std::string_view kept) {
            for (auto at = pinyin.find(typed); at != pinyin.npos; at = pinyin.find(typed, at + 1))
                found.add(std::string(pinyin).replace(at, typed.size(), kept), one.character);
        });
    return found.take();
}

std::vector<OtherReading> other_initials(std::string_view initials) {
    Collected found;
    for (auto const& one : several)
        each_pair(one, [&](std::string_view typed, std::string_view kept) {
            if (typed[0] == kept[0]) return;
            for (auto at = initials.find(typed[0]); at != initials.npos; at = initials.find(typed[0], at + 1))
                found.add(std::string(initials).replace(at, 1, kept.substr(0, 1)), one.character);
        });
    return found.take();
}

}  // namespace fx::names
