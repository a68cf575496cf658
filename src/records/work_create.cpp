#include "base/assert.hpp"
#include "records/attachment.hpp"
#include "records/permitted.hpp"
#include "records/place.hpp"
#include "records/work.hpp"

namespace fx::records {

Outcome Engine::Work::create(PreparedCreate const& command) {
    auto const& table = *command.table;
    auto const& type = table.type();
    clock_offset_ms_ = command.clock_offset_ms;
    auto const refuse = [](Problem problem) { return Outcome{{}, {std::move(problem)}, {}}; };
    // A repeat is a repeat wherever its sender or its subject has been moved since.
    if (auto const home = engine_.parts_.responsibility->county_of(actor_.place)) {
        auto const sent = record(table, *home, command.id);
        if (sent.has_error()) return refuse(sent.error());
        if (*sent && (**sent).made_by_user == actor_.user)
            if (auto repeated = existing(table, **sent, command); repeated.ok()) return repeated;
    }
    if (!type.allows("create", actor_.role)) return refuse(not_permitted(engine_.catalogue(), actor_.role, type.label));
    auto const placed = place_of_record(engine_, tx_, actor_, table, command.values);
    if (placed.has_error()) return refuse(placed.error());
    if (!covers(actor_.place, placed->place))
        return refuse(Problem(ProblemKind::not_responsible, {format(placed->place)}).at(type.place.field));
    auto const present = record(table, placed->county, command.id);
    if (present.has_error()) return refuse(present.error());
    if (*present) return existing(table, **present, command);
    if (auto missing = missing_references(engine_, tx_, table, command.values, placed->county, {}); !missing.empty())
        return {{}, std::move(missing), {}};

    Record fresh;
    fresh.county = placed->county;
    fresh.place = placed->place;
    fresh.id = command.id;
    if (!type.states.empty()) fresh.state = type.states.front();
    fresh.values = command.values;
    if (auto unusable = unusable_attachments(engine_, tx_, actor_, fresh, table, {}); !unusable.empty())
        return {{}, std::move(unusable), {}};
    auto const sequence = insert(table, std::move(fresh), command.id, command.stated_at, 0, false, command.body);
    if (sequence.has_error()) return refuse(sequence.error());
    return {Receipt{Receipt::Outcome::created, placed->county, command.id, 1, *sequence, std::move(summary)}, {}, {}};
}

/// The id is known: a repeat when the first version held the same, else a conflict.
Outcome Engine::Work::existing(RecordTable const& table, Record const& current, PreparedCreate const& command) {
    auto const history = engine_.parts_.journal->history(tx_, current.county, current.last_sequence, int(current.version));
    if (history.has_error()) return {{}, {history.error()}, {}};
    FX_ASSERT(!history->empty());
    auto const& first = history->back();
    if (!first.body.empty()) {
        std::vector<Value> values(command.values.size());
        if (auto const read = table.apply_body(current.id, first.body, values, *engine_.parts_.sealer); read.has_error())
            return {{}, {read.error()}, {}};
        auto const& fields = table.type().fields;
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (!fields[i].derived && values[i] != command.values[i])
                return {{}, {Problem(ProblemKind::id_conflict).at(fields[i].name)}, {}};
    }
    return {Receipt{Receipt::Outcome::repeat, current.county, current.id, 1, first.sequence, {}}, {}, {}};
}

Result<store::Sequence> Engine::Work::insert(RecordTable const& table, Record fresh, Id const& command, Instant stated_at,
                                             int depth, bool judged, std::string const& prepared_body) {
    fresh.version = 1;
    fresh.made_at = fresh.changed_at = tx_.now();
    fresh.made_by = actor_.post;
    fresh.made_by_user = actor_.user;
    Effects effects;
    if (!judged) {
        FX_TRY(effects,
               judge({&table.type(), "create", nullptr, &fresh, &actor_, tx_.now(), stated_at, &engine_.catalogue()}));
    }
    for (auto& [field, value] : effects.set) fresh.values[std::size_t(field)] = std::move(value);
    if (!effects.state.empty()) fresh.state = effects.state;
    bool const as_prepared = effects.set.empty() && !prepared_body.empty();
    auto body = as_prepared ? prepared_body : table.body(fresh.id, fresh.values, {}, *engine_.parts_.sealer);
    auto const sequence = put(table, fresh, "create", command, stated_at, std::move(body));
    FX_CHECK(use_attachments(tx_, fresh, table, {}));
    FX_CHECK(fulfil_by_rules(table, nullptr, fresh, stated_at));
    FX_CHECK(follow_subject(table, nullptr, fresh));
    FX_CHECK(run(std::move(effects), fresh.county, fresh.id, stated_at, depth));
    return sequence;
}

}  // namespace fx::records
