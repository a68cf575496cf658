#include "records/bulk.hpp"

#include "base/assert.hpp"
#include "base/json_member.hpp"
#include "base/json_writer.hpp"
#include "catalog/kind.hpp"
#include "records/permitted.hpp"
#include "records/present.hpp"
#include "records/query.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fx::records {
namespace {

Problem no_member(std::string_view name) {
    return Problem(ProblemKind::missing_member, {std::string(name)}).at(std::string(name));
}

Result<void> check_move(Engine const& engine, Actor const& actor, BulkAction const& action) {
    auto const& type = action.table->type();
    auto const permission = action.transition.empty() ? "change" : "move:" + action.transition;
    if (action.transition.empty() && action.fields.size() != 1) return no_member(action.fields.empty() ? "move" : "fields");
    if (!action.transition.empty()) {
        auto const* move = type.transition(action.transition);
        if (move == nullptr) return Problem(ProblemKind::unknown_transition, {action.transition}).at("move");
        if (!move->bulk) return Problem(ProblemKind::bulk_not_allowed, {move->label}).at("move");
    }
    if (!type.allows(permission, actor.role)) return not_permitted(engine.catalogue(), actor.role, type.label);
    return {};
}

Result<void> check_fields(Actor const& actor, BulkAction const& action) {
    if (action.fields.size() > bulk_fields_max)
        return Problem(ProblemKind::batch_too_large, {std::to_string(bulk_fields_max)}).at("fields");
    for (auto const& member : action.fields) {
        auto const name = std::string(member.key());
        int const index = action.table->type().field_index(name);
        if (index < 0) return Problem(ProblemKind::field_unknown, {name}).at(name);
        auto const& field = action.table->type().fields[std::size_t(index)];
        if (!field.bulk || !readable(field, actor.role))
            return Problem(ProblemKind::bulk_not_allowed, {field.label}).at(name);
    }
    return {};
}

Result<std::optional<Record>> stored_for(Engine& engine, store::Tx& tx, Actor const& actor, RecordTable const& table,
                                         Id const& id) {
    auto const county = engine.responsibility().county_of(actor.place);
    return county ? stored(engine, tx, table, *county, id) : Result<std::optional<Record>>(std::nullopt);
}

/// The fields that are set, and those that change with them: an answer that becomes irrelevant goes too.
std::vector<std::size_t> touched(BulkAction const& action, Record const& before, Record const& after) {
    std::vector<std::size_t> out;
    auto const& fields = action.table->type().fields;
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (action.fields.contains(fields[i].name) || (!fields[i].derived && before.values[i] != after.values[i]))
            out.push_back(i);
    return out;
}

BulkStanding standing(RecordTable const& table, Record const& record, std::vector<std::size_t> const& fields) {
    BulkStanding out{record.state, {}};
    for (auto const index : fields) {
        auto const& field = table.type().fields[index];
        JsonWriter json;
        if (is_null(record.values[index]))
            json.null();
        else
            field.kind->write(json, record.values[index], field);
        out.fields[field.name] = boost::json::parse(json.text());
    }
    return out;
}

/// Fills `row`; a Problem of the Result drops what was put.
Result<void> change_one(Engine& engine, store::Tx& tx, Actor const& actor, BulkAction const& action, Id const& command,
                        BulkRow& row) {
    auto const& table = *action.table;
    FX_TRY(auto const before, stored_for(engine, tx, actor, table, row.item.id));
    ChangeCommand change;
    change.table = &table;
    change.id = row.item.id;
    change.command = command;
    change.base_version = row.item.version;
    change.stated_at = tx.now();
    change.fields = action.fields;
    change.transition = action.transition;
    change.exact = true;
    auto const outcome = engine.change(tx, actor, change);
    if (!outcome.ok()) return outcome.problems.front();
    row.version = outcome.receipt->version;
    if (outcome.receipt->outcome == Receipt::Outcome::repeat) return {};
    FX_ASSERT(before.has_value());
    FX_TRY(auto const after, stored_for(engine, tx, actor, table, row.item.id));
    auto const fields = touched(action, *before, *after);
    for (auto const index : fields)  // what a run keeps lies in clear
        if (auto const& field = table.type().fields[index]; RecordTable::sealed(field))
            return Problem(ProblemKind::bulk_not_allowed, {field.label}).at(field.name);
    row.before = standing(table, *before, fields);
    row.after = standing(table, *after, fields);
    if (row.before->state == row.after->state && row.before->fields == row.after->fields) {
        auto const index = table.type().field_index(action.fields.begin()->key());
        return Problem(ProblemKind::bulk_same, {table.type().fields[std::size_t(index)].label});
    }
    return {};
}

Result<BulkRow> one(Engine& engine, store::Tx& tx, Actor const& actor, BulkAction const& action, BulkItem const& item,
                    Id const& command, bool keep) {
    BulkRow row{item, 0, {}, {}, {}};
    auto const done = tx.attempt([&]() -> Result<void> {
        if (auto const changed = change_one(engine, tx, actor, action, command, row); changed.has_error()) {
            row = {item, 0, changed.error(), {}, {}};
            return changed.error();
        }
        if (keep) return {};
        return Problem(ProblemKind::changed_since);  // never seen: it only drops what the trial has put
    });
    // A broken database is the whole action's problem; a refused record its own.
    if (row.problem && row.problem->status() >= 500) return *row.problem;
    if (keep && row.ok() && done.has_error()) return done.error();
    return row;
}

}  // namespace

