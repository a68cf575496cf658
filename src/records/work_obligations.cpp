#include "base/assert.hpp"
#include "records/sql_filter.hpp"
#include "records/work.hpp"

namespace fx::records {
Period const* Engine::Work::period(Id const& id) {
    if (auto const fresh = opened_.find(id); fresh != opened_.end()) return &fresh->second;
    if (auto const known = engine_.periods_.find(id); known != engine_.periods_.end()) return &known->second;
    auto const known = known_open().find(id);
    return known == known_open().end() ? nullptr : &known->second;
}

void Engine::Work::store(Obligation const& obligation, ObligationEvent::What what) {
    tx_.put(obligation_table(), to_row(obligation));
    events_.push_back({what,
                       obligation.county,
                       obligation.period,
                       obligation.subject,
                       obligation.place,
                       obligation.state == Duty::fulfilled_late,
                       {}});
}

Result<void> Engine::Work::open(Period const& of, OpenObligation const& wanted) {
    FX_TRY(auto const present, obligation(of.county, of.id, wanted.subject));
    if (present && present->state != Duty::withdrawn) return {};
    store({of.county, of.id, wanted.subject, of.type, wanted.place, tx_.now(), wanted.due_at, Duty::open, {}, {}},
          ObligationEvent::What::opened);
    // What was done before the duty was there, or while it was withdrawn (a household closed by mistake), stays done.
    return present || wanted.look ? fulfil_if_done(of, wanted.subject) : Result<void>();
}

Result<void> Engine::Work::open_all(Period const& of, OpenForAll const& wanted) {
    std::vector<std::pair<Id, Place>> found;
    auto const expect = [&](Id const& subject, Place place) {
        if (wanted.again)
            found.emplace_back(subject, place);
        else
            store({of.county, of.id, subject, of.type, place, tx_.now(), of.due_at, Duty::open, {}, {}},
                  ObligationEvent::What::opened);
    };
    auto const [first, last] = engine_.parts_.responsibility->range(of.area);
    if (wanted.where.op == catalog::Predicate::Op::always) {
        engine_.parts_.subjects->each(of.subject_type, first, last, expect);
        return open_missing(of, found);
    }
    auto const* table = engine_.table(of.subject_type);
    FX_ASSERT(table != nullptr);
    SqlFilter filter(*table, *engine_.parts_.sealer);
    filter.raw("county = " + filter.bind(of.county));
    filter.raw("place BETWEEN " + filter.bind(first.value) + " AND " + filter.bind(last.value));
    if (!table->type().states.empty()) filter.raw("state = " + filter.bind(table->type().states.front()));
    FX_CHECK(filter.add(wanted.where));
    FX_TRY(auto const rows,
           tx_.query("SELECT id, place FROM " + table->table().name + " WHERE " + filter.where(), filter.parameters()));
    for (auto const& row : rows) expect(std::get<Id>(row[0]), {std::get<std::int64_t>(row[1])});
    return open_missing(of, found);
}

Result<void> Engine::Work::open_missing(Period const& of, std::vector<std::pair<Id, Place>> const& subjects) {
    for (auto const& [subject, place] : subjects) FX_CHECK(open(of, {of.id, subject, place, of.due_at, true}));
    return {};
}

/// While the period was closed nothing kept its duties with their subjects: they stand where their subjects live now, and
/// who lives there no longer owes nothing.
Result<void> Engine::Work::follow_subjects(Period const& of) {
    FX_TRY(auto const rows,
           tx_.query("SELECT subject, place FROM obligation WHERE county = $1 AND period = $2 AND state <> $3",
                     {of.county, of.id, std::int64_t(Duty::withdrawn)}));
    bool const everybody = of.source == of.id;  // a period that is its round: every subject of its area
    for (auto const& row : rows) {
        auto const subject = std::get<Id>(row[0]);
        auto const lives = engine_.parts_.responsibility->place_of(of.subject_type, subject);
        if (!lives || (everybody && !covers(of.area, *lives))) {
            FX_CHECK(withdraw(of.county, {of.id, subject, false}));
            continue;
        }
        // Told again even when nothing differs: memory let go of who left and came back meanwhile.
        FX_TRY(auto duty, obligation(of.county, of.id, subject));
        FX_ASSERT(duty.has_value());
        duty->place = *lives;
        store_anew(*duty);
    }
    return {};
}

void Engine::Work::store_anew(Obligation const& obligation) {
    store(obligation, ObligationEvent::What::opened);
    if (obligation.state != Duty::open) store(obligation, ObligationEvent::What::fulfilled);
}

Result<void> Engine::Work::move_due(std::int64_t county, MoveDue const& wanted) {
    FX_TRY(auto const row, tx_.get(period_table(), {county, wanted.period}));
    if (!row) return Problem(ProblemKind::record_not_found, {format(wanted.period)});
    auto of = period_from(*row);
    auto const before = std::exchange(of.due_at, wanted.due_at);
    tx_.put(period_table(), to_row(of));
    opened_[of.id] = of;
    if (of.source != of.id) return {};
    FX_TRY(auto const rows, tx_.query("SELECT subject FROM obligation WHERE county = $1 AND period = $2 AND due_at = $3 "
                                      "AND state <> $4",
                                      {county, of.id, before.ms, std::int64_t(Duty::withdrawn)}));
    for (auto const& found : rows) {
        FX_TRY(auto duty, obligation(county, of.id, std::get<Id>(found[0])));
        FX_ASSERT(duty.has_value());
        duty->due_at = wanted.due_at;
        if (duty->fulfilled_at) duty->state = *duty->fulfilled_at > wanted.due_at ? Duty::fulfilled_late : Duty::fulfilled;
        store_anew(*duty);
    }
    return {};
}

Result<void> Engine::Work::set_closed(std::int64_t county, Id const& id, bool closed) {
    FX_TRY(auto const row, tx_.get(period_table(), {county, id}));
    if (!row) return Problem(ProblemKind::record_not_found, {format(id)});
    auto changed = period_from(*row);
    if (closed == changed.closed_at.has_value()) return {};
    changed.closed_at = closed ? std::optional(tx_.now()) : std::nullopt;
    tx_.put(period_table(), to_row(changed));
    if (closed)
        closed_[id] = changed;
    else
        opened_[id] = changed;
    return {};
}

Result<void> Engine::Work::withdraw(std::int64_t county, WithdrawObligation const& what) {
    FX_TRY(auto const present, obligation(county, what.period, what.subject));
    if (!present || present->state == Duty::withdrawn) return {};
    auto changed = *present;
    changed.state = what.reopen ? Duty::open : Duty::withdrawn;
    if (what.reopen) {
        changed.fulfilled_at.reset();
        changed.fulfilled_by = {};
    }
    store(changed, what.reopen ? ObligationEvent::What::reopened : ObligationEvent::What::withdrawn);
    return {};
}

/// Keeps obligations with their subject: a new, moved or ended household or person.
Result<void> Engine::Work::follow_subject(RecordTable const& table, Record const* before, Record const& after) {
    using enum ObligationEvent::What;
    auto const& type = table.type();
    if (!engine_.subject_types_.contains(type.name)) return {};
    bool const lived = before != nullptr && living(type, before->state), lives = living(type, after.state);
    if (!lived && !lives) return {};
    if (lived && lives && before->place == after.place) return {};
    events_.push_back({!lived  ? subject_added
                       : lives ? subject_moved
                               : subject_removed,
                       after.county,
                       {},
                       after.id,
                       after.place,
                       false,
                       type.name});
    if (!lived) return {};
    for (auto const& [id, of] : known_open()) {
        if (of.county != after.county || of.subject_type != type.name) continue;
        if (!lives) {
            FX_CHECK(withdraw(after.county, {of.id, after.id, false}));
            continue;
        }
        FX_TRY(auto moved, obligation(after.county, of.id, after.id));
        if (!moved) continue;
        moved->place = after.place;
        tx_.put(obligation_table(), to_row(*moved));
    }
    return {};
}

}  // namespace fx::records
