#pragma once
/// Instants and dates. The clock is always passed in, so that fourteen days are tested in a millisecond.

#include "base/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace fx {

/// A point in time, milliseconds since 1970-01-01T00:00:00Z. Range accepted from input: 1900 to 2200.
struct Instant {
    std::int64_t ms = 0;
    auto operator<=>(Instant const&) const = default;
};

/// A civil date, days since 1970-01-01. Range accepted from input: 1900-01-01 to 2199-12-31.
struct Date {
    std::int32_t days = 0;
    auto operator<=>(Date const&) const = default;
};

struct CivilDate {
    int year;   ///< 1900..2199
    int month;  ///< 1..12
    int day;    ///< 1..31
};

inline constexpr std::int64_t ms_per_second = 1000;
inline constexpr std::int64_t ms_per_minute = 60 * ms_per_second;
inline constexpr std::int64_t ms_per_hour = 60 * ms_per_minute;
inline constexpr std::int64_t ms_per_day = 24 * ms_per_hour;
/// China has one civil time, UTC+8, without daylight saving since 1992. Dates are civil dates there.
inline constexpr std::int64_t civil_offset_ms = 8 * ms_per_hour;

inline Instant operator+(Instant at, std::int64_t ms) { return {at.ms + ms}; }
inline std::int64_t operator-(Instant a, Instant b) { return a.ms - b.ms; }
inline Date operator+(Date date, int days) { return {date.days + days}; }
inline int operator-(Date a, Date b) { return a.days - b.days; }

CivilDate civil(Date);
/// The date of `civil`, or nothing when there is no such day (31 April, 29 February 2021).
Result<Date> date_of(CivilDate);
/// ISO 8601: 1 Monday .. 7 Sunday.
int iso_weekday(Date);
Date date_at(Instant);   ///< civil date in China at that instant
Instant start_of(Date);  ///< 00:00 civil time of that day

/// "2020-02-03". Anything else, an impossible day or a year outside 1900..2199 is 400.7.
Result<Date> parse_date(std::string_view);
std::string format(Date);
/// RFC 3339 with an offset: "2020-02-03T08:30:00+08:00", "2020-02-03T00:30:00.125Z". No offset is 400.7.
Result<Instant> parse_instant(std::string_view);
/// RFC 3339 in China's civil time with milliseconds only when not zero: "2020-02-03T08:30:00+08:00".
std::string format(Instant);

/// Where the time comes from. Injected everywhere; only main() makes a SystemClock.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
};

/// A clock that stands until it is moved: tests and simulations.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start) : now_(start) {}
    Instant now() const override { return now_; }
    void set(Instant now) { now_ = now; }
    void advance(std::int64_t ms) { now_.ms += ms; }

private:
    Instant now_;
};

}  // namespace fx
