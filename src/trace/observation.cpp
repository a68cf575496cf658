#include "trace/hooks.hpp"
#include "trace/support.hpp"

namespace fx::trace {
namespace {

namespace contact = handles::contact;
namespace key = handles::key_person;
namespace reading = handles::temperature_reading;

/// The contact's state that follows from the observation's; empty where nothing does.
std::string_view follows_from(std::string_view observation) {
    if (observation == key::states::under_observation) return contact::states::under_follow_up;
    if (observation == key::states::released) return contact::states::completed;
    if (observation == key::states::handed_over) return contact::states::referred;
    if (observation == key::states::lost) return contact::states::lost_to_follow_up;
    if (observation == key::states::died) return contact::states::died;
    return {};
}

/// Whether the observation is this contact's follow-up: managed here, of its days, and not ended by something else.
bool follows(records::Record const& one, records::Record const& observation) {
    for (auto const state : {contact::states::unconfirmed, contact::states::no_contact, contact::states::converted_to_case,
                             contact::states::died})
        if (one.state == state) return false;
    return get(one.values, contact::managed_by) == "1" &&
           get(observation.values, key::observe_from) <= get(one.values, contact::follow_up_until);
}

Result<std::vector<records::Record>> contacts_of(records::Lookup& lookup, std::int64_t county, Id const& person) {
    return lookup.where(contact::record_type, county, contact::person.name, person, of_one_person_max);
}

}  // namespace

Result<records::Effects> on_observation(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    auto const& of = *change.after;
    if (change.before == nullptr || change.before->state == of.state) return effects;
    auto const to = follows_from(of.state);
    if (to.empty()) return effects;
    FX_TRY(auto const contacts, contacts_of(lookup, of.county, get(of.values, key::person).value_or(Id{})));
    for (auto const& one : contacts) {
        if (!follows(one, of) || one.state == to) continue;
        records::RecordUpdate update{std::string(contact::record_type), one.id, {}, std::string(to), {}};
        bool const goes_on = to == contact::states::under_follow_up;
        auto const on = get(of.values, key::outcome_on).value_or(date_at(change.stated_at));
        update.values.emplace_back(contact::ended_on.index, goes_on ? Value() : Value(std::int64_t(on.days)));
        effects.update.push_back(std::move(update));
    }
    return effects;
}

Result<records::Effects> on_reading(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    if (change.before != nullptr) return effects;
    auto const& of = *change.after;
    auto const person = get(of.values, reading::person).value_or(Id{});
    FX_TRY(auto const contacts, contacts_of(lookup, of.county, person));
    for (auto const& one : contacts) {
        if (one.state != contact::states::lost_to_follow_up) continue;
        FX_TRY(auto const observed, observation_of(lookup, of.county, person));
        auto const& known = observed.under_way;
        if (!known || known->state != key::states::under_observation || !follows(one, *known)) continue;
        records::RecordUpdate update{
            std::string(contact::record_type), one.id, {}, std::string(contact::states::under_follow_up), {}};
        update.values.emplace_back(contact::ended_on.index, Value());
        effects.update.push_back(std::move(update));
    }
    return effects;
}

}  // namespace fx::trace
