#include "base/assert.hpp"
#include "records/work.hpp"

namespace fx::records {

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

Result<void> Engine::Work::fulfil_by_rules(RecordTable const& table, Record const* before, Record const& after,
                                           Instant stated_at) {
    for (auto const* rule : engine_.rules_for(table.type().name))
        FX_CHECK(fulfil_by_rule(*rule, table, before, after, stated_at));
    return {};
}

Result<void> Engine::Work::fulfil_by_rule(catalog::ObligationRule const& rule, RecordTable const& table,
                                          Record const* before, Record const& after, Instant stated_at) {
    auto const was = before == nullptr ? std::nullopt : target(rule, table, *before);
    auto const is = target(rule, table, after);
    if (was == is) return {};
    if (was) FX_CHECK(void_fulfilment(rule, table, after, *was));
    if (!is) return {};
    return fulfil(after.county, {is->period, is->subject, stated_at, after.id});
}

/// The duty that the record fulfils under `rule`; nothing when it fulfils none.
std::optional<Engine::Work::Target> Engine::Work::target(catalog::ObligationRule const& rule, RecordTable const& table,
                                                         Record const& record) const {
    int const subject = table.type().field_index(rule.subject_field);
    auto const* subject_id = subject < 0 ? nullptr : id_in(record.values[std::size_t(subject)]);
    if (subject_id == nullptr || !catalog::holds(rule.fulfils, record.values)) return std::nullopt;
    if (int const period = table.type().field_index(rule.period_field); period >= 0) {
        auto const* period_id = id_in(record.values[std::size_t(period)]);
        return period_id == nullptr ? std::nullopt : std::optional(Target{*subject_id, *period_id});
    }
    auto const period_of = engine_.periods_of_.find(rule.name);
    if (period_of == engine_.periods_of_.end()) return std::nullopt;
    auto const told = period_of->second(record);
    return told ? std::optional(Target{*subject_id, *told}) : std::nullopt;
}

/// The stated time of the entry from which the record has fulfilled, without a break, what it fulfils now.
Result<Instant> Engine::Work::spoken_since(catalog::ObligationRule const& rule, RecordTable const& table,
                                           Record const& record) {
    FX_TRY(auto const history,
           engine_.parts_.journal->history(tx_, record.county, record.last_sequence, int(record.version)));
    FX_ASSERT(!history.empty());
    auto const now = target(rule, table, record);
    auto since = history.back().stated_at;
    Record then = record;
    then.values.assign(record.values.size(), Value());
    std::optional<Target> said;
    for (auto entry = history.rbegin(); entry != history.rend(); ++entry) {
        if (entry->body.empty()) continue;  // erased
        FX_CHECK(table.apply_body(record.id, entry->body, then.values, *engine_.parts_.sealer));
        auto const says = target(rule, table, then);
        if (says == now && said != now) since = entry->stated_at;
        said = says;
    }
    return since;
}

/// A correction took the fulfilment back: another record that speaks of the same duty stands in, or it is open again.
Result<void> Engine::Work::void_fulfilment(catalog::ObligationRule const& rule, RecordTable const& table,
                                           Record const& record, Target const& was) {
    FX_TRY(auto const present, obligation(record.county, was.period, was.subject));
    if (!present || present->fulfilled_by != record.id) return {};
    FX_CHECK(withdraw(record.county, {was.period, was.subject, true}));
    return fulfil_from_records(rule, table, record.county, was, record.id);
}

Result<void> Engine::Work::fulfil_from_records(catalog::ObligationRule const& rule, RecordTable const& table,
                                               std::int64_t county, Target const& of, Id const& except) {
    FX_TRY(auto const others, where(table.type().name, county, rule.subject_field, of.subject, 1000));
    for (auto const& other : others) {
        if (other.id == except || target(rule, table, other) != of) continue;
        FX_TRY(auto const since, spoken_since(rule, table, other));
        FX_CHECK(fulfil(county, {of.period, of.subject, since, other.id}));
    }
    return {};
}

Result<void> Engine::Work::fulfil_if_done(Period const& of, Id const& subject) {
    for (auto const& [type, rules] : engine_.rules_)
        for (auto const* rule : rules)
            if (rule->name == of.type)
                FX_CHECK(fulfil_from_records(*rule, *engine_.table(type), of.county, {subject, of.id}, {}));
    return {};
}

}  // namespace fx::records
