#pragma once
/// A statement: the figures of an instance that changed since its last statement, numbered and chained by hash.
///
/// It holds numbers, division codes, ids of periods, names of duties and times, and has no place for anything else: no
/// free text, no household, no person, no group below a village. Both ends keep to that: what writes it has no other
/// members to write, what reads it refuses a member it does not know.

#include "base/id.hpp"
#include "base/place.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "engines/coverage/series.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fx::relay {

inline constexpr std::size_t statement_bytes_max = 1U << 20;
inline constexpr std::size_t statement_periods_max = 10'000;

/// A period and figures in it. Each row counts what stands at that division itself, groups counted at their village, so that
/// the sum over any subtree is that subtree's figure. Rows in place order, none twice; divisions only.
struct PeriodFigures {
    Id id;
    std::string type;  ///< of the duty: a name of the catalogue, 1 to 60 of a-z 0-9 _
    Place area;
    Instant opens_at;
    Instant due_at;
    std::optional<Instant> closed_at;
    std::vector<coverage::PlaceFigures> rows;
    bool operator==(PeriodFigures const&) const = default;
};

struct Statement {
    Place instance;             ///< the division whose instance speaks
    std::int64_t sequence = 1;  ///< 1, 2, 3…
    std::string previous;       ///< hash of the statement before it, 64 hex digits; zeros before the first
    Instant as_of;              ///< when the figures stood so, by the instance's own clock
    bool whole = false;         ///< replaces all that the instance has stated before; then the sequence may leave a gap
    std::vector<PeriodFigures> periods;
    bool operator==(Statement const&) const = default;
};

/// The bytes that are hashed and signed.
std::string to_json(Statement const& statement);
/// 413.3 beyond statement_bytes_max, 400.1 no JSON, 422.203 naming what is wrong: a member missing, unknown or of another
/// kind, figures with late > fulfilled or fulfilled > expected, places out of order or below a village.
Result<Statement> parse_statement(std::string_view body);

/// One period as JSON, for keeping what was stated.
std::string to_json(PeriodFigures const& period);
Result<PeriodFigures> parse_period(std::string_view json);

/// SHA-256 of a statement's bytes, 64 hex digits.
std::string hash_of(std::string_view body);
/// What stands before the first statement.
std::string const& no_hash();

}  // namespace fx::relay
