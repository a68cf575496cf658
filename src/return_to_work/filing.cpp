#include "return_to_work/filing.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/timely.hpp"

#include <boost/json.hpp>

namespace fx::return_to_work {
namespace {

namespace filing = handles::return_to_work;
namespace unit = handles::reporting_unit;
namespace response = handles::response;

constexpr std::string_view answer_duty = "return_to_work_answer";
constexpr int of_one_unit_max = 1000;
/// Nobody is off work for longer.
constexpr int calendar_days = 60;

Result<records::Record> unit_of(records::Record const& of, records::Lookup& lookup) {
    auto const id = get(of.values, filing::unit).value_or(Id{});
    FX_TRY(auto found, lookup.record(unit::record_type, of.county, id));
    if (!found) return Problem(ProblemKind::record_not_found, {format(id)}).at(std::string(filing::unit.name));
    return *std::move(found);
}

Result<void> by_an_enterprise(records::Change const& change, records::Record const& by) {
    auto const kind = get(by.values, unit::unit_kind).value_or("");
    if (kind == "2") return {};
    auto const* label = change.catalogue->code_list("unit_kind")->find(kind);
    return Problem(ProblemKind::work_not_an_enterprise, {label == nullptr ? Words(std::string(kind)) : label->label})
        .at(std::string(filing::unit.name));
}

Result<void> first_of_its_batch(records::Change const& change, records::Record const& by, records::Lookup& lookup) {
    auto const& of = *change.after;
    FX_TRY(auto const others, lookup.where(filing::record_type, of.county, filing::unit.name, by.id, of_one_unit_max));
    for (auto const& one : others)
        if (one.id != of.id && one.state != filing::states::refused &&
            get(one.values, filing::batch) == get(of.values, filing::batch))
            return Problem(ProblemKind::work_filed_already,
                           {std::to_string(get(of.values, filing::batch).value_or(0)), change.type->state_label(one.state)})
                .at(std::string(filing::batch.name));
    return {};
}

Result<void> check_staff(std::span<Value const> values) {
    auto const total = get(values, filing::staff_total).value_or(0), batch = get(values, filing::staff_batch).value_or(0);
    auto const away = get(values, filing::staff_key_area).value_or(0) + get(values, filing::staff_contact).value_or(0);
    if (batch + away <= total) return {};
    return Problem(ProblemKind::work_staff_stay_away, {std::to_string(total), std::to_string(away), std::to_string(batch)})
        .at(std::string(filing::staff_batch.name));
}

Result<void> check_masks(records::Change const& change) {
    auto const& values = change.after->values;
    auto const days = change.setting(filing::settings::mask_days);
    auto const daily = get(values, filing::masks_daily).value_or(0);
    if (get(values, filing::masks).value_or(0) >= days * daily) return {};
    return Problem(ProblemKind::work_masks_short,
                   {std::to_string(days), std::to_string(daily), std::to_string(days * daily)})
        .at(std::string(filing::masks.name));
}

Result<void> check_roster(std::span<Value const> values) {
    auto const rows = boost::json::parse(get(values, filing::roster).value_or("[]")).as_array();
    std::int64_t at_work = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = rows[i].as_object();
        if (row.at("work_state") != "1") continue;
        ++at_work;
        if (row.at("in_key_area") == true)
            return Problem(ProblemKind::work_roster_wrong, {std::to_string(i + 1)})
                .at("roster[" + std::to_string(i) + "].work_state");
    }
    auto const batch = get(values, filing::staff_batch).value_or(0);
    if (at_work <= batch) return {};
    return Problem(ProblemKind::work_roster_too_long, {std::to_string(at_work), std::to_string(batch)})
        .at(std::string(filing::roster.name));
}

/// What holds of every filing that waits for an answer.
Result<void> check(records::Change const& change, records::Lookup& lookup) {
    FX_TRY(auto const by, unit_of(*change.after, lookup));
    FX_CHECK(by_an_enterprise(change, by));
    FX_CHECK(first_of_its_batch(change, by, lookup));
    FX_CHECK(check_staff(change.after->values));
    FX_CHECK(check_masks(change));
    return check_roster(change.after->values);
}

/// The level of regional risk in force nearest to a place; empty where none is declared.
Result<std::string> risk_level(records::Engine const& engine, records::Lookup& lookup, records::Record const& of) {
    std::optional<Place> nearest;
    std::string level;
    FX_CHECK(lookup.committed().each("SELECT area, level FROM r_response WHERE county = $1 AND state = $2 AND scheme = '3'",
                                     std::vector<Value>{of.county, std::string(response::states::in_force)}, [&](Row& row) {
                                         Place const area{*integer_in(row[0])};
                                         auto const& places = engine.responsibility();
                                         if (!places.covers(area, of.place) || (nearest && !places.covers(*nearest, area)))
                                             return;
                                         nearest = area, level = *text_in(row[1]);
                                     }));
    return level;
}

Result<void> refusable(records::Change const& change, records::Lookup& lookup, records::Engine const& engine) {
    if (change.setting(filing::settings::no_refusal_at_low_risk) == 0) return {};
    FX_TRY(auto const level, risk_level(engine, lookup, *change.after));
    if (level != "low") return {};
    return Problem(ProblemKind::work_no_refusal);
}

Result<Instant> due(records::Change const& change, records::Lookup& lookup, records::Engine const& engine) {
    auto const today = date_at(change.stated_at);
    FX_TRY(auto const calendar, command::Calendar::read(lookup.committed(), engine.responsibility(), change.after->county,
                                                        today, today + calendar_days));
    return answer_due(calendar, change.after->place, change.stated_at,
                      change.setting(filing::settings::answer_working_days));
}

Result<records::Effects> file(records::Change const& change, records::Lookup& lookup, records::Engine const& engine) {
    records::Effects effects;
    auto const& fresh = *change.after;
    FX_CHECK(command::timely(change));
    FX_CHECK(check(change, lookup));
    FX_TRY(auto const by, unit_of(fresh, lookup));
    FX_TRY(auto const due_at, due(change, lookup, engine));
    records::Period period;
    period.county = fresh.county;
    period.id = period.source = fresh.id;
    period.type = answer_duty;
    period.label = std::string(get(by.values, unit::name).value_or("")) + " " +
                   std::to_string(get(fresh.values, filing::batch).value_or(0));
    period.area = fresh.place;
    period.opens_at = change.stated_at;
    period.due_at = due_at;
    period.subject_type = unit::record_type;
    effects.open_periods.push_back(std::move(period));
    effects.open.push_back({fresh.id, by.id, fresh.place, due_at});
    effects.set.emplace_back(filing::filed_at.index, change.stated_at.ms);
    return effects;
}

Result<records::Effects> edit(records::Change const& change, records::Lookup& lookup) {
    auto const& state = change.before->state;
    if (state != filing::states::filed && state != filing::states::returned)
        return Problem(ProblemKind::work_filing_closed, {change.type->state_label(state)});
    if (get(change.before->values, filing::unit) != get(change.after->values, filing::unit))
        return Problem(ProblemKind::wrong_state,
                       {change.type->state_label(state), change.type->fields[std::size_t(filing::unit.index)].label})
            .at(std::string(filing::unit.name));
    FX_CHECK(check(change, lookup));
    return records::Effects();
}

Result<records::Effects> move(records::Change const& change, records::Lookup& lookup, records::Engine const& engine) {
    FX_CHECK(command::timely(change));
    records::Effects effects;
    auto const& of = *change.after;
    auto const answered = [&](Value at) { effects.set.emplace_back(filing::answered_at.index, std::move(at)); };
    if (change.action == "move:file_again") {
        FX_CHECK(check(change, lookup));
        FX_TRY(auto const due_at, due(change, lookup, engine));
        effects.set.emplace_back(filing::filed_at.index, change.stated_at.ms);
        answered(Value());
        effects.reopen_periods.push_back(of.id);
        effects.move_due.push_back({of.id, due_at});
        effects.open.push_back({of.id, get(of.values, filing::unit).value_or(Id{}), of.place, due_at});
    }
    if (change.action == "move:refuse") FX_CHECK(refusable(change, lookup, engine));
    bool const answers = change.action == "move:return" || change.action == "move:accept" || change.action == "move:refuse";
    if (answers) {
        answered(change.stated_at.ms);
        effects.close_periods.push_back(of.id);
    }
    return effects;
}

}  // namespace

Instant answer_due(command::Calendar const& calendar, Place place, Instant filed, std::int64_t working_days) {
    auto day = date_at(filed);
    for (int looked = 0; working_days > 0 && looked < calendar_days; ++looked) {
        day = day + 1;
        if (!calendar.is_day_off(place, day)) --working_days;
    }
    return start_of(day + 1);
}

void add_hooks(records::Engine& engine) {
    engine.add_hook(filing::record_type, [&engine](records::Change const& change, records::Lookup& lookup) {
        if (change.before == nullptr) return file(change, lookup, engine);
        return change.action == "change" ? edit(change, lookup) : move(change, lookup, engine);
    });
    engine.add_period(answer_duty, [](records::Record const& of) { return std::optional(of.id); });
}

}  // namespace fx::return_to_work
