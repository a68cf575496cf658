#include "network/hooks.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "names/id_card.hpp"
#include "names/pinyin.hpp"
#include "network/likeness.hpp"

#include <algorithm>
#include <set>

namespace fx::network {
namespace {

namespace household = handles::household;
namespace person = handles::person;
namespace post = handles::post;

/// Households larger than this are refused their move in one step; a dormitory moves person by person.
constexpr int members_max = 1000;

/// Sex and birth date are in the identity number: filled from it, and refused when they say otherwise.
Result<void> fill_from_identity(records::Effects& effects, records::Change const& change) {
    auto const values = std::span<Value const>(change.after->values);
    auto const number = get(values, person::id_number);
    if (!number) return {};
    auto const card = names::parse_id_card(*number, date_at(change.now));
    if (card.has_error()) return Problem(card.error()).at(std::string(person::id_number.name));
    auto const sex = card->sex == names::Sex::male ? "1" : "2";
    auto const stated = get(values, person::sex);
    if (stated == "9")
        effects.set.emplace_back(person::sex.index, std::string(sex));
    else if (stated && *stated != sex)
        return Problem(ProblemKind::identity_differs, {Words("性别", "The sex")}).at(std::string(person::sex.name));
    auto const birth_date = get(values, person::birth_date);
    if (!birth_date)
        effects.set.emplace_back(person::birth_date.index, std::int64_t(card->birth_date.days));
    else if (*birth_date != card->birth_date)
        return Problem(ProblemKind::identity_differs, {Words("出生日期", "The birth date")})
            .at(std::string(person::birth_date.name));
    return {};
}

/// Persons already on the roster that may be this one: same identity number, or same sound of name with likeness enough.
Result<void> find_duplicates(records::Effects& effects, records::Change const& change, records::Lookup& lookup,
                             std::string const& sound) {
    auto const& fresh = *change.after;
    std::vector<records::Record> near;
    auto const add = [&](auto handle, Value const& value) -> Result<void> {
        FX_TRY(auto found, lookup.where(person::record_type, fresh.county, handle.name, value, 50));
        near.insert(near.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
        return {};
    };
    if (auto const number = get(fresh.values, person::id_number)) FX_CHECK(add(person::id_number, std::string(*number)));
    FX_CHECK(add(person::name_sound, sound));
    std::set<Id> seen{fresh.id};
    auto const profile = profile_of(fresh);
    for (auto const& other : near) {
        if (!records::living(*change.type, other.state) || !seen.insert(other.id).second) continue;
        auto const likeness = names::likeness(profile, profile_of(other));
        if (likeness.score < names::possible_score) continue;
        effects.create.push_back(duplicate_proposal(other.id, fresh.id, likeness, change.now));
    }
    return {};
}

}  // namespace

Result<records::Effects> on_household(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    if (change.before == nullptr) return effects;
    auto const& after = *change.after;
    bool const closing = records::living(*change.type, change.before->state) && !records::living(*change.type, after.state);
    if (change.before->place == after.place && !closing) return effects;
    FX_TRY(auto members, lookup.where(person::record_type, after.county, person::household.name, after.id, members_max));
    std::erase_if(members, [](auto const& member) { return member.state != person::states::active; });
    if (closing && !members.empty()) return Problem(ProblemKind::household_not_empty, {std::to_string(members.size())});
    if (int(members.size()) == members_max) return Problem(ProblemKind::household_not_empty, {std::to_string(members_max)});
    for (auto const& member : members)
        effects.update.push_back({std::string(person::record_type), member.id, {}, "", after.place});
    return effects;
}

Result<records::Effects> on_person(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    auto const& after = *change.after;
    FX_CHECK(fill_from_identity(effects, change));
    auto const sound = names::pinyin(get(after.values, person::name).value_or("")).full;
    effects.set.emplace_back(person::name_sound.index, sound.empty() ? Value() : Value(sound));
    if (change.before == nullptr && !sound.empty()) FX_CHECK(find_duplicates(effects, change, lookup, sound));
    return effects;
}

namespace {

/// Whether who holds the first role may make, change or end posts of the second: otherwise a township officer could
/// make himself administrator of the county. An administrator: all; a county officer: all but administrator and
/// auditor; a township officer: village officers, grid workers and duty officers; others none.
bool may_appoint(std::string_view appointing, std::string_view appointed) {
    if (appointing == "administrator") return true;
    if (appointing == "county_officer") return appointed != "administrator" && appointed != "auditor";
    return appointing == "township_officer" &&
           (appointed == "village_officer" || appointed == "grid_worker" || appointed == "duty_officer");
}

/// Whether who acts is given authority by the change: as holder or deputy, with this role, area and term.
bool appoints_himself(records::Change const& change) {
    auto const& self = change.actor->user;
    auto const authority = [&](records::Record const& of) {
        std::vector<Value> held;
        for (auto const index : {post::role.index, post::area.index, post::valid_from.index, post::valid_to.index})
            held.push_back(of.values[std::size_t(index)]);
        return held;
    };
    auto const holds = [&](records::Record const& of) {
        auto const values = std::span<Value const>(of.values);
        return get(values, post::holder) == self || get(values, post::deputy) == self;
    };
    if (self.is_nil() || !holds(*change.after)) return false;
    return change.before == nullptr || !holds(*change.before) || authority(*change.before) != authority(*change.after);
}

Words role_words(catalog::RecordType const& type, std::string_view role) {
    auto const* found = type.fields[std::size_t(post::role.index)].codes->find(role);
    return found == nullptr ? Words(std::string(role)) : found->label;
}

/// A post answers for a unit of its own area.
Result<void> unit_within(records::Change const& change, records::Lookup& lookup) {
    auto const unit = get(std::span<Value const>(change.after->values), post::unit);
    if (!unit) return {};
    FX_TRY(auto const record, lookup.record(handles::reporting_unit::record_type, change.after->county, *unit));
    if (record && lookup.covers(change.after->place, record->place)) return {};
    return Problem(ProblemKind::post_unit_elsewhere).at(std::string(post::unit.name));
}

Result<records::Effects> on_post(records::Change const& change, records::Lookup& lookup) {
    for (auto const* record : {change.before, change.after}) {
        auto const role = record == nullptr ? std::nullopt : get(std::span<Value const>(record->values), post::role);
        if (role && !may_appoint(change.actor->role, *role))
            return Problem(ProblemKind::not_permitted,
                           {role_words(*change.type, change.actor->role), role_words(*change.type, *role)})
                .at(std::string(post::role.name));
    }
    FX_CHECK(unit_within(change, lookup));
    if (appoints_himself(change)) return Problem(ProblemKind::own_post).at(std::string(post::holder.name));
    return records::Effects();
}

}  // namespace

void add_hooks(records::Engine& engine) {
    engine.add_hook(post::record_type, on_post);
    engine.add_hook(household::record_type, on_household);
    engine.add_hook(person::record_type, on_person);
}

}  // namespace fx::network
