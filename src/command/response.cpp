#include "command/response.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/measure_records.hpp"
#include "command/post_duty.hpp"
#include "command/timely.hpp"
#include "records/permitted.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace fx::command {
namespace {

namespace order = handles::order;
namespace response = handles::response;
namespace measure = handles::response_measure;

constexpr int of_one_area_max = 1000;

/// What the hooks of responses look at besides the change.
struct Surroundings {
    network::Network const& network;
    catalog::LoadedPlans const& plans;
    catalog::RecordType const& receipt_type;
    catalog::Catalogue const& catalogue;
};

Words level_label(catalog::RecordType const& type, std::string_view level) {
    auto const* codes = type.fields[std::size_t(response::level.index)].codes;
    auto const* code = codes == nullptr ? nullptr : codes->find(level);
    return code == nullptr ? Words(std::string(level), std::string(level)) : Words(code->label);
}

/// The look that is owed before a response ends; a prolonged one is owed another.
Id review_period(records::Record const& of) {
    auto const ends_at = get(of.values, response::ends_at).value_or(Instant{});
    return records::period_id(of.county, review_duty, format(of.id) + "/" + format(ends_at));
}

/// By when the look is owed.
Instant review_due(catalog::RecordType const& type, Instant ends_at, Instant from) {
    return std::max(ends_at + -type.setting(response::settings::review_hours) * ms_per_hour, from + (ends_at - from) / 2);
}

/// Owed by the acting post, at its own place: those above it are told.
void open_review(records::Effects& effects, records::Change const& change, std::string label) {
    auto const& of = *change.after;
    auto const& by = *change.actor;
    auto const now = change.stated_at;
    auto const due = review_due(*change.type, get(of.values, response::ends_at).value_or(Instant{}), now);
    auto period = post_duty(of, review_duty, std::move(label), now, due);
    period.id = review_period(of);
    period.area = by.place;
    effects.open_periods.push_back(period);
    effects.open.push_back({period.id, by.post, by.place, due});
    effects.set.emplace_back(response::post.index, Value(by.post));
}

/// Whoever has acted has looked: the first time counts.
void look(records::Effects& effects, records::Record const& of, Instant at) {
    effects.fulfil.push_back({review_period(of), get(of.values, response::post).value_or(Id{}), at, of.id});
}

/// Only the level that answers for a response, or one above, decides on it. The clock may.
Result<void> may_decide(records::Change const& change, records::Record const& of, Surroundings const& with) {
    if (change.actor->post.is_nil()) return {};
    auto const view = with.network.view();
    auto const* post = view.posts().find(get(of.values, response::post).value_or(Id{}));
    if (post == nullptr || view.divisions().is_within(post->place, change.actor->place)) return {};
    return Problem(ProblemKind::response_of_above, {post->name});
}

Result<void> ends_in_time(catalog::RecordType const& type, Instant ends_at, Instant now) {
    auto const days = type.setting(response::settings::days_max);
    if (ends_at > now && ends_at <= now + days * ms_per_day) return {};
    return Problem(ProblemKind::response_end_wrong, {std::to_string(days)}).at(std::string(response::ends_at.name));
}

/// Whether a plan may be declared for a node of that level.
bool fits(catalog::Plan const& plan, Level level) {
    constexpr std::array<std::pair<Level, std::string_view>, 3> names{
        {{Level::county, "county"}, {Level::township, "township"}, {Level::village, "village"}}};
    return std::ranges::any_of(names, [&](auto const& one) {
        return one.first == level && std::ranges::find(plan.areas, one.second) != plan.areas.end();
    });
}

/// Every measure that stands under it, ended ones too.
Result<std::vector<records::Record>> measures_of(records::Lookup& lookup, records::Record const& of) {
    return lookup.where(measure::record_type, of.county, measure::of_response.name, of.id, of_one_area_max);
}

/// The response in force for the same area and scheme.
Result<std::optional<records::Record>> current(records::Lookup& lookup, records::Record const& fresh,
                                               std::string const& scheme) {
    FX_TRY(auto found,
           lookup.where(response::record_type, fresh.county, response::area.name, fresh.place.value, of_one_area_max));
    for (auto& one : found)
        if (one.id != fresh.id && one.state == response::states::in_force && get(one.values, response::scheme) == scheme)
            return std::optional(std::move(one));
    return std::optional<records::Record>();
}

/// Against the published rule only with a reason.
Result<void> judge(records::Effects& effects, records::Change const& change, Declared const& as) {
    auto const* judged = as.plan->judge(change.after->values);
    if (judged == nullptr) return {};
    effects.set.emplace_back(response::judged.index, Value(judged->level));
    if (judged == as.level || get(change.after->values, response::deviation_reason)) return {};
    auto const& field = change.type->fields[std::size_t(response::deviation_reason.index)];
    return Problem(ProblemKind::response_against_rule,
                   {level_label(*change.type, judged->level), level_label(*change.type, as.level->level), field.label})
        .at(field.name);
}

Result<Reach> reached(records::Change const& change, Surroundings const& with, std::vector<std::string> const& roles) {
    return reach(with.network.view(), with.receipt_type, *change.actor, roles, change.after->place, date_at(change.now),
                 change.setting(order::settings::addressed_max));
}

/// An order to the posts of what ends; none where nobody is left to be told.
Result<void> tell(records::Effects& effects, records::Change const& change, Surroundings const& with,
                  std::vector<records::Record> const& ended, std::string_view reason) {
    if (ended.empty() || change.actor->post.is_nil()) return {};
    std::set<std::string> owners;
    for (auto const& one : ended)
        for (auto& role : roles_in(get(one.values, measure::owners).value_or("[]"))) owners.insert(std::move(role));
    auto const found = reached(change, with, {owners.begin(), owners.end()});
    // The clock ends what has to end, also where its post has gone elsewhere.
    if (found.has_error()) return change.actor->user.is_nil() ? Result<void>() : found.error();
    auto const& to = *found;
    if (to.posts.empty()) return {};
    // Of a measure that ends alone the notice belongs to its response all the same.
    auto of = *change.after;
    if (change.type->name == measure::record_type) of.id = get(of.values, measure::of_response).value_or(of.id);
    effects.create.push_back(notice_of(of, change, ended, to.roles, reason));
    if (change.type->name == response::record_type)
        effects.set.emplace_back(response::notice.index, Value(effects.create.back().id));
    return {};
}

Result<void> open_all(records::Effects& effects, records::Change const& change, Surroundings const& with,
                      std::vector<Opening> const& opens) {
    std::int64_t opened = 0, receipts = 0;
    for (auto const& one : opens) {
        if (!one.left_out.empty()) continue;
        FX_TRY(auto const to, reached(change, with, one.measure->owners));
        if (to.posts.empty()) {
            auto const view = with.network.view();
            auto const place = change.after->place;
            return Problem(ProblemKind::measure_without_post,
                           {one.measure->label, Words(view.divisions().full_name(place), format(place))})
                .at(std::string(response::adjustments.name));
        }
        auto made = open_measure(*change.after, one, to.roles, change.stated_at);
        effects.create.push_back(std::move(made.order));
        effects.create.push_back(std::move(made.measure));
        receipts += std::int64_t(to.posts.size());
        ++opened;
    }
    auto const most = change.setting(response::settings::receipts_max);
    if (receipts > most)
        return Problem(ProblemKind::response_too_large, {std::to_string(receipts), std::to_string(most)})
            .at(std::string(response::adjustments.name));
    effects.set.emplace_back(response::opened.index, Value(opened));
    return {};
}

Result<records::Effects> declare(records::Change const& change, records::Lookup& lookup, Surroundings const& with) {
    if (change.actor->post.is_nil()) return Problem(ProblemKind::order_needs_post);
    FX_CHECK(timely(change));
    records::Effects effects;
    auto const& fresh = *change.after;
    FX_TRY(auto const as,
           declared(with.plans, *change.type, with.network.view(), fresh.values, fresh.place, change.stated_at));
    if (!as.level->allows(change.actor->role))
        return records::not_permitted(with.catalogue, change.actor->role, level_label(*change.type, as.level->level));
    FX_CHECK(judge(effects, change, as));
    FX_TRY(auto const before, current(lookup, fresh, as.plan->scheme));
    std::vector<records::Record> measures;
    if (before) {
        FX_TRY(measures, measures_of(lookup, *before));
    }
    bool const other = get(fresh.values, response::replaces).value_or(Id{}) != (before ? before->id : Id{});
    auto const seen = get(fresh.values, response::replaces_version);
    if (other || (before && seen && *seen != version_of(*before, measures))) {
        auto const view = with.network.view();
        return Problem(ProblemKind::response_changed, {Words(view.divisions().full_name(fresh.place), format(fresh.place))})
            .at(std::string(response::replaces.name));
    }
    FX_TRY(auto const what, level_change(as, adjustments(get(fresh.values, response::adjustments).value_or("[]")),
                                         in_force(std::move(measures))));
    FX_CHECK(open_all(effects, change, with, what.opens));
    for (auto const& one : what.continues)
        effects.update.push_back(
            {std::string(measure::record_type),
             one.record.id,
             {{measure::of_response.index, Value(fresh.id)}, {measure::ends_at.index, Value(one.ends_at.ms)}},
             "",
             {}});
    auto const label = level_label(*change.type, as.level->level).zh;
    for (auto const& one : what.ends)
        effects.update.push_back(end_measure(one, measure::states::ended, "改为“" + label + "”", change.stated_at));
    FX_CHECK(tell(effects, change, with, what.ends, "改为“" + label + "”"));
    if (before)
        effects.update.push_back(
            {std::string(response::record_type), before->id, {}, std::string(response::states::replaced), {}});
    open_review(effects, change, label);
    effects.set.emplace_back(response::scheme.index, Value(as.plan->scheme));
    effects.set.emplace_back(response::declared_at.index, Value(change.stated_at.ms));
    effects.set.emplace_back(response::continued.index, Value(std::int64_t(what.continues.size())));
    effects.set.emplace_back(response::ended.index, Value(std::int64_t(what.ends.size())));
    return effects;
}

Result<void> later(Instant before, Instant after, std::string_view field) {
    if (after > before) return {};
    return Problem(ProblemKind::response_prolong_earlier, {format(before)}).at(std::string(field));
}

/// Measures that would have ended with it go on with it.
Result<records::Effects> prolong(records::Change const& change, records::Lookup& lookup) {
    records::Effects effects;
    auto const& of = *change.after;
    auto const before = get(change.before->values, response::ends_at).value_or(Instant{});
    auto const ends_at = get(of.values, response::ends_at).value_or(Instant{});
    FX_CHECK(ends_in_time(*change.type, ends_at, change.now));
    FX_CHECK(later(before, ends_at, response::ends_at.name));
    FX_TRY(auto measures, measures_of(lookup, of));
    measures = in_force(std::move(measures));
    for (auto const& one : measures)
        if (get(one.values, measure::ends_at) == before)
            effects.update.push_back(
                {std::string(measure::record_type), one.id, {{measure::ends_at.index, Value(ends_at.ms)}}, "", {}});
    look(effects, *change.before, change.stated_at);
    effects.close_periods.push_back(review_period(*change.before));
    auto const label = level_label(*change.type, get(of.values, response::level).value_or("")).zh;
    open_review(effects, change, label);
    effects.set.emplace_back(response::reviewed_at.index, Value());
    return effects;
}

/// With a response end its measures. Where the clock ends it and nobody has looked, the look stays owed.
Result<records::Effects> end(records::Change const& change, records::Lookup& lookup, Surroundings const& with) {
    records::Effects effects;
    auto const& of = *change.after;
    bool const expired = of.state == response::states::expired;
    auto const at = expired ? get(of.values, response::ends_at).value_or(change.stated_at) : change.stated_at;
    auto const reason = std::string(expired ? "到期" : get(of.values, response::end_reason).value_or(""));
    FX_TRY(auto measures, measures_of(lookup, of));
    measures = in_force(std::move(measures));
    for (auto const& one : measures)
        effects.update.push_back(end_measure(one, expired ? measure::states::expired : measure::states::ended, reason, at));
    FX_CHECK(tell(effects, change, with, measures, reason));
    if (!expired) look(effects, of, change.stated_at);
    if (!expired || get(of.values, response::reviewed_at)) effects.close_periods.push_back(review_period(of));
    return effects;
}

/// Looking at the end that is coming, or at one that has passed unseen.
Result<records::Effects> looked(records::Change const& change) {
    records::Effects effects;
    auto const& before = *change.before;
    auto const ends_at = get(before.values, response::ends_at).value_or(Instant{});
    if (get(change.after->values, response::ends_at) != ends_at)
        return Problem(ProblemKind::response_changed, {format(ends_at)}).at(std::string(response::ends_at.name));
    auto const from = ends_at + -change.setting(response::settings::review_hours) * ms_per_hour;
    if (change.stated_at < from && before.state == response::states::in_force)
        return Problem(ProblemKind::response_review_early, {format(from)});
    look(effects, before, change.stated_at);
    if (before.state == response::states::expired) effects.close_periods.push_back(review_period(before));
    effects.set.emplace_back(response::reviewed_at.index, Value(change.stated_at.ms));
    return effects;
}

Result<records::Effects> on_response(records::Change const& change, records::Lookup& lookup, Surroundings const& with) {
    if (change.before == nullptr) return declare(change, lookup, with);
    FX_CHECK(timely(change));
    FX_CHECK(may_decide(change, *change.before, with));
    if (change.action == "move:prolong") return prolong(change, lookup);
    if (change.action == "move:let_end" || change.action == "move:acknowledge_end") return looked(change);
    records::Effects effects;
    if (change.before->state == change.after->state) return effects;
    if (change.after->state != response::states::replaced) return end(change, lookup, with);
    look(effects, *change.after, change.stated_at);
    effects.close_periods.push_back(review_period(*change.after));
    return effects;
}

/// An order of what is over asks nobody any more.
Result<void> close_order(records::Effects& effects, records::Change const& change, records::Lookup& lookup) {
    auto const id = get(change.after->values, measure::issued_order).value_or(Id{});
    FX_TRY(auto const issued, lookup.record(order::record_type, change.after->county, id));
    if (!issued || issued->state != order::states::issued) return {};
    auto const& state = change.after->state;
    effects.update.push_back({std::string(order::record_type),
                              id,
                              {{order::end_reason.index, Value(std::string(change.type->state_label(state).zh))}},
                              std::string(order::states::closed),
                              {}});
    return {};
}

Result<records::Effects> prolong_measure(records::Change const& change, records::Record const& of) {
    auto const ends_at = get(change.after->values, measure::ends_at).value_or(Instant{});
    FX_CHECK(later(get(change.before->values, measure::ends_at).value_or(Instant{}), ends_at, measure::ends_at.name));
    auto const latest = get(of.values, response::ends_at).value_or(Instant{});
    if (ends_at > latest)
        return Problem(ProblemKind::measure_outlives, {format(latest)}).at(std::string(measure::ends_at.name));
    return records::Effects();
}

Result<records::Effects> on_measure(records::Change const& change, records::Lookup& lookup, Surroundings const& with) {
    records::Effects effects;
    if (change.before == nullptr || !change.action.starts_with("move:")) return effects;
    FX_CHECK(timely(change));
    auto const id = get(change.after->values, measure::of_response).value_or(Id{});
    FX_TRY(auto const of, lookup.record(response::record_type, change.after->county, id));
    if (!of) return Problem(ProblemKind::record_not_found, {format(id)});
    bool const expired = change.after->state == measure::states::expired && of->state == response::states::in_force;
    // Else with its response, which tells all its posts at once.
    if (expired || change.action == "move:end" || change.action == "move:prolong") {
        FX_CHECK(may_decide(change, *of, with));
        if (change.action == "move:prolong") return prolong_measure(change, *of);
        auto const at = expired ? get(change.after->values, measure::ends_at).value_or(change.stated_at) : change.stated_at;
        effects.set.emplace_back(measure::ended_at.index, Value(at.ms));
        FX_CHECK(tell(effects, change, with, {*change.after},
                      expired ? "到期" : get(change.after->values, measure::end_reason).value_or("")));
    }
    FX_CHECK(close_order(effects, change, lookup));
    return effects;
}

}  // namespace