Result<BulkAction> parse_bulk_action(Engine const& engine, Actor const& actor, boost::json::object const& body) {
    BulkAction action;
    auto const type = text_member(body, "type");
    action.table = engine.table(type);
    if (action.table == nullptr) return Problem(ProblemKind::unknown_record_type, {type}).at("type");
    action.transition = text_member(body, "move");
    if (auto const* fields = body.if_contains("fields")) {
        if (!fields->is_object()) return no_member("fields");
        action.fields = fields->get_object();
    }
    FX_CHECK(check_move(engine, actor, action));
    FX_CHECK(check_fields(actor, action));
    return action;
}

std::string bulk_action_json(BulkAction const& action) {
    std::vector<std::string> names;
    for (auto const& member : action.fields) names.emplace_back(member.key());
    std::ranges::sort(names);
    JsonWriter json;
    json.begin_object().key("type").string(action.table->type().name).key("move").string(action.transition);
    json.key("fields").begin_object();
    for (auto const& name : names) json.key(name).raw(boost::json::serialize(action.fields.at(name)));
    return json.end_object().end_object().take();
}

Result<BulkRow> bulk_change(Engine& engine, store::Tx& tx, Actor const& actor, BulkAction const& action,
                            BulkItem const& item, Id const& command) {
    return one(engine, tx, actor, action, item, command, true);
}

Result<BulkRow> bulk_trial(Engine& engine, store::Tx& tx, Actor const& actor, BulkAction const& action,
                           BulkItem const& item) {
    return one(engine, tx, actor, action, item, Id{}, false);
}

Result<BulkAction> way_back(BulkAction const& action, Actor const& actor, BulkStanding const& before,
                            BulkStanding const& after) {
    auto const& type = action.table->type();
    BulkAction back{action.table, {}, before.fields};
    if (before.state == after.state) return back;
    auto const leads_back = [&](catalog::Transition const& move) {
        return move.to == before.state && std::ranges::find(move.from, after.state) != move.from.end() && move.bulk &&
               type.allows("move:" + move.name, actor.role);
    };
    auto const found = std::ranges::find_if(type.transitions, leads_back);
    auto const* made = type.transition(action.transition);
    if (found == type.transitions.end())
        return Problem(ProblemKind::no_way_back, {made == nullptr ? type.label : made->label});
    back.transition = found->name;
    return back;
}

store::Table const& bulk_run_table() {
    using enum store::ColumnType;
    static store::Table const table{"bulk_run",
                                    {{"county", integer},
                                     {"id", id},
                                     {"user_id", id},
                                     {"post_id", id},
                                     {"started_at", integer},
                                     {"finished_at", integer},
                                     {"action", text},
                                     {"digest", bytes},
                                     {"undoes", id},
                                     {"undone_by", id},
                                     {"outcome", text}},
                                    2};
    return table;
}

}  // namespace fx::records
