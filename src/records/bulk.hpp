#pragma once
/// One action on many records: each judged and journalled by itself, under one command id. A trial does the same and
/// drops it, so that a preview says exactly what would come of it. Names no type.

#include "records/engine.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fx::records {

/// Values set beside a move; without a move exactly one.
inline constexpr std::size_t bulk_fields_max = 4;

/// What is done to each record.
struct BulkAction {
    RecordTable const* table = nullptr;
    std::string transition;      ///< empty = only `fields` are set
    boost::json::object fields;  ///< as in a change; their names are allowed in bulk
};

/// {"type","move":"…","fields":{…}}; `move` or one field. 404.54 and 404.58 for unknown names, 422.233 for what the
/// catalogue does not allow in bulk, 403.50 for what the role may not do, 400.67 when there is nothing to do.
Result<BulkAction> parse_bulk_action(Engine const& engine, Actor const& actor, boost::json::object const& body);
/// The same as JSON, canonical: {"type","move","fields"}.
std::string bulk_action_json(BulkAction const& action);

/// A record as the person saw it.
struct BulkItem {
    Id id;
    std::int64_t version = 0;
};

/// Where a record stood, in what the action changes, directly or because an answer becomes irrelevant. Never identity: a
/// record of which that would be changed is refused (422.233). {"state":"open","fields":{…}}
struct BulkStanding {
    std::string state;
    boost::json::object fields;
};

struct BulkRow {
    BulkItem item;                       ///< as seen before
    std::int64_t version = 0;            ///< after the change
    std::optional<Problem> problem;      ///< why it was left as it was
    std::optional<BulkStanding> before;  ///< nothing for what was refused, and for a repeat
    std::optional<BulkStanding> after;
    bool ok() const { return !problem; }
};

/// On the writer's thread, by itself: a refusal drops what this record had put and nothing else. Changes the record
/// only at the version that was seen (409.230). 409.238 when it has the value already. A broken store is the Result's.
Result<BulkRow> bulk_change(Engine& engine, store::Tx& tx, Actor const& actor, BulkAction const& action,
                            BulkItem const& item, Id const& command);
/// The same without a trace.
Result<BulkRow> bulk_trial(Engine& engine, store::Tx& tx, Actor const& actor, BulkAction const& action,
                           BulkItem const& item);

/// What takes the action back for one record: the move from its new state to the old one, where the role may make it in
/// bulk, and the old values. 409.231 when there is none.
Result<BulkAction> way_back(BulkAction const& action, Actor const& actor, BulkStanding const& before,
                            BulkStanding const& after);

/// The stored runs: who did what to how many, and where each record stood.
store::Table const& bulk_run_table();

}  // namespace fx::records