Result<Declared> declared(catalog::LoadedPlans const& plans, catalog::RecordType const& type,
                          network::Network::View const& view, std::span<Value const> values, Place area, Instant now) {
    auto const name = std::string(get(values, response::plan).value_or(""));
    auto const* plan = plans.find(name);
    if (plan == nullptr) return Problem(ProblemKind::plan_unknown, {name}).at("plan");
    auto const code = get(values, response::level).value_or("");
    auto const* level = plan->level(code);
    if (level == nullptr)
        return Problem(ProblemKind::plan_without_level, {plan->label, level_label(type, code)}).at("level");
    auto const* node = view.divisions().find(area);
    if (node == nullptr || !fits(*plan, node->level))
        return Problem(ProblemKind::plan_not_for_area, {plan->label, Words(view.divisions().full_name(area), format(area))})
            .at("area");
    auto const ends_at = get(values, response::ends_at).value_or(now + level->days * ms_per_day);
    FX_CHECK(ends_in_time(type, ends_at, now));
    return Declared{plan, level, now, ends_at, type.setting(response::settings::days_max)};
}

std::int64_t version_of(records::Record const& of, std::vector<records::Record> const& measures) {
    auto sum = of.version;
    for (auto const& one : measures) sum += one.version;
    return sum;
}

