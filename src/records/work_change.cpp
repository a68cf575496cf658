#include "base/assert.hpp"
#include "base/json_writer.hpp"
#include "catalog/kind.hpp"
#include "catalog/validate.hpp"
#include "records/attachment.hpp"
#include "records/permitted.hpp"
#include "records/place.hpp"
#include "records/work.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <numeric>

namespace fx::records {
namespace {

Outcome refuse(Problem problem) { return {{}, {std::move(problem)}, {}}; }

std::string json_of(catalog::Field const& field, Value const& value) {
    JsonWriter json;
    if (is_null(value))
        json.null();
    else
        field.kind->write(json, value, field);
    return json.take();
}

/// The first field that a move asks for (present, alone or among all) and that has no value; null when none is wanting.
catalog::Field const* absent_field(catalog::Predicate const& guard, std::span<Value const> values,
                                   catalog::RecordType const& type) {
    using enum catalog::Predicate::Op;
    if (guard.op == present && is_null(values[std::size_t(guard.field)])) return &type.fields[std::size_t(guard.field)];
    if (guard.op == all)
        for (auto const& part : guard.parts)
            if (auto const* found = absent_field(part, values, type)) return found;
    return nullptr;
}

bool asks_for(catalog::Predicate const& guard, int field) {
    return guard.field == field || std::ranges::any_of(guard.parts, [&](auto const& part) { return asks_for(part, field); });
}

/// A field that comes with a move though the role may not change records and the move does not ask for it; null when none.
catalog::Field const* field_not_asked_for(catalog::RecordType const& type, catalog::Transition const& move,
                                          std::string const& role, std::span<int const> changed) {
    if (type.allows("change", role)) return nullptr;
    for (int const field : changed)
        if (!asks_for(move.guard, field)) return &type.fields[std::size_t(field)];
    return nullptr;
}

}  // namespace

Outcome Engine::Work::change(ChangeCommand const& command) {
    auto const& table = *command.table;
    auto const& type = table.type();
    clock_offset_ms_ = command.clock_offset_ms;
    auto const action = command.transition.empty() ? "change" : "move:" + command.transition;
    auto const county = engine_.parts_.responsibility->county_of(actor_.place);
    auto const unknown = Problem(ProblemKind::record_not_found, {format(command.id)});
    auto const found = county ? record(type.name, *county, command.id) : Result<std::optional<Record>>(std::nullopt);
    if (found.has_error()) return refuse(found.error());
    // A repeat is a repeat wherever its sender or the record has been moved since: only its sender knows the command's id.
    ChangedSince changed_since;
    bool const based = *found && 1 <= command.base_version && command.base_version <= (*found)->version;
    if (based) {
        auto const repeated = repeat(**found, command, changed_since);
        if (repeated.has_error()) return refuse(repeated.error());
        if (*repeated) return {**repeated, {}, {}};
    }
    if (!type.allows(action, actor_.role)) return refuse(not_permitted(engine_.catalogue(), actor_.role, type.label));
    if (!*found || !covers(actor_.place, (*found)->place)) return refuse(unknown);
    if (command.exact && command.base_version != (*found)->version)
        return refuse(Problem(ProblemKind::changed_since).at("version"));
    if (!based)
        return refuse(Problem(ProblemKind::invalid_parameter, {"base_version", "1…" + std::to_string((*found)->version)})
                          .at("base_version"));
    return apply(table, **found, command, changed_since);
}

/// Walks the entries after base_version: the receipt when one of them is this very command, else the fields they changed.
Result<std::optional<Receipt>> Engine::Work::repeat(Record const& current, ChangeCommand const& command,
                                                    ChangedSince& changed_since) {
    auto const newer = int(current.version - command.base_version);
    if (newer == 0) return std::optional<Receipt>();
    FX_TRY(auto const history, engine_.parts_.journal->history(tx_, current.county, current.last_sequence, newer));
    for (auto const& entry : history) {
        if (entry.command == command.command)
            return std::optional(
                Receipt{Receipt::Outcome::repeat, current.county, current.id, entry.version, entry.sequence, {}});
        boost::system::error_code error;
        auto const body = boost::json::parse(entry.body, error);
        if (error || !body.is_object()) continue;
        for (auto const& member : body.get_object()) changed_since.insert(std::string(member.key()));
    }
    return std::optional<Receipt>();
}

Outcome Engine::Work::apply(RecordTable const& table, Record const& before, ChangeCommand const& command,
                            ChangedSince const& changed_since) {
    auto const& type = table.type();
    auto checked = catalog::check_change(type, before.values, command.fields, date_at(tx_.now()));
    if (!checked.problems.empty()) return {{}, std::move(checked.problems), {}};
    Outcome conflict;
    for (int const i : checked.changed) {
        auto const& field = type.fields[std::size_t(i)];
        if (!changed_since.contains(field.name)) continue;
        conflict.problems.push_back(Problem(ProblemKind::edit_conflict, {field.label}).at(field.name));
        conflict.conflicts.push_back(
            {field.name, json_of(field, before.values[std::size_t(i)]), json_of(field, checked.merged[std::size_t(i)])});
    }
    if (!conflict.problems.empty()) return conflict;
    Record after = before;
    after.values = std::move(checked.merged);
    if (!command.transition.empty()) {
        auto const transition = std::find_if(type.transitions.begin(), type.transitions.end(),
                                             [&](auto const& t) { return t.name == command.transition; });
        if (transition == type.transitions.end())
            return refuse(Problem(ProblemKind::unknown_transition, {command.transition}));
        if (auto const* field = field_not_asked_for(type, *transition, actor_.role, checked.changed))
            return refuse(not_permitted(engine_.catalogue(), actor_.role, field->label).at(field->name));
        bool const from =
            std::find(transition->from.begin(), transition->from.end(), before.state) != transition->from.end();
        if (from)
            if (auto const* missing = absent_field(transition->guard, after.values, type))
                return refuse(Problem(ProblemKind::field_missing, {missing->label}).at(missing->name));
        if (!from || !catalog::holds(transition->guard, after.values))
            return refuse(Problem(ProblemKind::wrong_state, {type.state_label(before.state), transition->label}));
        after.state = transition->to;
    }
    return store_change(table, before, std::move(after), command, checked.changed);
}

Outcome Engine::Work::store_change(RecordTable const& table, Record const& before, Record after,
                                   ChangeCommand const& command, std::span<int const> changed) {
    auto const& type = table.type();
    auto const action = command.transition.empty() ? "change" : "move:" + command.transition;
    auto const placed = place_of_record(engine_, tx_, actor_, table, after.values);
    if (placed.has_error()) return refuse(placed.error());
    if (type.place.from != catalog::PlaceRule::From::post) {
        if (placed->county != before.county) return refuse(Problem(ProblemKind::county_change).at(type.place.field));
        if (!covers(actor_.place, placed->place))
            return refuse(Problem(ProblemKind::not_responsible, {format(placed->place)}).at(type.place.field));
        after.place = placed->place;
    }
    if (!changed.empty()) {
        auto problems = missing_references(engine_, tx_, table, after.values, before.county, changed);
        auto unusable = unusable_attachments(engine_, tx_, actor_, after, table, changed);
        std::move(unusable.begin(), unusable.end(), std::back_inserter(problems));
        if (!problems.empty()) return {{}, std::move(problems), {}};
    }
    auto const sequence = update(table, before, std::move(after), action, command.command, command.stated_at, 0);
    if (sequence.has_error()) return refuse(sequence.error());
    auto const outcome = command.base_version < before.version ? Receipt::Outcome::merged : Receipt::Outcome::changed;
    return {Receipt{outcome, before.county, before.id, before.version + 1, *sequence, std::move(summary)}, {}, {}};
}

Result<store::Sequence> Engine::Work::update(RecordTable const& table, Record const& before, Record after,
                                             std::string const& action, Id const& command, Instant stated_at, int depth) {
    after.version = before.version + 1;
    after.changed_at = tx_.now();
    FX_TRY(auto effects,
           judge({&table.type(), action, &before, &after, &actor_, tx_.now(), stated_at, &engine_.catalogue()}));
    for (auto& [field, value] : effects.set) after.values[std::size_t(field)] = std::move(value);
    std::vector<int> changed;
    for (std::size_t i = 0; i < after.values.size(); ++i)
        if (after.values[i] != before.values[i]) changed.push_back(int(i));
    // A change without changed fields (a move) has the body {}, not the whole record.
    auto body = changed.empty() ? std::string("{}") : table.body(after.id, after.values, changed, *engine_.parts_.sealer);
    auto const sequence = put(table, after, action, command, stated_at, std::move(body));
    if (!changed.empty()) FX_CHECK(use_attachments(tx_, after, table, changed));
    FX_CHECK(fulfil_by_rules(table, &before, after, stated_at));
    FX_CHECK(follow_subject(table, &before, after));
    FX_CHECK(run(std::move(effects), after.county, command, stated_at, depth));
    return sequence;
}

}  // namespace fx::records
