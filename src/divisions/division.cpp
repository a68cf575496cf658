#include "divisions/division.hpp"

#include <array>

namespace fx {
namespace {

constexpr auto names = std::to_array<std::string_view>({"municipality",
                                                        "province",
                                                        "autonomous_region",
                                                        "prefecture_city",
                                                        "prefecture",
                                                        "autonomous_prefecture",
                                                        "league",
                                                        "virtual",
                                                        "district",
                                                        "county_city",
                                                        "county",
                                                        "autonomous_county",
                                                        "banner",
                                                        "autonomous_banner",
                                                        "forestry_district",
                                                        "special_district",
                                                        "islands",
                                                        "functional_zone",
                                                        "undivided_city",
                                                        "subdistrict",
                                                        "town",
                                                        "township",
                                                        "ethnic_township",
                                                        "sumu",
                                                        "ethnic_sumu",
                                                        "functional_unit",
                                                        "residents_committee",
                                                        "villagers_committee",
                                                        "residents_like",
                                                        "villagers_like",
                                                        "group"});
static_assert(names.size() == std::size_t(Kind::group) + 1);

Kind classify_province(Place place, std::string_view name) {
    auto const code = place.division_code() / 10'000'000'000;
    if (code == 11 || code == 12 || code == 31 || code == 50) return Kind::municipality;
    return name.ends_with("自治区") ? Kind::autonomous_region : Kind::province;
}

Kind classify_prefecture(std::string_view name) {
    if (name == "市辖区" || name == "县" || name.ends_with("直辖县级行政区划")) return Kind::virtual_prefecture;
    if (name.ends_with("自治州")) return Kind::autonomous_prefecture;
    if (name.ends_with("地区")) return Kind::prefecture;
    return name.ends_with("盟") ? Kind::league : Kind::prefecture_city;
}

Kind classify_county(Place place, std::string_view name) {
    auto const code = place.division_code() / 1'000'000;
    auto const last = code % 100;
    // 71..80 are reserved for zones that exist in statistics only; Da Qaidam is one with an ordinary number.
    if ((last >= 71 && last <= 80) || code == 632857) return Kind::functional_zone;
    if (name.ends_with("自治县")) return Kind::autonomous_county;
    if (name.ends_with("自治旗")) return Kind::autonomous_banner;
    if (code == 429021) return Kind::forestry_district;  // Shennongjia, the only one; 碑林区 is a district
    if (name.ends_with("特区")) return Kind::special_district;
    if (name.ends_with("群岛") || name.ends_with("海域")) return Kind::islands;
    if (name.ends_with("旗")) return Kind::banner;
    if (name.ends_with("县")) return Kind::county;
    return name.ends_with("市") ? Kind::county_city : Kind::district;
}

Kind classify_township(Place place, std::string_view name) {
    auto const part = place.division_code() / 1000 % 1000;
    if (part >= 400 && part <= 599) return Kind::functional_unit;
    if (part < 100) return Kind::subdistrict;
    if (part < 200) return Kind::town;
    if (name.ends_with("民族苏木")) return Kind::ethnic_sumu;
    if (name.ends_with("苏木")) return Kind::sumu;
    return name.find("族") != std::string_view::npos && name.ends_with("乡") ? Kind::ethnic_township : Kind::township;
}

Kind classify_village(Place place) {
    auto const part = place.division_code() % 1000;
    if (part < 200) return Kind::residents_committee;
    if (part < 400) return Kind::villagers_committee;
    return part < 500 ? Kind::residents_like : Kind::villagers_like;
}

constexpr std::int64_t span_of(Level level) {
    switch (level) {
        case Level::province: return 10'000'000'000 * 1000;
        case Level::prefecture: return 100'000'000 * 1000LL;
        case Level::county: return 1'000'000 * 1000LL;
        case Level::township: return 1000 * 1000;
        case Level::village: return 1000;
        case Level::group: return 1;
    }
    return 1;
}

}  // namespace

std::string_view kind_name(Kind kind) { return names[std::size_t(kind)]; }

std::optional<Kind> kind_of(std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return Kind(i);
    return std::nullopt;
}

Kind classify(Level level, Place place, std::string_view name) {
    switch (level) {
        case Level::province: return classify_province(place, name);
        case Level::prefecture: return classify_prefecture(name);
        case Level::county: return classify_county(place, name);
        case Level::township: return classify_township(place, name);
        case Level::village: return classify_village(place);
        case Level::group: break;
    }
    return Kind::group;
}

Place subtree_end(Place place, Level level) { return {place.value + span_of(level) - 1}; }

std::optional<int> gb2260(Division const& division) {
    if (division.level > Level::county || division.is_functional || division.is_virtual) return std::nullopt;
    return int(division.place.division_code() / 1'000'000);
}

}  // namespace fx
