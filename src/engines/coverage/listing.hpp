#pragma once
/// The names behind a figure, by page: who is missing below a node, in tree order.

#include "base/result.hpp"
#include "engines/coverage/series.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fx::coverage {

/// Where the next page starts. Holds while the tree grows and subjects come, go and move: who stays where they are
/// and keeps passing the filter is listed once, neither twice nor never. After a restart some of one node may be
/// listed twice, nobody never.
struct Cursor {
    Place place;
    Slot slot = 0;
    std::uint32_t edition = 0;  ///< of the index that gave the slot; under another one, `place` is listed from its start
    bool operator==(Cursor const&) const = default;
};
/// 35 digits; opaque to everybody else.
std::string format(Cursor const& cursor);
Result<Cursor> parse_cursor(std::string_view text);

struct Page {
    std::vector<Subject> subjects;  ///< with the node each hangs on
    std::optional<Cursor> next;     ///< nothing: this was the last page
};

inline constexpr std::size_t page_limit_max = 1000;

/// Who passes `filter` at and below `place`: nodes in tree order, subjects of one node by slot. `limit`: 1..1000.
/// 404.5 for a place that is not in the tree, 400.7 for a limit out of range or a cursor outside the place.
/// Subtrees in which nobody passes cost one step.
Result<Page> list(Tree const& tree, SubjectIndex const& index, Series const& series, Place place, Filter filter,
                  std::optional<Cursor> const& from, std::size_t limit);

}  // namespace fx::coverage
