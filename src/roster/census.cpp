#include "roster/census.hpp"

#include "base/csv_line.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <numeric>

namespace fx::roster {
namespace {

/// Two-digit codes of the provinces, one census file each.
constexpr int provinces[] = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41,
                             42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65};

int six_digits(Place county) { return int(county.division_code() / 1'000'000); }

/// Statistical zones (71..80) have no GB/T 2260 code and so begin no identity number.
bool begins_identity_numbers(int code) { return code % 100 < 71 || code % 100 > 80; }

Result<CountyCensus> read_row(CsvFile const& file) {
    CountyCensus census;
    auto const place = parse_place(file.field(0));
    if (!place || file.field(0).size() != 6) return file.row_problem("the code is not 6 digits");
    census.county = *place;
    census.name = file.field(1);
    std::int64_t* const figures[] = {&census.urban,         &census.households,      &census.household_population,
                                     &census.one_person,    &census.generations1,    &census.generations3,
                                     &census.generations4,  &census.floating_county, &census.floating_province,
                                     &census.floating_other};
    std::size_t column = 2;
    for (auto* figure : figures) {
        FX_TRY(*figure, file.number(column++));
    }
    for (auto& group : census.by_age)
        for (auto& persons : group) {
            FX_TRY(persons, file.number(column++));
        }
    return census;
}

std::vector<std::string> columns() {
    std::vector<std::string> out{
        "code",    "name",    "urban",       "households",           "household_pop",          "hh_one_person",
        "hh_gen1", "hh_gen3", "hh_gen4plus", "floating_same_county", "floating_same_province", "floating_other_province"};
    for (int group = 0; group < age_groups; ++group)
        for (char const sex : {'m', 'f'})
            out.push_back(group == 0    ? fmt::format("age_0_{}", sex)
                          : group == 18 ? fmt::format("age_85plus_{}", sex)
                                        : fmt::format("age_{}_{}_{}", group_from(group), group_to(group), sex));
    return out;
}

/// Visits every row of one province's file.
template <class Visit>
Result<void> each_row(std::string const& data_dir, int province, Visit visit) {
    auto const names = columns();
    FX_TRY(auto file, CsvFile::open(fmt::format("{}/census/{}.csv", data_dir, province), {names.begin(), names.end()}));
    for (;;) {
        FX_TRY(bool const more, file.next());
        if (!more) return {};
        FX_CHECK(visit(file));
    }
}

Result<void> load_regions(std::string const& data_dir, Source& source) {
    int const county = six_digits(source.census.county);
    for (int const province : provinces)
        FX_CHECK(each_row(data_dir, province, [&](CsvFile const& file) -> Result<void> {
            auto const place = parse_place(file.field(0));
            if (!place) return file.row_problem("the code is not 6 digits");
            int const code = six_digits(*place);
            if (!begins_identity_numbers(code)) return {};
            if (code == county || (!begins_identity_numbers(county) && code / 100 == county / 100))
                source.regions_home.push_back(code);
            else
                (code / 10000 == county / 10000 ? source.regions_province : source.regions_other).push_back(code);
            return {};
        }));
    // A zone that is alone in its prefecture, a county that is alone in its province (none today).
    if (source.regions_home.empty()) source.regions_home = source.regions_province;
    if (source.regions_province.empty()) source.regions_province = source.regions_home;
    if (source.regions_home.empty() || source.regions_other.empty())
        return Problem(ProblemKind::census_invalid, {source.census.name, "no region codes"});
    return {};
}

Result<void> load_names(std::string const& data_dir, NameTable& names) {
    FX_TRY(auto surnames, CsvFile::open(data_dir + "/names/surnames.csv", {"surname", "weight"}));
    std::int64_t total = 0;
    for (;;) {
        FX_TRY(bool const more, surnames.next());
        if (!more) break;
        FX_TRY(auto const weight, surnames.number(1));
        names.surnames.emplace_back(surnames.field(0));
        names.cumulative.push_back(total += weight);
    }
    FX_TRY(auto given, CsvFile::open(data_dir + "/names/given_names.csv", {"sex", "era", "position", "items"}));
    for (;;) {
        FX_TRY(bool const more, given.next());
        if (!more) break;
        FX_TRY(auto const era, given.number(1));
        if (era < 1 || era > 4) return given.row_problem("the era is not 1 to 4");
        auto& lists = names.given[given.field(0) == "m" ? 0 : 1][std::size_t(era - 1)];
        auto& list = given.field(2) == "first" ? lists.first : given.field(2) == "second" ? lists.second : lists.whole;
        for (auto const item : split(given.field(3), ' ')) list.emplace_back(item);
    }
    bool complete = total > 0;
    for (auto const& eras : names.given)
        for (auto const& lists : eras)
            complete = complete && !lists.first.empty() && !lists.second.empty() && !lists.whole.empty();
    if (!complete) return Problem(ProblemKind::data_file_unreadable, {data_dir + "/names", "a list is empty"});
    return {};
}

}  // namespace

std::int64_t sum(AgeSex const& counts) {
    std::int64_t total = 0;
    for (auto const& group : counts) total += group[0] + group[1];
    return total;
}

Result<void> check(CountyCensus const& census) {
    auto const wrong = [&](std::string what) {
        return Problem(ProblemKind::census_invalid, {census.name, std::move(what)});
    };
    if (census.households < 1) return wrong("no households");
    if (census.one_person > census.households) return wrong("more one-person households than households");
    auto const larger = census.households - census.one_person;
    if (census.household_population < census.one_person + 2 * larger) return wrong("fewer persons than the households need");
    if (census.household_population > census.one_person + 10 * larger) return wrong("more than ten persons a household");
    if (census.household_population > census.population()) return wrong("more persons in households than persons");
    if (census.urban > census.population()) return wrong("more urban persons than persons");
    if (census.floating() > census.population()) return wrong("more floating persons than persons");
    if (census.population() > 50'000'000) return wrong("more than 50 million persons");
    std::int64_t adults = 0;
    for (int group = 5; group < age_groups; ++group)
        adults += census.by_age[std::size_t(group)][0] + census.by_age[std::size_t(group)][1];
    if (census.collective() > census.one_person * dormitory_persons_max)
        return wrong("more collective residents than dormitories");
    if (adults < census.households) return wrong("fewer adults than households");
    return {};
}

Result<Source> load_source(std::string const& data_dir, Place county) {
    FX_TRY(auto const changes, CodeChanges::load(data_dir + "/divisions/code_changes.csv"));
    Place const former = changes.former_code(county);
    Source source;
    bool found = false;
    auto const take = [&](CsvFile const& file) -> Result<void> {
        FX_TRY(auto row, read_row(file));
        if (found || (row.county != county && row.county != former)) return {};
        found = true;
        source.census = std::move(row);
        source.census.county = county;
        return {};
    };
    int const province = six_digits(county) / 10000;
    if (std::find(std::begin(provinces), std::end(provinces), province) != std::end(provinces))
        FX_CHECK(each_row(data_dir, province, take));
    if (!found) return Problem(ProblemKind::census_missing, {format(county)});
    FX_CHECK(check(source.census));
    FX_CHECK(load_regions(data_dir, source));
    FX_CHECK(load_names(data_dir, source.names));
    return source;
}

}  // namespace fx::roster
