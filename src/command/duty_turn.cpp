#include "command/duty_turn.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/duty_staff.hpp"
#include "command/timely.hpp"

namespace fx::command {
namespace {

namespace shift = handles::duty_shift;
namespace turn = handles::duty_turn;

Stretch span_of(records::Record const& of) {
    return {get(of.values, turn::starts_at).value_or(Instant{}), get(of.values, turn::ends_at).value_or(Instant{})};
}

Id post_of(records::Record const& of) { return get(of.values, turn::post).value_or(Id{}); }

/// `otherwise`, naming `post`, for everybody else.
Result<void> only(Id const& post, records::Change const& change, network::Network const& network, ProblemKind otherwise) {
    if (change.actor->post == post) return {};
    auto const view = network.view();
    auto const* of = view.posts().find(post);
    return Problem(otherwise, {of == nullptr ? "—" : of->name});
}

/// Nobody signs in for yesterday.
Result<records::Effects> sign_in(records::Change const& change) {
    FX_CHECK(timely(change));
    auto const span = span_of(*change.before);
    auto const from = span.starts_at + -change.setting(turn::settings::early_minutes) * ms_per_minute;
    auto const signed_at = change.stated_at;
    if (signed_at < from || signed_at >= span.ends_at)
        return Problem(ProblemKind::duty_sign_in_when, {format(from), format(span.ends_at)});
    records::Effects effects;
    effects.set.emplace_back(turn::signed_in_at.index, Value(signed_at.ms));
    return effects;
}

Result<void> may_swap(records::Change const& change, records::Lookup& lookup, network::Network const& network) {
    auto const& of = *change.after;
    auto const span = span_of(of);
    auto const notice = change.setting(turn::settings::swap_notice_hours);
    // What was asked for in time is decided until the turn begins.
    auto const latest = span.starts_at + (change.action == "move:ask_swap" ? -notice * ms_per_hour : 0);
    if (change.now > latest) return Problem(ProblemKind::duty_swap_late, {std::to_string(notice)});
    auto const field = std::string(turn::swap_with.name);
    auto const post = fit_post(network.view(), *change.type, get(of.values, turn::swap_with).value_or(Id{}), of.place,
                               date_at(span.starts_at));
    if (post.has_error()) return Problem(post.error()).at(field);
    auto const of_shift = get(of.values, turn::of_shift).value_or(Id{});
    FX_TRY(auto const turns, lookup.where(turn::record_type, of.county, turn::of_shift.name, of_shift, 1000));
    for (auto const& one : turns)
        if (post_of(one) == post->id && one.state != turn::states::cancelled)
            return Problem(ProblemKind::duty_post_twice, {post->name}).at(field);
    auto const free = rested(change, lookup, *post, span, on_site(get(of.values, turn::duty_role).value_or("")), of_shift);
    if (free.has_error()) return Problem(free.error()).at(field);
    return {};
}

/// The shift's own table says who keeps it, also after a swap.
Result<records::RecordUpdate> given(records::Lookup& lookup, records::Record const& of, Id const& giver, Id const& taker) {
    records::RecordUpdate update{std::string(shift::record_type), get(of.values, turn::of_shift).value_or(Id{}), {}, "", {}};
    FX_TRY(auto const found, lookup.record(shift::record_type, of.county, update.id));
    auto staff = std::string(found ? get(found->values, shift::staff).value_or("") : "");
    auto const from = format(giver);
    if (auto const at = staff.find(from); at != std::string::npos)
        update.values.emplace_back(shift::staff.index, Value(staff.replace(at, from.size(), format(taker))));
    if (get(of.values, turn::duty_role) == duty_role::duty_leader)
        update.values.emplace_back(shift::duty_leader.index, Value(taker));
    return update;
}

/// The post that was asked to take the turn says so, or that it cannot.
Result<records::Effects> answer(records::Change const& change, records::Lookup& lookup, network::Network const& network) {
    auto const asked = get(change.before->values, turn::swap_with).value_or(Id{});
    FX_CHECK(only(asked, change, network, ProblemKind::duty_swap_not_asked));
    records::Effects effects;
    if (change.action == "move:accept_swap")
        FX_CHECK(may_swap(change, lookup, network));
    else
        effects.set.emplace_back(turn::swap_with.index, Value());
    return effects;
}

/// Whoever commands at the node or above decides, but never his own.
Result<records::Effects> decide(records::Change const& change, records::Lookup& lookup, network::Network const& network) {
    if (change.actor->post == post_of(*change.before) || !network::commands(change.actor->role))
        return Problem(ProblemKind::duty_swap_own);
    records::Effects effects;
    auto const set = [&](auto const& handle, Value value) { effects.set.emplace_back(handle.index, std::move(value)); };
    if (change.action == "move:agree_swap") {
        FX_CHECK(may_swap(change, lookup, network));
        auto const taker = get(change.after->values, turn::swap_with).value_or(Id{});
        set(turn::post, Value(taker));
        FX_TRY(auto kept, given(lookup, *change.after, post_of(*change.before), taker));
        effects.update.push_back(std::move(kept));
    }
    set(turn::swap_with, Value());
    return effects;
}

}  // namespace

Result<records::Effects> on_turn(records::Change const& change, records::Lookup& lookup, network::Network const& network) {
    auto const& action = change.action;
    if (action == "move:agree_swap" || action == "move:refuse_swap") return decide(change, lookup, network);
    if (action == "move:accept_swap" || action == "move:decline_swap") return answer(change, lookup, network);
    if (action != "move:sign_in" && action != "move:ask_swap") return records::Effects();
    FX_CHECK(only(post_of(*change.before), change, network, ProblemKind::duty_not_yours));
    if (action == "move:sign_in") return sign_in(change);
    FX_CHECK(may_swap(change, lookup, network));
    records::Effects effects;
    effects.set.emplace_back(turn::swap_answer.index, Value());  // that of an earlier swap
    return effects;
}

}  // namespace fx::command
