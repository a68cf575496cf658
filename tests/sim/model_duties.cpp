#include "model.hpp"

#include "base/json_member.hpp"
#include "records/effects.hpp"
#include "watch/periods.hpp"

#include <algorithm>

namespace fx::sim {
namespace {

using boost::json::object;

watch::Slot slot_of(object const& reading) {
    return {parse_date(text_member(reading, "date")).value(), text_member(reading, "slot")};
}

bool area_holds(Place area, Place place) {
    return area == story::county || area == story::township || area == place || area == place.group(0);
}

/// Fever, a symptom, a key area or a contact: the person is to be observed.
bool notable(object const& form) {
    auto const* temperature = form.if_contains("temperature_c");
    if (temperature != nullptr && temperature->to_number<double>() > 37.25) return true;
    if (auto const* symptoms = form.if_contains("symptoms"))
        for (auto const& code : symptoms->as_array())
            if (code != "0" && code != "98") return true;
    auto const* area = form.if_contains("in_key_area");
    return (area != nullptr && area->is_bool() && area->as_bool()) || text_member(form, "contact_case") == "1" ||
           text_member(form, "same_vehicle_case") == "1";
}

}  // namespace

bool screened(std::string const& outcome) {
    return outcome == "1" || outcome == "2" || outcome == "3" || outcome == "6" || outcome == "7";
}
bool wants_revisit(std::string const& outcome) { return outcome == "4" || outcome == "5" || outcome == "8"; }

std::optional<DutyKey> speaks_of(Known const& record) {
    if (record.type == "household_screening" && screened(text_member(record.fields, "visit_outcome")))
        return DutyKey{id_of(record.fields, "round"), id_of(record.fields, "household")};
    if (record.type == "temperature_reading")
        return DutyKey{slot_of(record.fields).period(story::county_code), id_of(record.fields, "person")};
    return std::nullopt;
}

bool Model::active(Id const& record) const {
    auto const found = records_.find(record);
    return found != records_.end() && found->second.state == "active";
}

void Model::follow(Instant now, Id const& id, Known const* before, Item const& item) {
    if (item.type == "household") follow_household(id, before);
    if (item.type == "household_screening") follow_screening(now, id, item);
    if (item.type == "temperature_reading") follow_reading(now, id, before, item);
    if (item.type == "returnee_registration" && item.creates()) follow_registration(now, id, item);
    if (item.type == "screening_round") follow_round(id, item.transition);
    if (item.type == "person" && item.transition == "leave") withdraw_all(id);
    if (item.type == "key_person" && item.transition == "release") {
        auto const person = id_of(records_.at(id).fields, "person");
        observed_.erase(person);
        for (auto& [key, duty] : duties_)
            if (key.second == person && periods_.at(key.first).open &&
                periods_.at(key.first).type == watch::measurement_duty)
                duty.state = Duty::withdrawn;
    }
}

/// Every duty of a household or person that no longer lives here, in periods that run.
void Model::withdraw_all(Id const& subject) {
    for (auto& [key, duty] : duties_)
        if (key.second == subject && periods_.at(key.first).open) duty.state = Duty::withdrawn;
}

void Model::follow_household(Id const& id, Known const* before) {
    auto const& household = records_.at(id);
    if (before != nullptr && before->place != household.place) {
        std::set<Id> moved{id};
        for (auto& [person, record] : records_) {
            if (record.type != "person" || record.state != "active" || id_of(record.fields, "household") != id) continue;
            record.place = household.place;
            ++record.version;
            moved.insert(person);
        }
        for (auto& [key, duty] : duties_)
            if (moved.contains(key.second) && periods_.at(key.first).open) duty.place = household.place;
    }
    if (household.state != "active") {
        if (before != nullptr && before->state == "active") withdraw_all(id);
        return;
    }
    for (auto const& [period_id, period] : periods_) {
        if (period.type != watch::screening_duty || !period.open) continue;
        if (area_holds(period.area, household.place))
            open(period_id, id, household.place, period.due);
        else if (auto const duty = duties_.find({period_id, id}); duty != duties_.end())
            duty->second.state = Duty::withdrawn;
    }
}

void Model::follow_screening(Instant now, Id const& id, Item const& item) {
    auto const screening = records_.at(id);
    auto const round_id = id_of(screening.fields, "round"), household = id_of(screening.fields, "household");
    auto const revisit = watch::revisit_period(story::county_code, round_id);
    bool const runs = records_.at(round_id).state == "open";
    judge_duty({round_id, household});
    if (wants_revisit(text_member(screening.fields, "visit_outcome")) && runs && active(household) &&
        times({round_id, household}).empty())
        open(revisit, household, screening.place,
             parse_instant(text_member(screening.fields, "visited_at")).value() + 24 * ms_per_hour);
    judge_duty({revisit, household});
    auto const* rows = screening.fields.if_contains("persons");
    if (rows == nullptr || !item.creates()) return;
    std::size_t n = 0;
    for (auto const& row : rows->as_array()) {
        auto person = id_of(row.as_object(), "person");
        if (person.is_nil()) {
            person = records::derived_id(id, "person", n);
            add_person(person, household);
            if (runs)
                open(watch::registration_period(story::county_code, round_id), person, screening.place,
                     item.at() + 6 * ms_per_hour);
        }
        if (notable(row.as_object())) found(now, person, row.as_object(), item, n);
        ++n;
    }
}

void Model::follow_reading(Instant now, Id const& id, Known const* before, Item const& item) {
    auto const& reading = records_.at(id);
    if (before != nullptr) judge_duty(*speaks_of(*before));
    judge_duty(*speaks_of(reading));
    if (notable(reading.fields)) found(now, id_of(reading.fields, "person"), object(reading.fields), item, 0);
}

void Model::follow_registration(Instant now, Id const& id, Item const& item) {
    auto const form = records_.at(id).fields;
    auto person = id_of(form, "person");
    if (person.is_nil()) {
        auto household = id_of(form, "household");
        if (household.is_nil()) {
            household = records::derived_id(id, "household", 0);
            Known fresh;
            fresh.type = "household";
            fresh.state = "active";
            fresh.place = records_.at(id).place;
            fresh.fields["zone"] = form.at("live_place");
            records_[household] = fresh;
            follow_household(household, nullptr);
        }
        person = records::derived_id(id, "person", 0);
        add_person(person, household);
    }
    for (auto const& [period_id, period] : periods_) {
        DutyKey const key{period_id, person};
        if (period.type != watch::registration_duty || !period.open || !duties_.contains(key)) continue;
        if (duties_.at(key).state != Duty::withdrawn) registered_[key].push_back(item.at());
        judge_duty(key);
    }
    if (notable(form)) found(now, person, form, item, 0);
}

void Model::add_person(Id const& id, Id const& household) {
    Known fresh;
    fresh.type = "person";
    fresh.state = "active";
    fresh.fields["household"] = format(household);
    fresh.place = records_.at(household).place;
    records_[id] = fresh;
}

void Model::follow_round(Id const& id, std::string const& move) {
    auto const& round = records_.at(id);
    auto const due = parse_instant(text_member(round.fields, "due_at")).value();
    auto const revisits = watch::revisit_period(story::county_code, id),
               registrations = watch::registration_period(story::county_code, id);
    if (move == "open") {
        periods_[id] = {std::string(watch::screening_duty), round.place, due, true, id};
        periods_[revisits] = {std::string(watch::revisit_duty), round.place, due, true, id};
        periods_[registrations] = {std::string(watch::registration_duty), round.place, due, true, id};
        for (auto const& [household, record] : records_)
            if (record.type == "household" && record.state == "active" && area_holds(round.place, record.place))
                open(id, household, record.place, due);
    }
    if (move == "close")
        for (auto const& period : {id, revisits, registrations}) periods_.at(period).open = false;
    if (move == "reopen") reopen_round(id);
}

/// While a round was closed the county went on: it expects again who lives in its area now, where they live now.
void Model::reopen_round(Id const& round) {
    for (auto& [period_id, period] : periods_) {
        if (period.round != round) continue;
        period.open = true;
        for (auto& [key, duty] : duties_) {
            if (key.first != period_id) continue;
            auto const& subject = records_.at(key.second);
            duty.place = subject.place;
            bool const outside = period.type == watch::screening_duty && !area_holds(period.area, subject.place);
            if (subject.state != "active" || outside) duty.state = Duty::withdrawn;
        }
        if (period.type != watch::screening_duty) continue;
        for (auto const& [household, record] : records_)
            if (record.type == "household" && record.state == "active" && area_holds(period.area, record.place))
                open(period_id, household, record.place, period.due);
    }
}

/// `form` is what was found of the person; n counts the persons of one screening.
void Model::found(Instant now, Id const& person, object const& form, Item const& item, std::size_t n) {
    auto const found_on = date_at(item.at());
    auto const left = parse_date(text_member(form, "left_key_area_on"));
    auto const until = std::max(found_on, (left.has_value() ? *left : found_on) + 14);
    if (auto const known = observed_.find(person); known != observed_.end()) {
        auto const today = date_at(now);
        bool const ran_out = known->second.until < today;
        known->second.until = std::max(known->second.until, until);
        if (ran_out && today <= known->second.until) owe_reading(now, person);
        ++records_.at(known->second.record).version;
        return;
    }
    auto const record = records::derived_id(item.id, "key_person", n);
    if (records_.contains(record)) return;  // observed for this very finding once, and released since
    Known fresh;
    fresh.type = "key_person";
    fresh.state = "under_observation";
    fresh.fields["person"] = format(person);
    fresh.place = records_.at(person).place;
    records_[record] = fresh;
    observed_[person] = {record, found_on, until};
    owe_reading(now, person);
}

void Model::owe_reading(Instant now, Id const& person) {
    if (!active(person)) return;
    auto const slot = watch::slot_at(now);
    auto const period = slot.period(story::county_code);
    periods_.try_emplace(period, Period{std::string(watch::measurement_duty), story::county, slot.due_at(), true, {}});
    open(period, person, records_.at(person).place, slot.due_at());
}

void Model::calendar(Instant now) {
    for (auto& [id, period] : periods_)
        if (period.type == watch::measurement_duty && now - period.due > ms_per_day) period.open = false;
    auto const slot = watch::slot_at(now);
    periods_.try_emplace(slot.period(story::county_code),
                         Period{std::string(watch::measurement_duty), story::county, slot.due_at(), true, {}});
    for (auto const& [person, observation] : observed_)
        if (observation.from <= slot.date && slot.date <= observation.until) owe_reading(now, person);
}

void Model::open(Id const& period, Id const& subject, Place place, Instant due) {
    DutyKey const key{period, subject};
    auto const present = duties_.find(key);
    if (present != duties_.end() && present->second.state != Duty::withdrawn) return;
    duties_[key] = {place, due, Duty::open};
    judge_duty(key);
}

/// When the duty was done, by every record that speaks of it.
std::vector<Instant> Model::times(DutyKey const& key) const {
    auto const& period = periods_.at(key.first);
    if (auto const registered = registered_.find(key); registered != registered_.end()) return registered->second;
    DutyKey const spoken{period.type == watch::revisit_duty ? period.round : key.first, key.second};
    std::vector<Instant> out;
    for (auto const& [id, record] : records_)
        if (auto const of = speaks_of(record); of && *of == spoken) out.push_back(record.since);
    return out;
}

void Model::judge_duty(DutyKey const& key) {
    auto const found = duties_.find(key);
    if (found == duties_.end() || found->second.state == Duty::withdrawn) return;
    auto const done = times(key);
    auto& duty = found->second;
    duty.state = done.empty()                                                                        ? Duty::open
                 : std::any_of(done.begin(), done.end(), [&](Instant at) { return at <= duty.due; }) ? Duty::done
                                                                                                     : Duty::late;
}

}  // namespace fx::sim
