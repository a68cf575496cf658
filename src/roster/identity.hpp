#pragma once
/// Names, identity numbers, phones and ids: unique within one roster, the same for the same seed.

#include "base/id.hpp"
#include "roster/census.hpp"

#include <string>
#include <vector>

namespace fx::roster {

/// Where the hukou of a person is, which decides the six digits an identity number begins with.
enum class Origin : std::uint8_t { home, province, other };

/// Deals identity numbers by GB 11643-1999 (region, birth date, sequence odd for men and even for women, check digit
/// ISO 7064 MOD 11-2), none twice. They are invented but valid: a real person may bear one of them by chance.
class IdentityNumbers {
public:
    IdentityNumbers(Source const&, std::uint64_t seed);
    /// A number for a birth on `birth_date`; when that day is used up the next free day up to `latest`, then from
    /// `earliest` on, is taken and written to `birth_date`. Equal `family` gives the same county of origin, or in
    /// rosters of millions one of its neighbours.
    std::string next(Origin, std::uint64_t family, Sex, Date& birth_date, Date earliest, Date latest);

private:
    /// Numbers given per origin, sex and birth day since `first_day`.
    std::uint16_t& given(Origin, Sex, Date);

    Source const& source_;
    std::uint64_t seed_;
    std::vector<std::uint16_t> given_;
};

/// The `index`-th phone of a roster, none twice below 100 million. All begin with 154, a network code that the
/// Ministry of Industry and Information Technology has given to no operator (its table of public mobile network codes,
/// 2023-06-05), so that no call or message reaches anybody.
std::string phone(std::uint64_t index, std::uint64_t seed);

/// The `index`-th UUIDv7 of a series: 4,096 ids a millisecond counted in rand_a (RFC 9562, 6.2 method 1), so that
/// they ascend with the index.
Id ordered_id(Instant start, std::uint64_t index, Random&);

/// A surname by its real frequency (index into NameTable::surnames).
std::uint32_t draw_surname(NameTable const&, Random&);
/// A given name usual for those born in that year.
void append_given_name(NameTable const&, Sex, int birth_year, Random&, std::string& out);

}  // namespace fx::roster
