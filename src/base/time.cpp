#include "base/time.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>

namespace fx {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

/// Reads exactly `count` digits at `at`.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return std::nullopt;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

Problem bad_time(std::string_view text, std::string_view wanted) {
    return Problem(ProblemKind::invalid_parameter, {std::string(text.substr(0, 40)), std::string(wanted)});
}

/// "Z" or "+08:00" at `at` to the end; minutes east of Greenwich.
std::optional<int> offset_minutes(std::string_view text, std::size_t at) {
    if (text.substr(at) == "Z") return 0;
    if (text.size() != at + 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':') return std::nullopt;
    auto const hours = digits(text, at + 1, 2);
    auto const minutes = digits(text, at + 4, 2);
    if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    int const total = *hours * 60 + *minutes;
    return text[at] == '-' ? -total : total;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0); }

/// `value` >= 0 with leading zeros. Times are written for every record: fmt's general path costs five times as much.
void add_digits(std::string& out, int value, int count) {
    int scale = 1;
    for (int i = 1; i < count || value / scale >= 10; ++i) scale *= 10;
    for (; scale > 0; scale /= 10) out += char('0' + value / scale % 10);
}

}  // namespace

CivilDate civil(Date date) {
    year_month_day const ymd{sys_days{std::chrono::days{date.days}}};
    return {int(ymd.year()), int(unsigned(ymd.month())), int(unsigned(ymd.day()))};
}

Result<Date> date_of(CivilDate c) {
    year_month_day const ymd{year{c.year}, month{unsigned(c.month)}, day{unsigned(c.day)}};
    if (c.year < 1900 || c.year > 2199 || !ymd.ok())
        return bad_time(fmt::format("{}-{}-{}", c.year, c.month, c.day), "1900-01-01 … 2199-12-31");
    return Date{std::int32_t(sys_days{ymd}.time_since_epoch().count())};
}

int iso_weekday(Date date) { return (date.days % 7 + 7 + 3) % 7 + 1; }  // 1970-01-01 was a Thursday
Date date_at(Instant at) { return {std::int32_t(floor_div(at.ms + civil_offset_ms, ms_per_day))}; }
Instant start_of(Date date) { return {date.days * ms_per_day - civil_offset_ms}; }

Result<Date> parse_date(std::string_view text) {
    auto const y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !y || !m || !d) return bad_time(text, "YYYY-MM-DD");
    return date_of({*y, *m, *d});
}

std::string format(Date date) {
    auto const c = civil(date);
    return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
}

Result<Instant> parse_instant(std::string_view text) {
    constexpr std::string_view wanted = "YYYY-MM-DDThh:mm:ss+08:00";
    if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':') return bad_time(text, wanted);
    FX_TRY(auto const date, parse_date(text.substr(0, 10)));
    auto const h = digits(text, 11, 2), m = digits(text, 14, 2), s = digits(text, 17, 2);
    if (!h || !m || !s || *h > 23 || *m > 59 || *s > 59) return bad_time(text, wanted);
    std::size_t at = 19;
    int ms = 0;
    if (text[at] == '.') {
        int scale = 100;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) ms += (text[at] - '0') * scale;
        if (at == 20 || at > 29) return bad_time(text, wanted);
    }
    if (at >= text.size()) return bad_time(text, wanted);
    auto const offset = offset_minutes(text, at);
    if (!offset) return bad_time(text, wanted);
    std::int64_t const local = date.days * ms_per_day + *h * ms_per_hour + *m * ms_per_minute + *s * ms_per_second + ms;
    return Instant{local - *offset * ms_per_minute};
}

std::string format(Instant at) {
    std::int64_t const local = at.ms + civil_offset_ms;
    std::int64_t const days = floor_div(local, ms_per_day);
    std::int64_t const rest = local - days * ms_per_day;
    auto const c = civil(Date{std::int32_t(days)});
    std::string out;
    out.reserve(32);
    add_digits(out, c.year, 4);
    add_digits(out += '-', c.month, 2);
    add_digits(out += '-', c.day, 2);
    add_digits(out += 'T', int(rest / ms_per_hour), 2);
    add_digits(out += ':', int(rest / ms_per_minute % 60), 2);
    add_digits(out += ':', int(rest / ms_per_second % 60), 2);
    if (rest % ms_per_second != 0) add_digits(out += '.', int(rest % ms_per_second), 3);
    return out += "+08:00";
}

Instant SystemClock::now() const {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace fx
