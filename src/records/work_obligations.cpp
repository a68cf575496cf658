#include "base/assert.hpp"
#include "records/sql_filter.hpp"
#include "records/work.hpp"

namespace fx::records {
namespace {

/// Subject and period a record speaks of under `rule`; nothing when either field is empty.
struct Target {
    Id subject;
    Id period;
};

std::optional<Target> target(catalog::ObligationRule const& rule, RecordTable const& table, Record const& record) {
    int const subject = table.type().field_index(rule.subject_field), period = table.type().field_index(rule.period_field);
    if (subject < 0 || period < 0) return std::nullopt;
    auto const* subject_id = id_in(record.values[std::size_t(subject)]);
    auto const* period_id = id_in(record.values[std::size_t(period)]);
    if (subject_id == nullptr || period_id == nullptr) return std::nullopt;
    return Target{*subject_id, *period_id};
}

}  // namespace

Period const* Engine::Work::period(Id const& id) const {
    if (auto const fresh = opened_.find(id); fresh != opened_.end()) return &fresh->second;
    auto const known = engine_.periods_.find(id);
    return known == engine_.periods_.end() ? nullptr : &known->second;
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

Result<void> Engine::Work::open(Period const& of, Id const& subject, Place place, Instant due_at) {
    FX_TRY(auto const present, obligation(of.county, of.id, subject));
    if (present && present->state != Duty::withdrawn) return {};
    store({of.county, of.id, subject, of.type, place, tx_.now(), due_at, Duty::open, {}, {}}, ObligationEvent::What::opened);
    // Withdrawn after it had been done (a household closed by mistake and put back): what was done stays done.
    if (present && present->fulfilled_at)
        return fulfil(of.county, {of.id, subject, *present->fulfilled_at, present->fulfilled_by});
    return {};
}

Result<void> Engine::Work::open_all(Period const& of, catalog::Predicate const& where) {
    auto const expect = [&](Id const& subject, Place place) {
        store({of.county, of.id, subject, of.type, place, tx_.now(), of.due_at, Duty::open, {}, {}},
              ObligationEvent::What::opened);
    };
    auto const [first, last] = engine_.parts_.responsibility->range(of.area);
    if (where.op == catalog::Predicate::Op::always) {
        engine_.parts_.subjects->each(of.subject_type, first, last, expect);
        return {};
    }
    auto const* table = engine_.table(of.subject_type);
    FX_ASSERT(table != nullptr);
    SqlFilter filter(*table, *engine_.parts_.sealer);
    filter.raw("county = " + filter.bind(of.county));
    filter.raw("place BETWEEN " + filter.bind(first.value) + " AND " + filter.bind(last.value));
    if (!table->type().states.empty()) filter.raw("state = " + filter.bind(table->type().states.front()));
    FX_CHECK(filter.add(where));
    FX_TRY(auto const rows,
           tx_.query("SELECT id, place FROM " + table->table().name + " WHERE " + filter.where(), filter.parameters()));
    for (auto const& row : rows) expect(std::get<Id>(row[0]), {std::get<std::int64_t>(row[1])});
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

Result<void> Engine::Work::fulfil(std::int64_t county, FulfilObligation const& what) {
    // Most visits fulfil no revisit: memory knows it of what is committed, the group of what it has put itself.
    auto const* listener = engine_.parts_.listener;
    if (listener != nullptr && !listener->may_owe(what.period, what.subject) &&
        !tx_.touched(obligation_table(), {county, what.period, what.subject}))
        return {};
    FX_TRY(auto const present, obligation(county, what.period, what.subject));
    if (!present || present->state == Duty::withdrawn || present->state == Duty::fulfilled) return {};
    auto const state = what.at > present->due_at ? Duty::fulfilled_late : Duty::fulfilled;
    if (present->state == state) return {};  // the first fulfilment stays
    auto done = *present;
    done.state = state;
    done.fulfilled_at = what.at;
    done.fulfilled_by = what.by;
    store(done, ObligationEvent::What::fulfilled);
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

Result<void> Engine::Work::fulfil_by_rules(RecordTable const& table, Record const* before, Record const& after,
                                           Instant stated_at) {
    for (auto const* rule : engine_.rules_for(table.type().name))
        FX_CHECK(fulfil_by_rule(*rule, table, before, after, stated_at));
    return {};
}

Result<void> Engine::Work::fulfil_by_rule(catalog::ObligationRule const& rule, RecordTable const& table,
                                          Record const* before, Record const& after, Instant stated_at) {
    auto const is = target(rule, table, after);
    if (!is) return {};
    if (catalog::holds(rule.fulfils, after.values))
        return fulfil(after.county, {is->period, is->subject, stated_at, after.id});
    if (before == nullptr || !catalog::holds(rule.fulfils, before->values)) return {};
    FX_TRY(auto const present, obligation(after.county, is->period, is->subject));
    if (!present || present->fulfilled_by != after.id) return {};
    return void_fulfilment(rule, table, after, *present);
}

/// A correction took the fulfilment back: another record of the same subject and period stands in, or the duty is open
/// again.
Result<void> Engine::Work::void_fulfilment(catalog::ObligationRule const& rule, RecordTable const& table,
                                           Record const& record, Obligation obligation) {
    FX_CHECK(withdraw(record.county, {obligation.period, obligation.subject, true}));
    FX_TRY(auto const others, where(table.type().name, record.county, rule.subject_field, obligation.subject, 1000));
    for (auto const& other : others) {
        auto const is = target(rule, table, other);
        if (other.id == record.id || !is || is->period != obligation.period || !catalog::holds(rule.fulfils, other.values))
            continue;
        FX_TRY(auto const history,
               engine_.parts_.journal->history(tx_, other.county, other.last_sequence, int(other.version)));
        FX_ASSERT(!history.empty());
        FX_CHECK(fulfil(record.county, {obligation.period, obligation.subject, history.back().stated_at, other.id}));
    }
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
    for (auto const& of : engine_.open_periods(after.county)) {
        if (of.subject_type != type.name) continue;
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
