#pragma once
/// The situation report: which figures stand on it, in which order, each with yesterday's and the level above's. Pure;
/// counting is the caller's.

#include "base/id.hpp"
#include "base/place.hpp"
#include "base/time.hpp"
#include "base/words.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fx::command {

/// Parts of a report, as its rows name them.
namespace part {
inline constexpr std::string_view figure = "figure";      ///< of the area, with yesterday's and the level above's
inline constexpr std::string_view trend = "trend";        ///< of one day, `on`
inline constexpr std::string_view coverage = "coverage";  ///< of one place directly below, `at`; without a place: the rest
inline constexpr std::string_view missing = "missing";    ///< a unit whose daily report is overdue
inline constexpr std::string_view order = "order";        ///< an order with overdue receipts: how many, of how many
inline constexpr std::string_view escalation = "escalation";  ///< what was told upwards and is not settled
}  // namespace part

/// One line of a report. A figure without an answer is empty, never 0. `item` is the name of an Item, or of what is
/// listed its id, a space and its name as it was.
struct ReportRow {
    std::string part, item;
    Place at;
    std::optional<Date> on;
    std::string value, of, yesterday, above;
    bool operator==(ReportRow const&) const = default;
};

/// Counts by name; a count without an answer is not in it.
using Counts = std::map<std::string, std::int64_t, std::less<>>;

/// A figure that a report shows. `share`: `value` of `of` in per cent with one decimal.
struct Item {
    std::string_view name;
    std::string_view value;  ///< name of the count
    std::string_view of;     ///< name of the count it is a part of; empty = none
    bool share = false;
    Words label;
    std::string_view sheet = {};  ///< the return that counts it and lists the records behind it; empty = none
    std::string_view cell = {};
};
std::span<Item const> items(std::string_view part);
/// nullptr for another name.
Item const* find_item(std::string_view part, std::string_view name);

struct Listed {
    Id id;
    std::string name;
    Place at;
    std::optional<std::int64_t> value = {}, of = {};
};

/// What was counted for a report.
struct Counted {
    Counts here, yesterday;
    std::optional<Counts> above;                       ///< nothing at the top of the site
    std::vector<std::pair<Date, Counts>> days;         ///< oldest first
    std::vector<std::pair<Place, Counts>> children;    ///< in tree order
    std::vector<Listed> missing, orders, escalations;  ///< the gravest first
};

/// Of more children than this the least complete ones have rows of their own, the others one together.
inline constexpr std::size_t children_max = 150;

/// The rows of a report, 500 at the most. `listed_max` of each list.
std::vector<ReportRow> rows_of(Counted const& counted, std::size_t listed_max);

/// A part in per cent with one decimal, "97.3"; empty where the whole is 0.
std::string share(std::int64_t part, std::int64_t whole);

/// One place directly below, as the coverage rows tell it.
struct ChildCoverage {
    Place at;  ///< nil: the rest together
    std::optional<std::int64_t> screened, owed, reported, reports_owed;
};
/// Of the rows of a report: the `most` least complete places, the others summed into a last one without a place. All in
/// tree order when there are no more than `most`.
std::vector<ChildCoverage> coverage_of(std::span<ReportRow const> rows, std::size_t most);

}  // namespace fx::command
