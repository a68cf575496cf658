#include "command/timely.hpp"
#include "trace/hooks.hpp"
#include "trace/support.hpp"
#include "watch/finding.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fx::trace {
namespace {

namespace card = handles::case_report;
namespace key = handles::key_person;
namespace sample = handles::lab_sample;
namespace contact = handles::contact;

/// Generations a chain of infecting cases is followed back.
constexpr int chain_max = 1000;

catalog::DiseaseRules const& rules_of(Diseases const& diseases, std::span<Value const> values) {
    auto const* disease = diseases.find(get(values, card::disease).value_or(""));
    FX_ASSERT(disease != nullptr);  // the catalogue has rules for every code of the list
    return disease->on(date_at(get(values, card::diagnosed_at).value_or(Instant{})));
}

/// One report for an illness: a person who is ill again has a closed or dismissed one before.
Result<void> reported_once(records::Change const& change, records::Lookup& lookup) {
    auto const& of = *change.after;
    auto const person = get(of.values, card::person).value_or(Id{});
    FX_TRY(auto const known, lookup.where(card::record_type, of.county, card::person.name, person, of_one_person_max));
    for (auto const& one : known)
        if (one.id != of.id && one.state != card::states::closed && one.state != card::states::dismissed &&
            get(one.values, card::disease) == get(of.values, card::disease))
            return Problem(ProblemKind::case_reported_already, {change.type->state_label(one.state)})
                .at(std::string(card::person.name));
    return {};
}

Result<void> infected_by_another(records::Change const& change, records::Lookup& lookup) {
    auto const& of = *change.after;
    auto next = get(of.values, card::infected_by);
    for (int followed = 0; next && followed < chain_max; ++followed) {
        if (*next == of.id) return Problem(ProblemKind::case_infected_in_circle).at(std::string(card::infected_by.name));
        FX_TRY(auto const before, lookup.record(card::record_type, of.county, *next));
        next = before ? get(before->values, card::infected_by) : std::nullopt;
    }
    return {};
}

/// Positive as soon as one sample is; pending while one is out and none is positive.
Result<Value> lab_result(records::Change const& change, records::Lookup& lookup) {
    auto const& of = *change.after;
    auto const person = get(of.values, card::person).value_or(Id{});
    FX_TRY(auto const samples, lookup.where(sample::record_type, of.county, sample::person.name, person, of_one_person_max));
    Value found;
    for (auto const wanted : {"negative", "indeterminate", "pending", "positive"})
        for (auto const& one : samples)
            if (get(one.values, sample::disease) == get(of.values, card::disease) &&
                get(one.values, sample::result) == wanted)
                found = std::string(wanted);
    return found;
}

/// The decisions so far and the one that this change is.
std::string decisions_with(records::Change const& change) {
    auto rows = boost::json::parse(get(change.after->values, card::decisions).value_or("[]")).as_array();
    boost::json::object row;
    row["at"] = format(change.stated_at);
    row["classification"] = get(change.after->values, card::classification).value_or("");
    if (auto const basis = get(change.after->values, card::basis)) row["basis"] = boost::json::parse(*basis);
    if (!change.actor->post.is_nil()) row["post"] = format(change.actor->post);
    rows.push_back(std::move(row));
    return boost::json::serialize(rows);
}

bool decided_anew(records::Change const& change) {
    return change.before == nullptr ||
           get(change.before->values, card::classification) != get(change.after->values, card::classification) ||
           get(change.before->values, card::basis) != get(change.after->values, card::basis);
}

/// Code of key_class, and of observation_end for a contact who became a case.
std::pair<std::string, std::string> standing_of(std::string_view classification) {
    if (classification == "confirmed") return {"1", "3"};
    if (classification == "confirmed_no_symptoms") return {"1", "4"};
    return {"2", "2"};
}

/// The person is under observation as a case, from the report until the transfer.
Result<void> observe_case(records::Effects& effects, records::Lookup& lookup, records::Change const& change) {
    auto const& of = *change.after;
    auto const person = get(of.values, card::person).value_or(Id{});
    auto const [key_class, end] = standing_of(get(of.values, card::classification).value_or(""));
    FX_TRY(auto const observation, observation_of(lookup, of.county, person));
    auto const& known = observation.under_way;
    if (!known) {
        watch::Finding finding;
        finding.reasons.emplace(watch::reason::reported_case);
        finding.class_decided = key_class;
        finding.measure_decided = "4";
        return watch::observe(effects, lookup, change, person, finding, {.case_report = of.id}, observation.known);
    }
    auto reasons = catalog::code_set(get(known->values, key::reasons));
    bool const was_contact = reasons.contains(std::string(watch::reason::contact));
    reasons.emplace(watch::reason::reported_case);
    records::RecordUpdate update{std::string(key::record_type), known->id, {}, "", {}};
    update.values.emplace_back(key::reasons.index, catalog::canonical_codes(reasons));
    update.values.emplace_back(key::key_class.index, key_class);
    update.values.emplace_back(key::measure.index, std::string("4"));
    if (was_contact) {
        update.values.emplace_back(key::outcome.index, end);
        update.values.emplace_back(key::outcome_on.index, std::int64_t(date_at(change.stated_at).days));
    }
    auto const hours = change.setting(key::settings::transfer_hours);
    if (known->state == key::states::under_observation && !get(known->values, key::transfer_due_at))
        update.values.emplace_back(key::transfer_due_at.index, (change.stated_at + hours * ms_per_hour).ms);
    effects.update.push_back(std::move(update));
    return {};
}

/// Moves the contacts of a person whose state is one of `from`.
Result<void> move_contacts(records::Effects& effects, records::Lookup& lookup, records::Change const& change,
                           std::initializer_list<std::string_view> from, std::string_view to, Value became) {
    auto const& of = *change.after;
    auto const person = get(of.values, card::person).value_or(Id{});
    FX_TRY(auto const known, lookup.where(contact::record_type, of.county, contact::person.name, person, of_one_person_max));
    for (auto const& one : known) {
        if (std::ranges::find(from, one.state) == from.end()) continue;
        if (is_null(became) && get(one.values, contact::became_case) != of.id) continue;
        records::RecordUpdate update{std::string(contact::record_type), one.id, {}, std::string(to), {}};
        update.values.emplace_back(contact::became_case.index, became);
        update.values.emplace_back(contact::ended_on.index,
                                   is_null(became) ? Value() : Value(std::int64_t(date_at(change.stated_at).days)));
        effects.update.push_back(std::move(update));
    }
    return {};
}

/// Opens the duty, or, for a case that is verified once more, the one there was, dated anew.
Result<void> open_duty(records::Effects& effects, records::Lookup& lookup, records::Change const& change,
                       std::string_view duty, Instant due_at) {
    auto const& of = *change.after;
    auto const person = get(of.values, card::person).value_or(Id{});
    records::Period period;
    period.county = of.county;
    period.id = records::period_id(of.county, duty, format(of.id));
    effects.open.push_back({period.id, person, of.place, due_at});
    FX_TRY(auto const before, lookup.obligation(of.county, period.id, person));
    if (before) {
        effects.reopen_periods.push_back(period.id);
        effects.move_due.push_back({period.id, due_at});
        return {};
    }
    period.source = of.id;
    period.type = duty;
    period.label = format(date_at(get(of.values, card::diagnosed_at).value_or(change.stated_at)));
    period.area = of.place;
    period.opens_at = change.stated_at;
    period.due_at = due_at;
    period.subject_type = handles::person::record_type;
    effects.open_periods.push_back(std::move(period));
    return {};
}

/// The contacts of a case read its classification anew.
Result<void> tell_contacts(records::Effects& effects, records::Lookup& lookup, records::Record const& of) {
    FX_TRY(auto const met, lookup.where(contact::record_type, of.county, contact::index_case.name, of.id, of_one_case_max));
    for (auto const& one : met) effects.update.push_back({std::string(contact::record_type), one.id, {}, "", {}});
    return {};
}

void end_duty(records::Effects& effects, records::Change const& change, std::string_view duty) {
    auto const& of = *change.after;
    auto const id = records::period_id(of.county, duty, format(of.id));
    effects.withdraw.push_back({id, get(of.values, card::person).value_or(Id{}), false});
    effects.close_periods.push_back(id);
}

/// When it arrived: the deadlines are the county's. What is set up on the server's own machine may tell of the past.
Instant arrived(records::Change const& change) { return change.actor->user.is_nil() ? change.stated_at : change.now; }

/// Reported, or to be verified once more.
Result<void> report(records::Effects& effects, records::Change const& change, records::Lookup& lookup,
                    catalog::DiseaseRules const& rules) {
    FX_CHECK(reported_once(change, lookup));
    FX_CHECK(open_duty(effects, lookup, change, verification_duty, arrived(change) + rules.report_hours * ms_per_hour));
    effects.set.emplace_back(card::verified_at.index, Value());
    effects.set.emplace_back(card::investigated_at.index, Value());
    if (change.before == nullptr) {
        auto const diagnosed = get(change.after->values, card::diagnosed_at).value_or(change.stated_at);
        effects.set.emplace_back(card::reported_at.index, arrived(change).ms);
        effects.set.emplace_back(card::report_due_at.index, (diagnosed + rules.report_hours * ms_per_hour).ms);
    }
    FX_CHECK(observe_case(effects, lookup, change));
    return move_contacts(
        effects, lookup, change,
        {contact::states::unconfirmed, contact::states::under_follow_up, contact::states::lost_to_follow_up},
        contact::states::converted_to_case, change.after->id);
}

/// No case after all: what was a contact before is one again.
Result<void> dismiss(records::Effects& effects, records::Change const& change, records::Lookup& lookup) {
    if (change.before->state == card::states::reported) end_duty(effects, change, verification_duty);
    if (change.before->state == card::states::verified) end_duty(effects, change, investigation_duty);
    FX_CHECK(move_contacts(effects, lookup, change, {contact::states::converted_to_case}, contact::states::under_follow_up,
                           Value()));
    auto const person = get(change.after->values, card::person).value_or(Id{});
    FX_TRY(auto const observation, observation_of(lookup, change.after->county, person));
    auto const& known = observation.under_way;
    if (!known) return {};
    auto reasons = catalog::code_set(get(known->values, key::reasons));
    reasons.erase(std::string(watch::reason::reported_case));
    if (reasons.empty()) reasons.emplace("6");  // a key person always has a reason: now an officer's
    records::RecordUpdate update{std::string(key::record_type), known->id, {}, "", {}};
    update.values.emplace_back(key::reasons.index, catalog::canonical_codes(reasons));
    watch::Finding finding;
    finding.reasons = reasons;
    update.values.emplace_back(key::key_class.index, finding.key_class());
    update.values.emplace_back(key::outcome.index, Value());
    update.values.emplace_back(key::outcome_on.index, Value());
    if (!finding.ill()) update.values.emplace_back(key::transfer_due_at.index, Value());
    effects.update.push_back(std::move(update));
    return {};
}

Result<void> judge_state(records::Effects& effects, records::Change const& change, records::Lookup& lookup,
                         catalog::DiseaseRules const& rules) {
    auto const duty_done = [&](std::string_view duty) {
        effects.close_periods.push_back(records::period_id(change.after->county, duty, format(change.after->id)));
    };
    if (entered(change, card::states::reported)) return report(effects, change, lookup, rules);
    if (entered(change, card::states::verified)) {
        effects.set.emplace_back(card::verified_at.index, change.stated_at.ms);
        duty_done(verification_duty);
        auto const from = get(change.after->values, card::reported_at).value_or(change.stated_at);
        FX_CHECK(open_duty(effects, lookup, change, investigation_duty, from + rules.investigate_hours * ms_per_hour));
    }
    if (entered(change, card::states::investigated)) {
        effects.set.emplace_back(card::investigated_at.index, change.stated_at.ms);
        duty_done(investigation_duty);
    }
    if (entered(change, card::states::dismissed)) return dismiss(effects, change, lookup);
    bool const stands = change.after->state != card::states::dismissed && change.after->state != card::states::closed;
    if (!stands || !decided_anew(change)) return {};
    FX_CHECK(observe_case(effects, lookup, change));
    return tell_contacts(effects, lookup, *change.after);
}

}  // namespace

Result<records::Effects> on_case(records::Change const& change, records::Lookup& lookup, Diseases const& diseases) {
    records::Effects effects;
    FX_CHECK(not_moved(change, card::person));
    FX_CHECK(not_moved(change, card::disease));
    FX_CHECK(not_in_future(change, card::diagnosed_at));
    FX_CHECK(not_in_future(change, card::onset_on));
    FX_CHECK(not_in_future(change, card::outcome_on));
    FX_CHECK(infected_by_another(change, lookup));
    if (change.before != nullptr && change.before->state != change.after->state) FX_CHECK(command::timely(change));
    FX_TRY(auto const tested, lab_result(change, lookup));
    auto const& rules = rules_of(diseases, change.after->values);
    auto values = change.after->values;
    values[std::size_t(card::lab_result.index)] = tested;
    auto const met = rules.judge(values);
    effects.set.emplace_back(card::lab_result.index, tested);
    effects.set.emplace_back(card::definition_met.index, met.empty() ? Value() : Value(std::string(met)));
    if (decided_anew(change)) effects.set.emplace_back(card::decisions.index, decisions_with(change));
    FX_CHECK(judge_state(effects, change, lookup, rules));
    return effects;
}

}  // namespace fx::trace
