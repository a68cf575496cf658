#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "watch/hooks.hpp"
#include "watch/periods.hpp"

namespace fx::watch {
namespace {

namespace round = handles::screening_round;

/// Rule "2": occupied households only. Empty (3) and unallocated (4) dwellings are left out.
bool covers_use(std::string_view rule, std::optional<std::string_view> house_use) {
    return rule != "2" || (house_use != "3" && house_use != "4");
}

catalog::Predicate of_rule(std::string_view rule) {
    catalog::Predicate everybody;
    if (rule != "2") return everybody;
    catalog::Predicate empty;
    empty.op = catalog::Predicate::Op::in;
    empty.field = handles::household::house_use.index;
    empty.operands = {std::string("3"), std::string("4")};
    catalog::Predicate occupied;
    occupied.op = catalog::Predicate::Op::not_;
    occupied.parts = {empty};
    return occupied;
}

records::Period period_of(records::Record const& record, Id const& id, std::string_view duty,
                          std::string_view subject_type) {
    auto const values = std::span<Value const>(record.values);
    records::Period period;
    period.county = record.county;
    period.id = id;
    period.type = duty;
    period.label = get(values, round::name).value_or("");
    period.area = record.place;
    period.opens_at = get(values, round::opens_at).value_or(Instant{});
    period.due_at = get(values, round::due_at).value_or(Instant{});
    period.source = record.id;
    period.subject_type = subject_type;
    return period;
}

/// Its screenings, revisits and registrations.
std::vector<Id> periods_of(records::Record const& round) {
    return {round.id, revisit_period(round.county, round.id), registration_period(round.county, round.id)};
}

/// An open round keeps whom it covers and from when: a household must not drop out of it unseen. Its cut-off may move.
Result<records::Effects> change_running(records::Change const& change) {
    records::Effects effects;
    auto const before = std::span<Value const>(change.before->values), after = std::span<Value const>(change.after->values);
    std::vector<int> fixed{round::area.index, round::rule.index, round::opens_at.index};
    if (change.before->state != round::states::open) fixed.push_back(round::due_at.index);
    for (auto const index : fixed)
        if (before[std::size_t(index)] != after[std::size_t(index)]) {
            auto const& field = change.type->fields[std::size_t(index)];
            return Problem(ProblemKind::wrong_state, {change.type->state_label(change.before->state), field.label})
                .at(field.name);
        }
    auto const due = get(after, round::due_at).value_or(Instant{});
    if (due != get(before, round::due_at))
        for (auto const& period : periods_of(*change.after)) effects.move_due.push_back({period, due});
    return effects;
}

}  // namespace

Result<records::Effects> on_round(records::Change const& change, records::Lookup&) {
    if (change.action == "change" && change.before->state != round::states::draft) return change_running(change);
    records::Effects effects;
    auto const& record = *change.after;
    if (change.action == "move:open") {
        auto const revisits = revisit_period(record.county, record.id),
                   registrations = registration_period(record.county, record.id);
        effects.open_periods.push_back(period_of(record, record.id, screening_duty, handles::household::record_type));
        effects.open_periods.push_back(period_of(record, revisits, revisit_duty, handles::household::record_type));
        effects.open_periods.push_back(period_of(record, registrations, registration_duty, handles::person::record_type));
        effects.open_for_all.push_back({record.id, of_rule(get(record.values, round::rule).value_or("1"))});
    }
    if (change.action == "move:close") {
        effects.close_periods = periods_of(record);
        effects.set.emplace_back(round::closed_at.index, change.now.ms);
    }
    if (change.action == "move:reopen") {
        effects.reopen_periods = periods_of(record);
        effects.open_for_all.push_back({record.id, of_rule(get(record.values, round::rule).value_or("1")), true});
        effects.set.emplace_back(round::closed_at.index, Value());
    }
    return effects;
}

/// A household that joins the roster during a round is expected in it too: nobody missed.
Result<records::Effects> on_household(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    auto const& household = *change.after;
    if (!records::living(*change.type, household.state)) return effects;
    for (auto const& period : lookup.open_periods(household.county, screening_duty)) {
        if (!lookup.covers(period.area, household.place)) {
            if (change.before != nullptr) effects.withdraw.push_back({period.id, household.id, false});
            continue;
        }
        FX_TRY(auto const source, lookup.record(round::record_type, household.county, period.source));
        if (!source || !covers_use(get(source->values, round::rule).value_or("1"),
                                   get(household.values, handles::household::house_use)))
            continue;
        effects.open.push_back({period.id, household.id, household.place, period.due_at, change.before != nullptr});
    }
    return effects;
}

}  // namespace fx::watch