std::vector<records::Record> in_force(std::vector<records::Record> measures) {
    std::erase_if(measures, [](auto const& one) { return one.state != measure::states::in_force; });
    return measures;
}

Result<std::vector<Due>> due_to_end(store::Reader& reader, std::int64_t county, Instant now) {
    constexpr auto at_once = 200;
    std::vector<Due> out;
    auto const add = [&](std::string_view type, std::string const& from) {
        return reader.each("SELECT t.id, r.post" + from +
                               " WHERE t.county = $1 AND t.state = 'in_force' AND t.ends_at <= $2 "
                               "ORDER BY t.ends_at, t.id LIMIT " +
                               std::to_string(at_once),
                           std::vector<Value>{county, now.ms}, [&](Row& row) {
                               auto const* post = id_in(row[1]);
                               out.push_back({std::string(type), std::get<Id>(row[0]), post == nullptr ? Id{} : *post});
                           });
    };
    FX_CHECK(add(
        measure::record_type,
        " FROM r_response_measure t JOIN r_response r ON r.county = t.county AND r.id = t.of_response AND r.ends_at > $2"));
    FX_CHECK(add(response::record_type, " FROM r_response t JOIN r_response r ON r.county = t.county AND r.id = t.id"));
    return out;
}

void add_response_hooks(records::Engine& engine, network::Network const& network, catalog::LoadedPlans const& plans) {
    Surroundings const with{network, plans, engine.table(handles::order_receipt::record_type)->type(), engine.catalogue()};
    engine.add_hook(response::record_type, [with](records::Change const& change, records::Lookup& lookup) {
        return on_response(change, lookup, with);
    });
    engine.add_hook(measure::record_type, [with](records::Change const& change, records::Lookup& lookup) {
        return on_measure(change, lookup, with);
    });
}

}  // namespace fx::command
