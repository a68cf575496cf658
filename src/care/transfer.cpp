#include "care/hooks.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/change_checks.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace fx::care {
namespace {

namespace transfer = handles::transfer;
namespace ward = handles::ward;
namespace card = handles::case_report;
namespace key = handles::key_person;
using records::entered;

/// Records of one person that are looked through at most.
constexpr int of_one_person_max = 1000;
constexpr std::array holding_a_bed{transfer::states::reserved, transfer::states::dispatched, transfer::states::picked_up,
                                   transfer::states::arrived};

bool holds_reservation(std::string_view state) { return std::ranges::find(holding_a_bed, state) != holding_a_bed.end(); }
bool under_way(std::string_view state) { return state == transfer::states::requested || holds_reservation(state); }

Id person_of(records::Record const& of) { return get(of.values, transfer::person).value_or(Id{}); }

/// One at a time: who is in a bed and goes to another hospital has a second one.
Result<void> only_one(records::Change const& change, records::Lookup& lookup) {
    auto const& of = *change.after;
    FX_TRY(auto const known,
           lookup.where(transfer::record_type, of.county, transfer::person.name, person_of(of), of_one_person_max));
    for (auto const& other : known)
        if (other.id != of.id && under_way(other.state))
            return Problem(ProblemKind::transfer_under_way, {change.type->state_label(other.state)})
                .at(std::string(transfer::person.name));
    return {};
}

/// Since when the person is suspected, by when they should be in a bed, and as which case.
struct Clock {
    Instant suspected_at, due_at;
    Id of_case;
};

Result<Clock> clock_of(records::Change const& change, records::Lookup& lookup) {
    auto const& of = *change.after;
    auto const hours = change.setting(key::settings::transfer_hours) * ms_per_hour;
    Clock clock{change.stated_at, change.stated_at + hours, {}};
    FX_TRY(auto const observed,
           lookup.where(key::record_type, of.county, key::person.name, person_of(of), of_one_person_max));
    for (auto const& one : observed)
        if (auto const due = get(one.values, key::transfer_due_at); due && one.state == key::states::under_observation) {
            clock.due_at = *due;
            clock.suspected_at = std::min(clock.suspected_at, *due + -hours);
        }
    FX_TRY(auto const cases,
           lookup.where(card::record_type, of.county, card::person.name, person_of(of), of_one_person_max));
    for (auto const& one : cases)
        if (one.state != card::states::closed && one.state != card::states::dismissed) {
            clock.of_case = one.id;
            clock.suspected_at =
                std::min(clock.suspected_at, get(one.values, card::diagnosed_at).value_or(change.stated_at));
        }
    return clock;
}

void request(records::Effects& effects, records::Change const& change, Clock const& clock) {
    auto const& of = *change.after;
    effects.set.emplace_back(transfer::suspected_at.index, clock.suspected_at.ms);
    effects.set.emplace_back(transfer::due_at.index, clock.due_at.ms);
    if (!clock.of_case.is_nil()) effects.set.emplace_back(transfer::case_report.index, clock.of_case);
    records::Period period;
    period.county = of.county;
    period.id = records::period_id(of.county, transfer_duty, format(of.id));
    period.source = of.id;
    period.type = transfer_duty;
    period.label = format(date_at(clock.suspected_at));
    period.area = of.place;
    period.opens_at = change.stated_at;
    period.due_at = clock.due_at;
    period.subject_type = handles::person::record_type;
    effects.open.push_back({period.id, person_of(of), of.place, clock.due_at});
    effects.open_periods.push_back(std::move(period));
}

/// Names are Chinese: an English text says which by its field.
Words ward_name(records::Record const& of) {
    return {"“" + std::string(get(of.values, ward::name).value_or("")) + "”", "The ward"};
}

Result<records::Record> ward_of(records::Lookup& lookup, records::Record const& of) {
    auto const id = get(of.values, transfer::ward).value_or(Id{});
    FX_TRY(auto found, lookup.record(ward::record_type, of.county, id));
    if (!found) return Problem(ProblemKind::record_not_found, {format(id)}).at(std::string(transfer::ward.name));
    return *std::move(found);
}

Problem full(records::Record const& of) {
    auto const number = [&](auto field) { return std::to_string(get(of.values, field).value_or(0)); };
    return Problem(ProblemKind::ward_full,
                   {ward_name(of), number(ward::beds_total), number(ward::beds_occupied), number(ward::beds_reserved)})
        .at(std::string(transfer::ward.name));
}

void count_beds(records::Effects& effects, records::Record const& of, int reserved, int occupied) {
    records::RecordUpdate update{std::string(ward::record_type), of.id, {}, "", {}};
    update.values.emplace_back(ward::beds_reserved.index,
                               std::max<std::int64_t>(0, get(of.values, ward::beds_reserved).value_or(0) + reserved));
    update.values.emplace_back(ward::beds_occupied.index,
                               std::max<std::int64_t>(0, get(of.values, ward::beds_occupied).value_or(0) + occupied));
    effects.update.push_back(std::move(update));
}

Result<void> reserve(records::Effects& effects, records::Change const& change, records::Lookup& lookup) {
    FX_TRY(auto const chosen, ward_of(lookup, *change.after));
    if (chosen.state != ward::states::open)
        return Problem(ProblemKind::ward_closed, {ward_name(chosen)}).at(std::string(transfer::ward.name));
    auto const offered = get(chosen.values, ward::care_level).value_or(""),
               needed = get(change.after->values, transfer::care_level).value_or("");
    if (offered < needed) {
        auto const* levels = change.catalogue->code_list("care_level");
        auto const words = [&](std::string_view code) { return levels->find(code)->label; };
        return Problem(ProblemKind::ward_too_light, {ward_name(chosen), words(offered), words(needed)})
            .at(std::string(transfer::ward.name));
    }
    if (get(chosen.values, ward::beds_free).value_or(0) <= 0) return full(chosen);
    count_beds(effects, chosen, +1, 0);
    return {};
}

/// Writes the stay into the case, so that nobody is asked for it again.
Result<void> write_stay(records::Effects& effects, records::Lookup& lookup, records::Change const& change,
                        records::Record const& where) {
    auto const& of = *change.after;
    auto const case_id = get(of.values, transfer::case_report);
    if (!case_id) return {};
    FX_TRY(auto const report, lookup.record(card::record_type, of.county, *case_id));
    if (!report || report->state == card::states::closed || report->state == card::states::dismissed) return {};
    auto const facility = format(get(where.values, ward::facility).value_or(Id{}));
    auto const today = format(date_at(change.stated_at));
    auto stays = boost::json::parse(get(report->values, card::stays).value_or("[]")).as_array();
    if (entered(change, transfer::states::admitted)) {
        boost::json::object stay{{"facility", facility}, {"admitted_on", today}};
        if (get(where.values, ward::care_level) == "3") stay["intensive_care"] = true;
        stays.push_back(std::move(stay));
    } else {
        for (auto& stay : stays)
            if (stay.at("facility").as_string() == facility && !stay.as_object().contains("discharged_on"))
                stay.as_object()["discharged_on"] = today;
    }
    records::RecordUpdate update{std::string(card::record_type), report->id, {}, "", {}};
    update.values.emplace_back(card::stays.index, boost::json::serialize(stays));
    effects.update.push_back(std::move(update));
    return {};
}

/// A bed lost between reservation and arrival is not taken: the ward refuses, and another is looked for.
Result<void> admit(records::Effects& effects, records::Change const& change, records::Lookup& lookup) {
    auto const& of = *change.after;
    FX_TRY(auto const where, ward_of(lookup, of));
    if (where.state != ward::states::open) return Problem(ProblemKind::ward_closed, {ward_name(where)});
    if (get(where.values, ward::beds_occupied).value_or(0) >= get(where.values, ward::beds_total).value_or(0))
        return full(where);
    count_beds(effects, where, -1, +1);
    auto const suspected = get(of.values, transfer::suspected_at).value_or(change.stated_at);
    effects.set.emplace_back(transfer::admitted_at.index, change.stated_at.ms);
    effects.set.emplace_back(transfer::minutes_to_bed.index,
                             std::max<std::int64_t>(0, (change.stated_at.ms - suspected.ms) / ms_per_minute));
    effects.close_periods.push_back(records::period_id(of.county, transfer_duty, format(of.id)));
    FX_TRY(auto const known,
           lookup.where(transfer::record_type, of.county, transfer::person.name, person_of(of), of_one_person_max));
    for (auto const& before : known)
        if (before.id != of.id && before.state == transfer::states::admitted)
            effects.update.push_back(
                {std::string(transfer::record_type), before.id, {}, std::string(transfer::states::discharged), {}});
    FX_TRY(auto const observed,
           lookup.where(key::record_type, of.county, key::person.name, person_of(of), of_one_person_max));
    for (auto const& one : observed)
        if (one.state == key::states::under_observation && get(one.values, key::transfer_due_at))
            effects.update.push_back({std::string(key::record_type), one.id, {}, std::string(key::states::transferred), {}});
    return write_stay(effects, lookup, change, where);
}

void end_duty(records::Effects& effects, records::Record const& of) {
    auto const id = records::period_id(of.county, transfer_duty, format(of.id));
    effects.withdraw.push_back({id, person_of(of), false});
    effects.close_periods.push_back(id);
}

/// The steps so far and the one that this move is.
std::string steps_with(records::Change const& change, std::string_view step) {
    auto rows = boost::json::parse(get(change.after->values, transfer::steps).value_or("[]")).as_array();
    boost::json::object row{{"at", format(change.stated_at)}, {"step", step}};
    if (!change.actor->post.is_nil()) row["post"] = format(change.actor->post);
    auto const& values = step == "refused" ? change.before->values : change.after->values;
    if (auto const where = get(values, transfer::ward)) row["ward"] = format(*where);
    if (step == "refused") row["note"] = get(change.after->values, transfer::refused_why).value_or("");
    if (step == "dispatched") row["note"] = get(change.after->values, transfer::vehicle).value_or("");
    rows.push_back(std::move(row));
    return boost::json::serialize(rows);
}

Result<void> step(records::Effects& effects, records::Change const& change, records::Lookup& lookup) {
    auto const& of = *change.after;
    bool const refused = entered(change, transfer::states::requested) && change.before != nullptr;
    effects.set.emplace_back(transfer::steps.index, steps_with(change, refused ? "refused" : std::string_view(of.state)));
    bool const held = change.before != nullptr && holds_reservation(change.before->state);
    if (held && (refused || of.state == transfer::states::cancelled)) {
        FX_TRY(auto const where, ward_of(lookup, *change.before));
        count_beds(effects, where, -1, 0);
        effects.set.emplace_back(transfer::ward.index, Value());
    }
    if (of.state == transfer::states::cancelled) end_duty(effects, of);
    if (of.state == transfer::states::reserved) return reserve(effects, change, lookup);
    if (of.state == transfer::states::admitted) return admit(effects, change, lookup);
    if (of.state == transfer::states::discharged) {
        FX_TRY(auto const where, ward_of(lookup, of));
        count_beds(effects, where, 0, -1);
        return write_stay(effects, lookup, change, where);
    }
    return {};
}

/// Whoever reports may be the hospital that has the person already.
bool in_hospital(records::Record const& report) {
    auto const stays = boost::json::parse(get(report.values, card::stays).value_or("[]"));
    return std::ranges::any_of(stays.as_array(),
                               [](auto const& stay) { return !stay.as_object().contains("discharged_on"); });
}

}  // namespace

