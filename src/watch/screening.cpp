#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "watch/finding.hpp"
#include "watch/hooks.hpp"
#include "watch/periods.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>

namespace fx::watch {
namespace {

namespace screening = handles::household_screening;
namespace round = handles::screening_round;

using boost::json::object;

/// Outcomes that leave the household to be visited again: nobody home, refused, revisit needed.
bool needs_revisit(std::string_view outcome) { return outcome == "4" || outcome == "5" || outcome == "8"; }

std::string_view text(object const& row, std::string_view name) {
    auto const* value = row.if_contains(name);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

std::optional<std::int64_t> tenths(object const& row, std::string_view name) {
    auto const* value = row.if_contains(name);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    return std::llround(value->to_number<double>() * 10);
}

Finding finding_of(object const& row, std::int64_t fever_c) {
    Finding finding;
    auto const* symptoms = row.if_contains("symptoms");
    judge_health(finding, tenths(row, "temperature_c"), symptoms ? boost::json::serialize(*symptoms) : "[]", fever_c);
    auto const* key_area = row.if_contains("in_key_area");
    if (key_area != nullptr && key_area->is_bool() && key_area->get_bool()) finding.reasons.emplace(reason::key_area);
    if (text(row, "contact_case") == "1") finding.reasons.emplace(reason::contact);
    return finding;
}

/// Whether another visit of this round has found somebody, or the dwelling empty.
Result<bool> screened_otherwise(records::Lookup& lookup, records::Record const& visit, Id const& round_id,
                                Id const& household) {
    FX_TRY(auto const visits,
           lookup.where(screening::record_type, visit.county, screening::household.name, household, 1000));
    return std::any_of(visits.begin(), visits.end(), [&](auto const& other) {
        return other.id != visit.id && get(other.values, screening::round) == round_id &&
               !needs_revisit(get(other.values, screening::visit_outcome).value_or(""));
    });
}

/// A person met who is not on the roster: registered one by one, with a duty to complete the registration while the round
/// runs.
Id register_floating(records::Effects& effects, records::Change const& change, object const& row, Id const& household,
                     records::Record const& of_round, std::size_t n) {
    namespace person = handles::person;
    auto const id = records::derived_id(change.after->id, person::record_type, n);
    Draft draft(person::fields);
    draft.set(person::household, household).set(person::name, text(row, "name")).set(person::sex, "9");
    draft.set(person::residence_type, text(row, "residence_type").empty() ? "3" : text(row, "residence_type"));
    draft.set(person::valid_from, date_at(change.stated_at));
    effects.create.push_back({std::string(person::record_type), id, draft.take(), ""});
    if (of_round.state != round::states::open) return id;
    auto const due =
        change.stated_at + change.setting(handles::returnee_registration::settings::declare_within_hours) * ms_per_hour;
    effects.open.push_back({registration_period(change.after->county, of_round.id), id, change.after->place, due});
    return id;
}

Result<void> judge_persons(records::Effects& effects, records::Change const& change, records::Lookup& lookup,
                           Id const& household, records::Record const& of_round) {
    auto const persons = get(change.after->values, screening::persons);
    if (!persons || change.action != "create") return {};
    auto const rows = boost::json::parse(*persons);
    auto const fever_c = change.setting(handles::temperature_reading::settings::fever_c);
    std::size_t n = 0;
    for (auto const& row_value : rows.as_array()) {
        auto const& row = row_value.as_object();
        auto const finding = finding_of(row, fever_c);
        auto const listed = parse_id(text(row, "person"));
        auto const person = listed.has_value() ? *listed : register_floating(effects, change, row, household, of_round, n);
        if (!finding.reasons.empty())
            FX_CHECK(observe(effects, lookup, change, person, finding, {.screening = change.after->id}, n));
        ++n;
    }
    return {};
}

}  // namespace

Result<records::Effects> on_screening(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    auto const& record = *change.after;
    auto const values = std::span<Value const>(record.values);
    auto const round_id = get(values, screening::round).value_or(Id{});
    auto const household = get(values, screening::household).value_or(Id{});
    auto const visited_at = get(values, screening::visited_at).value_or(change.stated_at);
    FX_TRY(auto const of, lookup.record(round::record_type, record.county, round_id));
    if (!of || of->state == "draft") return Problem(ProblemKind::round_not_open).at(std::string(screening::round.name));
    auto const opens_at = get(of->values, round::opens_at).value_or(Instant{});
    if (visited_at < opens_at || visited_at > change.now + 10 * ms_per_minute)
        return Problem(ProblemKind::visit_outside_round, {format(opens_at)}).at(std::string(screening::visited_at.name));

    auto const revisits = revisit_period(record.county, round_id);
    if (needs_revisit(get(values, screening::visit_outcome).value_or(""))) {
        // A household seen in this round already is not owed a revisit because somebody knocked once more in vain.
        FX_TRY(auto const seen, screened_otherwise(lookup, record, round_id, household));
        FX_TRY(auto const lives, lookup.record(handles::household::record_type, record.county, household));
        auto const hours = get(of->values, round::revisit_hours).value_or(change.setting(round::settings::revisit_hours));
        if (!seen && of->state == round::states::open && lives && lives->state == handles::household::states::active)
            effects.open.push_back({revisits, household, record.place, visited_at + hours * ms_per_hour});
    }
    FX_CHECK(judge_persons(effects, change, lookup, household, *of));
    return effects;
}

}  // namespace fx::watch
