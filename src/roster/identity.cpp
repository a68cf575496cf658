#include "roster/identity.hpp"

#include "base/assert.hpp"
#include "base/check_character.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fx::roster {
namespace {

constexpr Date first_day{-29220};  // 1889-12-31: nobody on the roster is older
constexpr int days = 55'000;       // to the year 2040
constexpr int sequences = 499;     // 001, 003, .. 997 for men, 002, 004, .. 998 for women; 499 is prime
constexpr std::size_t turns_max = 8;

std::uint64_t scatter(std::uint64_t value) {
    value = (value ^ (value >> 31)) * 0x7fb5d329728ea185U;
    value = (value ^ (value >> 27)) * 0x81dadef4bc2dd44dU;
    return value ^ (value >> 33);
}

}  // namespace

IdentityNumbers::IdentityNumbers(Source const& source, std::uint64_t seed)
    : source_(source), seed_(seed), given_(std::size_t(3 * 2 * days), 0) {}

std::uint16_t& IdentityNumbers::given(Origin origin, Sex sex, Date date) {
    auto const day = date - first_day;
    FX_ASSERT(day >= 0 && day < days);
    return given_[(std::size_t(origin) * 2 + std::size_t(sex) - 1) * days + std::size_t(day)];
}

std::string IdentityNumbers::next(Origin origin, std::uint64_t family, Sex sex, Date& birth_date, Date earliest,
                                  Date latest) {
    auto const& regions = origin == Origin::home       ? source_.regions_home
                          : origin == Origin::province ? source_.regions_province
                                                       : source_.regions_other;
    auto const turns = std::min<std::size_t>(regions.size(), turns_max);
    auto const room = turns * sequences;
    for (int tries = latest - earliest + 1; given(origin, sex, birth_date) >= room; --tries) {
        FX_ASSERT(tries > 0);
        birth_date = birth_date < latest ? birth_date + 1 : earliest;
    }
    // Every sequence number is used once per day before any is used again. Turn t takes only the regions t, t + turns,
    // t + 2 turns, ..., so that no two persons share region, day and sequence; the start of each row is scattered.
    auto const count = given(origin, sex, birth_date)++;
    auto const row =
        scatter(seed_ + std::uint64_t(birth_date.days + 100'000) * 6 + std::uint64_t(origin) * 2 + std::uint64_t(sex));
    auto const sequence = (std::uint64_t(count) * 211 + row) % sequences;
    auto const turn = std::size_t(count / sequences);
    auto const wanted = std::size_t(family % regions.size()) / turns * turns + turn;
    auto const region = regions[wanted < regions.size() ? wanted : turn];
    auto const date = civil(birth_date);
    auto text = fmt::format("{:06}{:04}{:02}{:02}{:03}", region, date.year, date.month, date.day,
                            2 * sequence + (sex == Sex::male ? 1 : 2));
    text += id_card_check(text);
    return text;
}

std::string phone(std::uint64_t index, std::uint64_t seed) {
    constexpr std::uint64_t numbers = 100'000'000;
    // A step without a common factor with the range visits every number once.
    return fmt::format("154{:08}", (index % numbers * 61'803'399 + seed % numbers) % numbers);
}

Id ordered_id(Instant start, std::uint64_t index, Random& random) {
    Id id = make_id(start + std::int64_t(index / 4096), random);
    id.bytes[6] = std::uint8_t(0x70 | ((index % 4096) >> 8));
    id.bytes[7] = std::uint8_t(index % 256);
    return id;
}

std::uint32_t draw_surname(NameTable const& names, Random& random) {
    auto const rank = std::int64_t(random.below(std::uint64_t(names.cumulative.back())));
    return std::uint32_t(std::upper_bound(names.cumulative.begin(), names.cumulative.end(), rank) -
                         names.cumulative.begin());
}

void append_given_name(NameTable const& names, Sex sex, int birth_year, Random& random, std::string& out) {
    auto const era = std::size_t(birth_year < 1960 ? 0 : birth_year < 1980 ? 1 : birth_year < 2000 ? 2 : 3);
    auto const& lists = names.given[sex == Sex::male ? 0 : 1][era];
    auto const one_of = [&](std::vector<std::string> const& list) -> std::string const& {
        return list[random.below(list.size())];
    };
    if (random.below(2) == 0) {
        out += one_of(lists.whole);
        return;
    }
    auto const& first = one_of(lists.first);
    auto const* second = &one_of(lists.second);
    while (*second == first) second = &one_of(lists.second);
    out += first;
    out += *second;
}

}  // namespace fx::roster