Result<records::Effects> on_transfer(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    FX_CHECK(records::not_moved(change, transfer::person));
    bool const stands = change.before != nullptr && change.before->state == change.after->state;
    if (stands) {
        if (holds_reservation(change.after->state)) FX_CHECK(records::not_moved(change, transfer::ward));
        return effects;
    }
    if (change.before == nullptr) {
        FX_CHECK(only_one(change, lookup));
        FX_TRY(auto const clock, clock_of(change, lookup));
        request(effects, change, clock);
    }
    FX_CHECK(step(effects, change, lookup));
    return effects;
}

Result<records::Effects> on_case(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    auto const& of = *change.after;
    auto const person = get(of.values, card::person).value_or(Id{});
    bool const reported = change.before == nullptr, dismissed = entered(change, card::states::dismissed);
    if (!reported && !dismissed) return effects;
    FX_TRY(auto const known,
           lookup.where(transfer::record_type, of.county, transfer::person.name, person, of_one_person_max));
    for (auto const& one : known) {
        bool const cancellable = one.state == transfer::states::requested || one.state == transfer::states::reserved;
        if (dismissed && cancellable && get(one.values, transfer::case_report) == of.id)
            effects.update.push_back(
                {std::string(transfer::record_type), one.id, {}, std::string(transfer::states::cancelled), {}});
        if (reported && (under_way(one.state) || one.state == transfer::states::admitted)) return effects;
    }
    if (!reported || in_hospital(of)) return effects;
    auto const* type = change.catalogue->type(transfer::record_type);
    records::NewRecord wanted{std::string(transfer::record_type), records::derived_id(of.id, transfer::record_type, 0),
                              std::vector<Value>(type->fields.size()), "", false};
    wanted.values[std::size_t(transfer::person.index)] = person;
    wanted.values[std::size_t(transfer::reason.index)] = std::string("1");
    wanted.values[std::size_t(transfer::care_level.index)] = std::string(get(of.values, card::severity) == "4" ? "3" : "2");
    effects.create.push_back(std::move(wanted));
    return effects;
}

}  // namespace fx::care
