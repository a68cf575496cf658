#include "watch/finding.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <algorithm>

namespace fx::watch {
namespace {

namespace key = handles::key_person;

std::optional<records::Record> under_observation(std::vector<records::Record> const& records) {
    auto const found =
        std::find_if(records.begin(), records.end(), [](auto const& record) { return record.state == "under_observation"; });
    return found == records.end() ? std::nullopt : std::optional(*found);
}

/// The graver class of two: the codes are ordered by gravity, 1 confirmed to 7 casual contact.
std::string graver(std::string const& a, std::string const& b) { return std::min(a, b); }

}  // namespace

bool Finding::ill() const {
    return std::ranges::any_of(reasons, [](auto const& one) {
        return one == reason::fever || one == reason::symptom || one == reason::reported_case;
    });
}

std::string Finding::key_class() const {
    if (!class_decided.empty()) return class_decided;
    if (ill()) return "3";
    if (reasons.contains(std::string(reason::contact))) return "4";
    return "5";
}

std::string Finding::measure() const {
    if (!measure_decided.empty()) return measure_decided;
    return reasons.contains(std::string(reason::contact)) ? "2" : "1";
}

void judge_health(Finding& finding, std::optional<std::int64_t> temperature, std::string_view symptoms_json,
                  std::int64_t fever_c) {
    if (temperature && *temperature >= fever_c) finding.reasons.emplace(reason::fever);
    for (auto const& code : catalog::code_set(symptoms_json))
        if (code != "0" && code != "98") finding.reasons.emplace(reason::symptom);
}

Result<void> observe(records::Effects& effects, records::Lookup& lookup, records::Change const& change, Id const& person,
                     Finding const& finding, FoundBy const& by, std::size_t n) {
    auto const found_on = date_at(change.stated_at);
    auto const from = finding.last_exposure.value_or(found_on);
    auto const until =
        std::max(found_on, finding.until.value_or(from + int(change.setting(key::settings::observation_days))));
    auto const transfer_due = change.stated_at + change.setting(key::settings::transfer_hours) * ms_per_hour;
    FX_TRY(auto const known, lookup.where(key::record_type, change.after->county, key::person.name, person, 100));
    if (auto const current = under_observation(known)) {
        auto const values = std::span<Value const>(current->values);
        auto reasons = catalog::code_set(get(values, key::reasons));
        reasons.insert(finding.reasons.begin(), finding.reasons.end());
        records::RecordUpdate update{std::string(key::record_type), current->id, {}, "", {}};
        update.values.emplace_back(key::reasons.index, catalog::canonical_codes(reasons));
        update.values.emplace_back(key::key_class.index,
                                   graver(std::string(get(values, key::key_class).value_or("7")), finding.key_class()));
        update.values.emplace_back(key::observe_until.index,
                                   std::int64_t(std::max(until, get(values, key::observe_until).value_or(until)).days));
        if (!finding.measure_decided.empty()) update.values.emplace_back(key::measure.index, finding.measure_decided);
        if (finding.ill() && !get(values, key::transfer_due_at))
            update.values.emplace_back(key::transfer_due_at.index, transfer_due.ms);
        effects.update.push_back(std::move(update));
        return {};
    }
    Draft draft(key::fields);
    draft.set(key::person, person)
        .set(key::key_class, finding.key_class())
        .set(key::reasons, catalog::canonical_codes(finding.reasons));
    draft.set(key::measure, finding.measure()).set(key::observe_from, found_on).set(key::observe_until, until);
    if (!by.screening.is_nil()) draft.set(key::found_by_screening, by.screening);
    if (!by.registration.is_nil()) draft.set(key::found_by_registration, by.registration);
    if (!by.contact.is_nil()) draft.set(key::found_by_contact, by.contact);
    if (!by.case_report.is_nil()) draft.set(key::found_by_case, by.case_report);
    if (finding.ill()) draft.set(key::transfer_due_at, transfer_due);
    effects.create.push_back(
        {std::string(key::record_type), records::derived_id(change.after->id, key::record_type, n), draft.take(), ""});
    return {};
}

}  // namespace fx::watch
