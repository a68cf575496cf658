#include "model.hpp"

#include "base/json_member.hpp"
#include "watch/periods.hpp"

#include <algorithm>

namespace fx::sim {
namespace {

using boost::json::object;

constexpr std::int64_t tolerance = 10 * ms_per_minute;

Verdict refuse(ProblemKind kind) { return {"quarantined", Problem(kind, {"", ""}).number()}; }
Verdict conflict(ProblemKind kind) { return {"conflict", Problem(kind, {"", ""}).number()}; }

Instant instant_of_member(object const& from, std::string_view name) {
    return parse_instant(text_member(from, name)).value();
}

/// Whether `post` is `place` or above it in the story county.
bool covers(Place post, Place place) {
    for (;; place = place == story::township ? story::county : story::township) {
        if (post == place) return true;
        if (place == story::county) return false;
        if (place.group_number() != 0 && post == place.group(0)) return true;
    }
}

object without_empty(object fields) {
    for (auto it = fields.begin(); it != fields.end();) it = it->value().is_null() ? fields.erase(it) : std::next(it);
    return fields;
}

/// Who may do it, beside those everybody in the simulation may.
bool permitted(std::string const& role, Item const& item) {
    bool const officer = role == "county_officer" || role == "cdc_officer";
    if (item.type == "screening_round") return officer || role == "township_officer";
    if (item.transition == "reopen") return role == "township_officer" || role == "village_officer";
    if (item.type == "household_screening" || item.type == "household" || item.type == "person") return !officer;
    if (item.type == "key_person")
        return role == "cdc_officer" || (item.transition == "release" && role == "township_officer");
    return true;
}

}  // namespace

Id id_of(object const& fields, std::string_view name) {
    auto const id = parse_id(text_member(fields, name));
    return id.has_value() ? *id : Id{};
}

Model::Model(story::County& county) {
    for (auto const* type : {"household", "person"})
        for (auto const& record : county.records(type)) {
            Known known;
            known.type = type;
            known.place = record.place;
            known.state = record.state;
            known.version = record.version;
            for (auto const& field : county.program().engine->table(type)->type().fields)
                if (auto const value = county.field(record, type, field.name); !value.empty())
                    known.fields[field.name] = boost::json::parse(value);
            records_[record.id] = known;
        }
}

Verdict Model::take(Instant now, records::Actor const& actor, Item const& item) {
    auto const verdict = judge(now, actor, item);
    if (verdict.status != "quarantined" && verdict.status != "conflict") return verdict;
    auto const id = item.spoiled == "id" ? Id{} : item.id;
    auto const sent = boost::json::serialize(boost::json::parse(boost::json::serialize(item.json())));
    kept_.try_emplace({id, sent}, Reason{verdict.status == "conflict" ? "conflict" : "bad", verdict.number});
    return verdict;
}

Verdict Model::judge(Instant now, records::Actor const& actor, Item const& item) {
    if (!item.spoiled.empty()) return {"quarantined", ""};
    if (item.at() - now > tolerance) return refuse(ProblemKind::clock_far_ahead);
    return item.creates() ? create(now, actor, item) : change(now, actor, item);
}

Known const* Model::find(std::string const& type, Id const& id) const {
    auto const found = records_.find(id);
    return found == records_.end() || found->second.type != type ? nullptr : &found->second;
}

/// Where a record stands by its fields; nil when what it refers to is not there.
Place Model::place_for(std::string const& type, object const& fields) const {
    if (type == "household") return parse_place(text_member(fields, "zone")).value();
    if (type == "returnee_registration") return parse_place(text_member(fields, "live_place")).value();
    if (type == "screening_round") return parse_place(text_member(fields, "area")).value();
    bool const of_person = type == "temperature_reading" || type == "key_person";
    auto const* subject =
        of_person ? find("person", id_of(fields, "person")) : find("household", id_of(fields, "household"));
    return subject == nullptr ? Place{} : subject->place;
}

Verdict Model::create(Instant now, records::Actor const& actor, Item const& item) {
    auto const* known = find(item.type, item.id);
    bool const same = known != nullptr && known->sent && known->first == item.fields;
    // Who sent it once may send it again from wherever they stand now.
    if (same && known->maker == actor.user) return {"repeat", ""};
    if (!permitted(actor.role, item)) return refuse(ProblemKind::not_permitted);
    auto const place = place_for(item.type, item.fields);
    if (place.is_nil()) return refuse(ProblemKind::reference_not_found);
    if (!covers(actor.place, place)) return refuse(ProblemKind::not_responsible);
    if (same) return {"repeat", ""};
    if (known != nullptr) return conflict(ProblemKind::id_conflict);
    for (auto const* name : {"household", "person", "round"}) {
        if (!item.fields.contains(name)) continue;
        auto const type = std::string_view(name) == "round" ? "screening_round" : name;
        if (find(type, id_of(item.fields, name)) == nullptr) return refuse(ProblemKind::reference_not_found);
    }
    if (auto const refused = refuse_fields(now, item.type, item.fields); !refused.status.empty()) return refused;
    Known fresh;
    fresh.type = item.type;
    fresh.fields = without_empty(item.fields);
    fresh.first = item.fields;
    fresh.place = place;
    fresh.state = item.type == "screening_round" ? "draft" : "active";
    fresh.maker = actor.user;
    fresh.since = item.at();
    fresh.sent = true;
    records_[item.id] = fresh;
    follow(now, item.id, nullptr, item);
    return {"created", ""};
}

/// What a domain refuses, whoever sends it.
Verdict Model::refuse_fields(Instant now, std::string const& type, object const& fields) const {
    if (type == "household_screening") {
        auto const* round = find("screening_round", id_of(fields, "round"));
        if (round == nullptr || round->state == "draft") return refuse(ProblemKind::round_not_open);
        auto const visited = instant_of_member(fields, "visited_at");
        if (visited < instant_of_member(round->fields, "opens_at") || visited > now + tolerance)
            return refuse(ProblemKind::visit_outside_round);
    }
    if (type == "temperature_reading") {
        auto const date = parse_date(text_member(fields, "date")).value();
        auto const opens = start_of(date) + (text_member(fields, "slot") == "2" ? 12 * ms_per_hour : 0);
        if (opens > now + tolerance) return refuse(ProblemKind::reading_in_future);
    }
    return {};
}

Verdict Model::change(Instant now, records::Actor const& actor, Item const& item) {
    auto const found = records_.find(item.id);
    bool const known = found != records_.end() && found->second.type == item.type;
    if (known && item.base >= 1 && item.base <= found->second.version)
        if (auto const done = found->second.commands.find(item.command);
            done != found->second.commands.end() && done->second > item.base)
            return {"repeat", ""};
    if (!permitted(actor.role, item)) return refuse(ProblemKind::not_permitted);
    if (!known || !covers(actor.place, found->second.place)) return refuse(ProblemKind::record_not_found);
    auto& current = found->second;
    if (item.base < 1 || item.base > current.version) return refuse(ProblemKind::invalid_parameter);

    Known after = current;
    std::vector<std::string> changed;
    for (auto const& [name, value] : item.fields) {
        auto const* present = current.fields.if_contains(name);
        if (present == nullptr ? value.is_null() : *present == value) continue;
        changed.emplace_back(name);
        if (value.is_null())
            after.fields.erase(name);
        else
            after.fields[name] = value;
    }
    for (auto const& name : changed)
        if (auto const at = current.changed_at.find(name); at != current.changed_at.end() && at->second > item.base)
            return conflict(ProblemKind::edit_conflict);
    if (auto const refused = apply_move(now, after, item); !refused.status.empty()) return refused;
    after.place = place_for(item.type, after.fields);
    if (!covers(actor.place, after.place)) return refuse(ProblemKind::not_responsible);
    if (item.type == "household" && after.state == "closed" && current.state == "active")
        for (auto const& [id, record] : records_)
            if (record.type == "person" && record.state == "active" && id_of(record.fields, "household") == item.id)
                return refuse(ProblemKind::household_not_empty);
    if (auto const refused = refuse_fields(now, item.type, after.fields); !refused.status.empty()) return refused;

    bool const merged = item.base < current.version;
    after.version = current.version + 1;
    after.commands[item.command] = after.version;
    for (auto const& name : changed) after.changed_at[name] = after.version;
    if (speaks_of(after) != speaks_of(current)) after.since = item.at();
    auto const before = std::exchange(current, after);
    follow(now, item.id, &before, item);
    return {merged ? "merged" : "changed", ""};
}

Verdict Model::apply_move(Instant, Known& after, Item const& item) {
    static std::map<std::string, std::pair<std::string, std::string>> const moves{
        {"household/close", {"active", "closed"}},
        {"household/reopen", {"closed", "active"}},
        {"person/leave", {"active", "left"}},
        {"screening_round/open", {"draft", "open"}},
        {"screening_round/close", {"open", "closed"}},
        {"screening_round/reopen", {"closed", "open"}},
        {"key_person/release", {"under_observation", "released"}}};
    if (item.transition.empty()) return {};
    auto const& [from, to] = moves.at(item.type + "/" + item.transition);
    if (after.state != from) return refuse(ProblemKind::wrong_state);
    after.state = to;
    return {};
}

}  // namespace fx::sim
