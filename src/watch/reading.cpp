#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "watch/calendar.hpp"
#include "watch/finding.hpp"
#include "watch/hooks.hpp"
#include "watch/periods.hpp"

#include <algorithm>

namespace fx::watch {
namespace {

namespace reading = handles::temperature_reading;
namespace key = handles::key_person;

/// Readings of the person before `record`, newest first: of as many days as it takes anybody measured daily to have
/// `wanted`, or of all days where that gives fewer.
Result<std::vector<records::Record>> earlier_readings(records::Lookup& lookup, records::Record const& record,
                                                      Id const& person, std::size_t wanted) {
    constexpr int readings_max = 1000;
    auto const order = [](records::Record const& r) {
        return std::tuple(get(r.values, reading::date).value_or(Date{}),
                          std::string(get(r.values, reading::slot).value_or("")));
    };
    std::int64_t const day = get(record.values, reading::date).value_or(Date{}).days;
    auto const read = [&](std::optional<records::Lookup::Range> days) -> Result<std::vector<records::Record>> {
        FX_TRY(auto found,
               lookup.where(reading::record_type, record.county, reading::person.name, person, readings_max, days));
        std::erase_if(found, [&](auto const& r) { return r.id == record.id || order(record) <= order(r); });
        std::sort(found.begin(), found.end(), [&](auto const& a, auto const& b) { return order(b) < order(a); });
        return found;
    };
    FX_TRY(auto found, read(records::Lookup::Range{reading::date.name, day - std::int64_t(wanted), day}));
    if (found.size() >= wanted) return found;
    return read({});
}

/// Flags a person whose last readings are all the same value to the tenth: real temperatures move.
Result<void> flag_identical(records::Effects& effects, records::Lookup& lookup, records::Change const& change,
                            Id const& person) {
    namespace flag = handles::quality_flag;
    auto const wanted = std::size_t(change.setting(reading::settings::identical_readings_flag));
    FX_TRY(auto const earlier, earlier_readings(lookup, *change.after, person, wanted - 1));
    if (earlier.size() + 1 < wanted) return {};
    auto const temperature = get(change.after->values, reading::temperature_c);
    bool const same = std::all_of(earlier.begin(), earlier.begin() + std::ptrdiff_t(wanted) - 1,
                                  [&](auto const& r) { return get(r.values, reading::temperature_c) == temperature; });
    if (!same) return {};
    Draft draft(flag::fields);
    draft.set(flag::flag_kind, "2").set(flag::area, change.after->place).set(flag::post, change.actor->post);
    draft.set(flag::reading, change.after->id).set(flag::found_at, change.now).set(flag::count, std::int64_t(wanted));
    draft.set(flag::detail, "连续 " + std::to_string(wanted) + " 次体温相同 / identical temperature " +
                                std::to_string(wanted) + " times running");
    effects.create.push_back(
        {std::string(flag::record_type), records::derived_id(change.after->id, flag::record_type, 0), draft.take(), ""});
    return {};
}

}  // namespace

Result<records::Effects> on_reading(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    auto const& record = *change.after;
    auto const values = std::span<Value const>(record.values);
    auto const person = get(values, reading::person).value_or(Id{});
    auto const slot = slot_of(values);
    if (slot.opens_at() > change.now + 10 * ms_per_minute)
        return Problem(ProblemKind::reading_in_future, {slot.label()}).at(std::string(reading::date.name));
    Finding finding;
    judge_health(finding, get(values, reading::temperature_c), get(values, reading::symptoms).value_or("[]"),
                 change.setting(reading::settings::fever_c));
    if (!finding.reasons.empty()) FX_CHECK(observe(effects, lookup, change, person, finding, {}, 0));
    if (change.action == "create") FX_CHECK(flag_identical(effects, lookup, change, person));
    return effects;
}

/// Who is put under observation, or under one that had run out or asked for no readings, is measured from the present
/// half-day on, where they live now; who is released, or has left, is not asked again.
Result<records::Effects> on_key_person(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    auto const& record = *change.after;
    auto const person = get(record.values, key::person).value_or(Id{});
    auto const open = lookup.open_periods(record.county, measurement_duty);
    if (record.state != "under_observation") {
        for (auto const& period : open) effects.withdraw.push_back({period.id, person, false});
        return effects;
    }
    auto const today = date_at(change.now);
    bool const was_observed = change.before != nullptr && change.before->state == record.state;
    if (was_observed && (owes_reading(*change.before, today) || !owes_reading(record, today))) return effects;
    if (get(record.values, key::measure) == "0" || get(record.values, key::readings_per_day).value_or(2) == 0)
        return effects;
    auto const slot = slot_at(change.now);
    auto const id = slot.period(record.county);
    FX_TRY(auto const lives, lookup.record(handles::person::record_type, record.county, person));
    if (!lives || lives->state != handles::person::states::active) return effects;
    bool const known = std::any_of(open.begin(), open.end(), [&](auto const& period) { return period.id == id; });
    if (!known) effects.open_periods.push_back(measurement_period(record.county, Place::division(record.county), slot));
    effects.open.push_back({id, person, lives->place, slot.due_at(), true});
    return effects;
}

}  // namespace fx::watch
