#pragma once
/// What happens in the made-up city: screenings, measurements of observed persons, signed daily reports.

#include "city/city.hpp"
#include "returns/daily_report.hpp"

namespace fx::bench {

/// One reporting unit for each division, which reports daily.
Result<std::vector<returns::Unit>> make_units(City& city);

/// Signs the day's reports of these units as their officers, figures counted a level at once; one commit.
Result<void> sign_reports(City& city, std::vector<returns::Unit> const& units, Date day);

/// Puts the first member of every n-th household under observation until `until`, `count` of them; the observed with their
/// homes.
struct Observed {
    Id person;
    Place place;
};
Result<std::vector<Observed>> observe(City& city, std::size_t count, Date from, Date until, Random& random);

/// A reading of each, in batches, at the clock's time.
Result<void> measure(City& city, std::span<Observed const> observed, std::size_t batch, Random& random);

/// A screening of each, in batches, at the clock's time.
Result<void> screen(City& city, std::span<Home const* const> homes, Id const& round, std::size_t batch, Random& random);

}  // namespace fx::bench
