#pragma once
/// A batch from a device: every item judged on its own, a bad one quarantined, the others stored.

#include "records/engine.hpp"
#include "records/quarantine.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <variant>
#include <vector>

namespace fx::records {

/// Items per batch; more is 413.65.
inline constexpr std::size_t push_items_max = 2000;

/// A clock off by less is a right clock, and its time is taken as stated. The phone tolerates as much.
inline constexpr std::int64_t clock_offset_tolerated_ms = 2 * ms_per_minute;

/// One item after parsing: a command, or what was wrong with it.
struct PushItem {
    Id id;     ///< nil when even the id could not be read
    Id mends;  ///< the refused record of the same sender that this one replaces; nil = none
    std::string type;
    boost::json::value const* json = nullptr;  ///< as sent, for the quarantine; in the batch that was parsed
    std::variant<std::vector<Problem>, PreparedCreate, ChangeCommand> command;
};

struct PushResult {
    Id id;
    std::string status;  ///< created, repeat, changed, merged, conflict, quarantined
    std::int64_t version = 0;
    store::Sequence sequence;
    std::vector<Problem> problems;
    std::vector<EffectSummary> effects;
};

/// Pure; on any thread. The items point into `body`, which must outlive them. `body` is
/// {"device":…,"device_offset_ms":…,"items":[…]}; an item may have a device_offset_ms of its own, of when it was made,
/// and `mends`. 400.1 malformed, 413.65 too many.
Result<std::vector<PushItem>> parse_push(Engine const& engine, boost::json::object const& body, Instant now);

/// One change command from JSON: {command, base_version, stated_at, fields}; `transition` from the address.
Result<ChangeCommand> parse_change(Engine const& engine, std::string const& type, Id const& id, std::string transition,
                                   boost::json::object const& body, Instant now, std::int64_t device_offset_ms = 0);

/// On the writer's thread: one result per item, in order.
Result<std::vector<PushResult>> push(Engine& engine, store::Tx& tx, Actor const& actor, std::vector<PushItem> const& items);

}  // namespace fx::records
