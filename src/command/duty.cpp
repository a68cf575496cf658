#include "command/duty.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/duty_change.hpp"
#include "command/duty_staff.hpp"
#include "command/duty_turn.hpp"
#include "command/timely.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace fx::command {
namespace {

namespace shift = handles::duty_shift;
namespace turn = handles::duty_turn;
namespace matter = handles::duty_matter;

Problem wrong(ProblemKind kind, std::int64_t most, catalog::RecordType const& type, int field) {
    auto const& of = type.fields[std::size_t(field)];
    return Problem(kind, {std::to_string(most), of.label}).at(of.name);
}

/// What the server's own machine sets up, under no account, may lie in the past.
Result<void> plannable(records::Change const& change, Stretch const& span) {
    auto const length = span.ends_at - span.starts_at;
    auto const hours_max = change.setting(shift::settings::hours_max),
               plan_days = change.setting(shift::settings::plan_days);
    if (length < ms_per_hour || length > hours_max * ms_per_hour)
        return wrong(ProblemKind::duty_too_long, hours_max, *change.type, shift::ends_at.index);
    auto const latest = change.now + plan_days * ms_per_day;
    bool const ahead = change.actor->user.is_nil() || span.ends_at > change.now;
    if (!ahead || span.starts_at > latest)
        return wrong(ProblemKind::duty_past, plan_days, *change.type, shift::starts_at.index);
    return {};
}

/// Shifts of a node that begin near `span`, cancelled ones left out.
Result<std::vector<records::Record>> near(records::Lookup& lookup, std::int64_t county, Place area, Stretch const& span,
                                          std::int64_t around) {
    records::Lookup::Range const range{shift::starts_at.name, span.starts_at.ms - around, span.ends_at.ms + around};
    FX_TRY(auto found, lookup.where(shift::record_type, county, shift::area.name, area.value, of_one_shift_max, range));
    std::erase_if(found, [](auto const& one) { return one.state == shift::states::cancelled; });
    return found;
}

Result<records::Effects> plan(records::Change const& change, records::Lookup& lookup, network::Network const& network,
                              catalog::RecordType const& turn_type) {
    auto const& of = *change.after;
    auto const span = when(of);
    FX_CHECK(plannable(change, span));
    FX_TRY(auto const others,
           near(lookup, of.county, of.place, span, change.setting(shift::settings::hours_max) * ms_per_hour));
    for (auto const& other : others)
        if (other.id != of.id && when(other).overlaps(span))
            return Problem(ProblemKind::duty_overlap,
                           {std::string(network.view().divisions().name(of.place)), format(when(other).starts_at)})
                .at(std::string(shift::starts_at.name));
    return staff(change, lookup, network, turn_type, {});
}

/// Everybody on site owes a signature; the duty leader owes the hand-over. At the node that keeps duty, so that those above
/// it are told, wherever a post stands otherwise.
Result<records::Effects> start(records::Change const& change, records::Lookup& lookup) {
    auto const& of = *change.after;
    auto const span = when(of);
    auto const absent_at = span.starts_at + change.setting(turn::settings::absent_minutes) * ms_per_minute;
    auto const handed_by = span.ends_at + change.setting(shift::settings::handover_minutes) * ms_per_minute;
    records::Effects effects;
    auto const label = format(span.starts_at).substr(0, 16);
    effects.open_periods.push_back(post_duty(of, sign_in_duty, label, span.starts_at, absent_at));
    effects.open_periods.push_back(post_duty(of, handover_duty, label, span.starts_at, handed_by));
    FX_TRY(auto const turns, turns_of(lookup, of));
    for (auto const& one : turns) {
        if (one.state == turn::states::cancelled || !on_site(get(one.values, turn::duty_role).value_or(""))) continue;
        auto const post = get(one.values, turn::post).value_or(Id{});
        effects.open.push_back({effects.open_periods[0].id, post, of.place, absent_at});
        if (auto const signed_at = get(one.values, turn::signed_in_at))
            effects.fulfil.push_back({effects.open_periods[0].id, post, *signed_at, one.id});
    }
    auto const leader = get(of.values, shift::duty_leader).value_or(Id{});
    effects.open.push_back({effects.open_periods[1].id, leader, of.place, handed_by});
    return effects;
}

Result<records::Effects> cancel(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    FX_TRY(auto const turns, turns_of(lookup, *change.after));
    for (auto const& one : turns)
        effects.update.push_back({std::string(turn::record_type), one.id, {}, std::string(turn::states::cancelled), {}});
    return effects;
}

/// The shifts of the node after `of` that have begun or will within two hours, soonest first.
Result<std::vector<records::Record>> followers(records::Lookup& lookup, records::Record const& of, Instant now) {
    auto const end = when(of).ends_at;
    auto const until = std::max(now, end) + 2 * ms_per_hour;
    records::Lookup::Range const range{shift::starts_at.name, end.ms, until.ms};
    FX_TRY(auto found,
           lookup.where(shift::record_type, of.county, shift::area.name, of.place.value, of_one_shift_max, range));
    std::erase_if(found, [](auto const& one) { return one.state == shift::states::cancelled; });
    std::ranges::sort(found, {}, [](auto const& one) { return when(one).starts_at; });
    return found;
}

/// Posts on site that have signed in for a shift.
Result<std::set<Id>> signed_in(records::Lookup& lookup, records::Record const& of) {
    std::set<Id> posts;
    FX_TRY(auto const turns, turns_of(lookup, of));
    for (auto const& one : turns)
        if (one.state == turn::states::signed_in) posts.insert(get(one.values, turn::post).value_or(Id{}));
    return posts;
}

/// Who signs for a shift: see relief_of.
struct Reliever {
    records::Record shift;
    bool itself = false;
    std::set<Id> posts;
};
Result<Reliever> reliever(records::Lookup& lookup, records::Record const& of, Instant now) {
    FX_TRY(auto const after, followers(lookup, of, now));
    std::vector<Relief> later;
    std::vector<std::set<Id>> posts;
    for (auto const& one : after) {
        FX_TRY(auto here, signed_in(lookup, one));
        later.push_back({when(one).starts_at, one.state == shift::states::handed_over, !here.empty()});
        posts.push_back(std::move(here));
    }
    if (auto const found = relief_of(when(of).ends_at, later)) return Reliever{after[*found], false, posts[*found]};
    FX_TRY(auto own, signed_in(lookup, of));
    return Reliever{of, true, std::move(own)};
}

/// Where nobody at all has signed in, whoever commands at the node or above closes the shift: the absence stays told.
Result<void> may_sign(records::Change const& change, network::Network const& network, Reliever const& by) {
    bool const nobody = by.posts.empty() && network::commands(change.actor->role);
    if (!by.posts.contains(change.actor->post) && !nobody) {
        auto const leader = get(by.shift.values, shift::duty_leader).value_or(Id{});
        auto const view = network.view();
        auto const* post = view.posts().find(leader);
        return Problem(ProblemKind::duty_handover_whose, {post == nullptr ? "—" : post->name});
    }
    auto const from = relieved_from(when(*change.before).ends_at, by.itself, change.setting(turn::settings::early_minutes));
    if (change.stated_at < from)
        return Problem(ProblemKind::invalid_parameter, {"stated_at", format(from) + " …"}).at("stated_at");
    return {};
}

Result<records::Effects> hand_over(records::Change const& change, records::Lookup& lookup, network::Network const& network) {
    auto const& of = *change.before;
    FX_CHECK(timely(change));
    FX_TRY(auto const by, reliever(lookup, of, change.now));
    FX_CHECK(may_sign(change, network, by));
    records::Effects effects;
    FX_TRY(auto const log, lookup.where(matter::record_type, of.county, matter::of_shift.name, of.id, of_one_shift_max));
    std::int64_t open = 0;
    for (auto const& one : log) {
        if (one.state != matter::states::open) continue;
        ++open;
        if (!by.itself)
            effects.update.push_back(
                {std::string(matter::record_type), one.id, {{matter::of_shift.index, Value(by.shift.id)}}, "", {}});
    }
    effects.set = {{shift::handed_over_at.index, Value(change.stated_at.ms)},
                   {shift::handed_over_to.index, Value(change.actor->post)},
                   {shift::open_matters.index, Value(open)}};
    // Who takes over before the hour is on duty from then on: at no moment is there nobody.
    if (!by.itself && by.shift.state == shift::states::planned)
        effects.update.push_back(
            {std::string(shift::record_type), by.shift.id, {}, std::string(shift::states::running), {}});
    for (auto const each : {sign_in_duty, handover_duty})
        effects.close_periods.push_back(duty_period(of.county, each, of.id));
    return effects;
}

Result<records::Effects> on_shift(records::Change const& change, records::Lookup& lookup, network::Network const& network,
                                  catalog::RecordType const& turn_type) {
    if (change.before == nullptr) return plan(change, lookup, network, turn_type);
    auto const& to = change.after->state;
    if (change.before->state == to) return change_shift(change, lookup, network, turn_type);
    FX_CHECK(settled_but(change, {shift::handover_note.index, shift::cancel_reason.index}));
    if (to == shift::states::running) return start(change, lookup);
    if (to == shift::states::cancelled) return cancel(change, lookup);
    if (change.action == "move:hand_over") return hand_over(change, lookup, network);
    return records::Effects();
}

/// A log is kept while the shift runs. An entry stays at its node; it leaves a shift when that is over, for one that runs.
Result<records::Effects> on_matter(records::Change const& change, records::Lookup& lookup,
                                   catalog::RecordType const& shift_type) {
    auto const& of = *change.after;
    auto const path = std::string(matter::of_shift.name);
    auto const holder = [](records::Record const& one) { return get(one.values, matter::of_shift).value_or(Id{}); };
    if (change.before != nullptr) {
        if (change.before->place != of.place)
            return Problem(ProblemKind::field_derived, {change.type->fields[std::size_t(matter::area.index)].label})
                .at(std::string(matter::area.name));
        if (holder(*change.before) == holder(of)) return records::Effects();
        FX_TRY(auto const left, lookup.record(shift::record_type, of.county, holder(*change.before)));
        if (left && left->state == shift::states::running)
            return Problem(ProblemKind::field_derived, {change.type->fields[std::size_t(matter::of_shift.index)].label})
                .at(path);
    }
    FX_TRY(auto const kept, lookup.record(shift::record_type, of.county, holder(of)));
    if (!kept || kept->place != of.place) return Problem(ProblemKind::record_not_found, {format(holder(of))}).at(path);
    bool const early = change.before != nullptr && kept->state == shift::states::planned;  // it begins in the same commit
    if (kept->state != shift::states::running && !early)
        return Problem(ProblemKind::duty_shift_not_running, {shift_type.state_label(kept->state)}).at(path);
    return records::Effects();
}

}  // namespace

Id turn_id(Id const& of, Id const& post, std::size_t again) {
    return records::derived_id(of, std::string(turn::record_type) + "/" + format(post), again);
}

void add_duty_hooks(records::Engine& engine, network::Network const& network) {
    auto const& shift_type = engine.table(shift::record_type)->type();
    auto const& turn_type = engine.table(turn::record_type)->type();
    engine.add_hook(shift::record_type, [&](records::Change const& change, records::Lookup& lookup) {
        return on_shift(change, lookup, network, turn_type);
    });
    engine.add_hook(turn::record_type, [&network](records::Change const& change, records::Lookup& lookup) {
        return on_turn(change, lookup, network);
    });
    engine.add_hook(matter::record_type, [&shift_type](records::Change const& change, records::Lookup& lookup) {
        return on_matter(change, lookup, shift_type);
    });
    engine.add_period(sign_in_duty, [](records::Record const& record) -> std::optional<Id> {
        auto const of = get(record.values, turn::of_shift);
        return of ? std::optional(duty_period(record.county, sign_in_duty, *of)) : std::nullopt;
    });
    engine.add_period(handover_duty, [](records::Record const& record) {
        return std::optional(duty_period(record.county, handover_duty, record.id));
    });
}

}  // namespace fx::command
