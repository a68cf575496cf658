#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "watch/finding.hpp"
#include "watch/hooks.hpp"
#include "watch/periods.hpp"

namespace fx::watch {
namespace {

namespace registration = handles::returnee_registration;

/// The household of somebody who lives where no household is on the roster yet.
Id new_household(records::Effects& effects, records::Change const& change) {
    namespace household = handles::household;
    auto const values = std::span<Value const>(change.after->values);
    auto const id = records::derived_id(change.after->id, household::record_type, 0);
    Draft draft(household::fields);
    auto const address = get(values, registration::live_address).value_or("");
    draft.set(household::zone, get(values, registration::live_place).value_or(Place{}));
    draft.set(household::house_code, address.empty() ? std::string_view("—") : address.substr(0, 60));
    draft.set(household::house_use, "2").set(household::address, address);
    draft.set(household::head_name, get(values, registration::name).value_or(""));
    effects.create.push_back({std::string(household::record_type), id, draft.take(), ""});
    return id;
}

Id new_person(records::Effects& effects, records::Change const& change) {
    namespace person = handles::person;
    auto const values = std::span<Value const>(change.after->values);
    auto const household = get(values, registration::household);
    Draft draft(person::fields);
    draft.set(person::household, household ? *household : new_household(effects, change));
    draft.set(person::name, get(values, registration::name).value_or(""))
        .set(person::sex, get(values, registration::sex).value_or("9"));
    if (auto const v = get(values, registration::birth_date)) draft.set(person::birth_date, *v);
    if (auto const v = get(values, registration::id_type)) draft.set(person::id_type, *v);
    if (auto const v = get(values, registration::id_number)) draft.set(person::id_number, *v);
    if (auto const v = get(values, registration::document_number)) draft.set(person::document_number, *v);
    if (auto const v = get(values, registration::phone)) draft.set(person::phone, *v);
    if (auto const v = get(values, registration::occupation)) draft.set(person::occupation, *v);
    if (auto const v = get(values, registration::employer)) draft.set(person::employer, *v);
    draft.set(person::residence_type, get(values, registration::residence_type).value_or("3"));
    draft.set(person::valid_from, date_at(change.stated_at));
    auto const id = records::derived_id(change.after->id, person::record_type, 0);
    effects.create.push_back({std::string(person::record_type), id, draft.take(), ""});
    return id;
}

Finding finding_of(std::span<Value const> values, std::int64_t fever_c) {
    Finding finding;
    judge_health(finding, get(values, registration::temperature_c), get(values, registration::symptoms).value_or("[]"),
                 fever_c);
    if (get(values, registration::in_key_area).value_or(false)) finding.reasons.emplace(reason::key_area);
    if (get(values, registration::same_vehicle_case) == "1" || get(values, registration::contact_case) == "1")
        finding.reasons.emplace(reason::contact);
    finding.last_exposure = get(values, registration::left_key_area_on);
    return finding;
}

}  // namespace

Result<records::Effects> on_registration(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    if (change.action != "create") return effects;
    auto const& record = *change.after;
    auto const values = std::span<Value const>(record.values);
    auto const listed = get(values, registration::person);
    auto const person = listed ? *listed : new_person(effects, change);
    for (auto const& period : lookup.open_periods(record.county, registration_duty))
        effects.fulfil.push_back({period.id, person, change.stated_at, record.id});
    auto const finding = finding_of(values, change.setting(handles::temperature_reading::settings::fever_c));
    if (!finding.reasons.empty())
        FX_CHECK(observe(effects, lookup, change, person, finding, {.registration = record.id}, 0));
    return effects;
}

}  // namespace fx::watch
