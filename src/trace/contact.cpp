#include "trace/hooks.hpp"
#include "trace/support.hpp"
#include "watch/finding.hpp"

#include <algorithm>

namespace fx::trace {
namespace {

namespace contact = handles::contact;
namespace card = handles::case_report;
namespace key = handles::key_person;

constexpr std::string_view undecided = "0", close_contact = "1", casual = "2", none = "3", here = "1";

bool followed_here(std::span<Value const> values) {
    auto const decision = get(values, contact::decision).value_or("");
    return (decision == close_contact || decision == casual) && get(values, contact::managed_by) == here;
}

/// The state a fresh contact is in, by what has been decided of it.
std::string_view first_state(std::span<Value const> values) {
    auto const decision = get(values, contact::decision).value_or("");
    if (decision == undecided) return contact::states::unconfirmed;
    if (decision == none) return contact::states::no_contact;
    return followed_here(values) ? contact::states::under_follow_up : contact::states::referred;
}

/// Code of exposure_type, by the classification of the case.
std::string exposure_of(std::string_view classification) {
    if (classification == "confirmed") return "3";
    if (classification == "confirmed_no_symptoms") return "4";
    return classification == "clinically_diagnosed" ? "2" : "1";
}

Result<void> registered_once(records::Change const& change, records::Lookup& lookup) {
    auto const& of = *change.after;
    auto const person = get(of.values, contact::person).value_or(Id{});
    FX_TRY(auto const known, lookup.where(contact::record_type, of.county, contact::person.name, person, of_one_person_max));
    for (auto const& one : known)
        if (one.id != of.id && get(one.values, contact::index_case) == get(of.values, contact::index_case))
            return Problem(ProblemKind::contact_registered_already, {change.type->state_label(one.state)})
                .at(std::string(contact::person.name));
    return {};
}

/// Whether the change says anew how or when they met, or what was determined.
bool restated(records::Change const& change) {
    auto const& before = change.before->values;
    auto const& after = change.after->values;
    return get(before, contact::measure) != get(after, contact::measure) ||
           get(before, contact::last_contact_at) != get(after, contact::last_contact_at) ||
           get(before, contact::decision) != get(after, contact::decision);
}

Result<void> within_window(records::Change const& change, records::Record const& of, catalog::DiseaseRules const& rules) {
    // What is known of the case later changes nothing that was accepted.
    if (change.before != nullptr && !restated(change)) return {};
    auto const last = get(change.after->values, contact::last_contact_at).value_or(change.now);
    auto const from = infectious_from(of, rules);
    auto const decision = get(change.after->values, contact::decision).value_or("");
    if (decision == undecided || decision == none || from <= date_at(last)) return {};
    return Problem(ProblemKind::contact_before_infectious, {format(from)}).at(std::string(contact::last_contact_at.name));
}

Result<void> follow(records::Effects& effects, records::Lookup& lookup, records::Change const& change, Date until) {
    auto const& of = *change.after;
    watch::Finding finding;
    bool const close = get(of.values, contact::decision) == close_contact;
    finding.reasons.emplace(close ? watch::reason::contact : watch::reason::casual_contact);
    finding.class_decided = close ? "4" : "7";
    finding.measure_decided = get(of.values, contact::measure).value_or("");
    finding.until = until;
    auto const person = get(of.values, contact::person).value_or(Id{});
    FX_TRY(auto const observation, observation_of(lookup, of.county, person));
    return watch::observe(effects, lookup, change, person, finding, {.contact = of.id}, observation.known);
}

/// Who was nobody's contact is observed no longer, unless another case or finding asks for it.
Result<void> end_observation(records::Effects& effects, records::Lookup& lookup, records::Change const& change) {
    auto const& of = *change.after;
    auto const person = get(of.values, contact::person).value_or(Id{});
    FX_TRY(auto const others,
           lookup.where(contact::record_type, of.county, contact::person.name, person, of_one_person_max));
    for (auto const& one : others)
        if (one.id != of.id && one.state == contact::states::under_follow_up) return {};
    FX_TRY(auto const observation, observation_of(lookup, of.county, person));
    auto const& known = observation.under_way;
    if (!known || known->state != key::states::under_observation) return {};
    for (auto const& reason : catalog::code_set(get(known->values, key::reasons)))
        if (reason != watch::reason::contact && reason != watch::reason::casual_contact) return {};
    records::RecordUpdate update{std::string(key::record_type), known->id, {}, std::string(key::states::released), {}};
    update.values.emplace_back(key::outcome.index, std::string("8"));
    update.values.emplace_back(key::outcome_on.index, std::int64_t(date_at(change.stated_at).days));
    effects.update.push_back(std::move(update));
    return {};
}

}  // namespace

Result<records::Effects> on_contact(records::Change const& change, records::Lookup& lookup, Diseases const& diseases) {
    records::Effects effects;
    auto const& of = *change.after;
    FX_CHECK(not_moved(change, contact::person));
    FX_CHECK(not_moved(change, contact::index_case));
    FX_CHECK(not_in_future(change, contact::last_contact_at));
    FX_TRY(auto const met, lookup.record(card::record_type, of.county, get(of.values, contact::index_case).value_or(Id{})));
    if (!met) return Problem(ProblemKind::record_not_found, {"case_report"}).at(std::string(contact::index_case.name));
    if (get(met->values, card::person) == get(of.values, contact::person))
        return Problem(ProblemKind::contact_is_the_case).at(std::string(contact::person.name));
    if (change.before == nullptr && met->state == card::states::dismissed)
        return Problem(ProblemKind::case_dismissed).at(std::string(contact::index_case.name));
    FX_CHECK(registered_once(change, lookup));
    auto const* disease = diseases.find(get(met->values, card::disease).value_or(""));
    FX_ASSERT(disease != nullptr);
    auto const last = date_at(get(of.values, contact::last_contact_at).value_or(change.now));
    auto const& rules = disease->on(last);
    FX_CHECK(within_window(change, *met, rules));
    auto const until = last + int(rules.observation_days);
    effects.set.emplace_back(contact::exposure_type.index, exposure_of(get(met->values, card::classification).value_or("")));
    effects.set.emplace_back(contact::follow_up_until.index, std::int64_t(until.days));
    auto const state = change.before == nullptr ? first_state(of.values) : std::string_view(of.state);
    auto const today = date_at(change.now);
    if (change.before == nullptr) {
        bool const over = state == contact::states::under_follow_up && until < today;
        effects.state = over ? contact::states::completed : state;
        if (over) effects.set.emplace_back(contact::ended_on.index, std::int64_t(until.days));
    }
    bool const stood = change.before != nullptr && change.before->state == state;
    bool const redone = stood && restated(change);
    if (state == contact::states::under_follow_up && followed_here(of.values) && today <= until && (!stood || redone))
        FX_CHECK(follow(effects, lookup, change, until));
    if (!stood && state == contact::states::no_contact) {
        effects.set.emplace_back(contact::ended_on.index, std::int64_t(today.days));
        FX_CHECK(end_observation(effects, lookup, change));
    }
    return effects;
}

}  // namespace fx::trace
