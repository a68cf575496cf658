#include "app/duty_plan.hpp"

#include "base/json_member.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/duty.hpp"
#include "command/duty_staff.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fx::app {
namespace {

namespace shift = handles::duty_shift;
namespace turn = handles::duty_turn;
namespace day = handles::calendar_day;

constexpr std::int64_t days_max = 62, officers_max = 10;
constexpr std::size_t posts_max = 100;

Problem wrong(std::string_view member, std::string_view expected) {
    return Problem(ProblemKind::invalid_parameter, {std::string(member), std::string(expected)}).at(std::string(member));
}

Result<std::int64_t> whole(boost::json::object const& body, std::string_view member, std::int64_t otherwise,
                           std::int64_t least, std::int64_t most) {
    auto const* value = body.if_contains(member);
    if (value == nullptr) return otherwise;
    auto const range = std::to_string(least) + "–" + std::to_string(most);
    if (!value->is_int64() || value->get_int64() < least || value->get_int64() > most) return wrong(member, range);
    return value->get_int64();
}

Result<std::vector<Id>> posts_in(boost::json::object const& body, std::string_view member) {
    std::vector<Id> posts;
    auto const* value = body.if_contains(member);
    if (value == nullptr) return posts;
    if (!value->is_array() || value->get_array().size() > posts_max)
        return wrong(member, "[id, …] ≤ " + std::to_string(posts_max));
    for (auto const& one : value->get_array()) {
        auto const id =
            one.is_string() ? parse_id(std::string_view(one.get_string())) : Result<Id>(wrong(member, "[id, …]"));
        if (id.has_error()) return wrong(member, "[id, …]");
        if (std::ranges::find(posts, *id) == posts.end()) posts.push_back(*id);
    }
    return posts;
}

/// The turns of these posts from `since` on.
Result<std::vector<command::KnownTurn>> turns_since(Program const& program, store::Reader& reader,
                                                    std::vector<Id> const& posts, Instant since) {
    std::vector<command::KnownTurn> turns;
    for (auto const& post : posts)
        FX_CHECK(reader.each(
            "SELECT starts_at, ends_at, duty_role FROM r_duty_turn WHERE county = $1 AND post = $2 AND "
            "starts_at >= $3 AND state <> $4",
            std::vector<Value>{program.county(), post, since.ms, std::string(turn::states::cancelled)}, [&](Row& row) {
                turns.push_back({post, {*integer_in(row[0])}, {*integer_in(row[1])}, command::on_site(*text_in(row[2]))});
            }));
    return turns;
}

/// Everybody on the lists is of the node or above it.
Result<void> fit(Program const& program, RosterWish const& wish) {
    auto const view = program.network->view();
    auto const& turn_type = *program.catalogue->type(turn::record_type);
    auto const& plan = wish.plan;
    for (auto const& [name, list] : {std::pair("leaders", &plan.leaders), std::pair("duty_leaders", &plan.duty_leaders),
                                     std::pair("officers", &plan.officers)})
        for (std::size_t i = 0; i < list->size(); ++i) {
            auto const post = command::fit_post(view, turn_type, (*list)[i], wish.place, plan.from);
            if (post.has_error()) return Problem(post.error()).at(std::string(name) + "[" + std::to_string(i) + "]");
        }
    if (plan.duty_leaders.empty() || (plan.officers.empty() && plan.officers_per_shift > 0))
        return Problem(ProblemKind::duty_nobody_to_propose, {std::string(view.divisions().name(wish.place))})
            .at(plan.duty_leaders.empty() ? "duty_leaders" : "officers");
    return {};
}

}  // namespace

Result<std::vector<command::SpecialDay>> special_days(Program const& program, store::Reader& reader, Place area, Date from,
                                                      Date to) {
    FX_TRY(auto const calendar, command::Calendar::read(reader, *program.network, program.county(), from, to));
    std::vector<command::SpecialDay> days;
    for (auto day = from; day <= to; day = day + 1)
        if (auto const* special = calendar.at(area, day)) days.push_back(*special);
    return days;
}

Result<command::Weights> duty_weights(Program const& program, store::Reader& reader, Place area, Date from, Date to) {
    auto const& catalogue = *program.catalogue;
    command::Weights weights{
        catalogue.setting(shift::settings::weekend_weight), catalogue.setting(shift::settings::holiday_weight), {}};
    FX_TRY(auto const days, special_days(program, reader, area, from, to));
    for (auto const& one : days) weights.days[one.date] = one.day_kind == "holiday";
    return weights;
}

Result<std::vector<Candidate>> duty_candidates(Program const& program, store::Reader& reader, Place area, Instant now) {
    auto const& type = *program.catalogue->type(turn::record_type);
    auto const back = program.catalogue->setting(shift::settings::look_back_days);
    std::vector<Candidate> out;
    std::vector<Id> ids;
    {
        auto const view = program.network->view();
        for (auto const* post : view.posts().at(area))
            if (post->held(date_at(now)) && type.allows("move:sign_in", post->role)) out.push_back({*post, 0});
    }
    std::ranges::sort(out, {}, [](auto const& one) { return std::pair(one.post.name, one.post.id); });
    for (auto const& one : out) ids.push_back(one.post.id);
    FX_TRY(auto const turns, turns_since(program, reader, ids, now + -back * ms_per_day));
    FX_TRY(auto const weights, duty_weights(program, reader, area, date_at(now) + -int(back),
                                            date_at(now) + int(program.catalogue->setting(shift::settings::plan_days))));
    for (auto const& known : turns)
        for (auto& one : out)
            if (one.post.id == known.post) one.load += command::weight(known.starts_at, weights);
    return out;
}

Result<RosterWish> roster_wish(catalog::Catalogue const& catalogue, boost::json::object const& body) {
    RosterWish wish;
    auto const place = parse_place(text_member(body, "place"));
    if (place.has_error()) return Problem(place.error()).at("place");
    wish.place = *place;
    auto& plan = wish.plan;
    auto const from = parse_date(text_member(body, "from"));
    if (from.has_error()) return Problem(from.error()).at("from");
    plan.from = *from;
    FX_TRY(auto const days, whole(body, "days", 7, 1, days_max));
    FX_TRY(auto const minute, whole(body, "start_minute", 480, 0, 1439));
    FX_TRY(auto const hours, whole(body, "hours", 24, 8, 24));
    FX_TRY(auto const officers, whole(body, "officers_per_shift", 1, 0, officers_max));
    if (24 % hours != 0) return wrong("hours", "8, 12, 24");
    plan.days = int(days);
    plan.start_minute = int(minute);
    plan.hours = int(hours);
    plan.officers_per_shift = int(officers);
    FX_TRY(plan.leaders, posts_in(body, "leaders"));
    FX_TRY(plan.duty_leaders, posts_in(body, "duty_leaders"));
    FX_TRY(plan.officers, posts_in(body, "officers"));
    plan.rest_ms = catalogue.setting(turn::settings::rest_hours) * ms_per_hour;
    plan.look_back_days = catalogue.setting(shift::settings::look_back_days);
    return wish;
}

Result<command::Roster> propose_roster(Program const& program, store::Reader& reader, RosterWish wish) {
    FX_CHECK(fit(program, wish));
    auto& plan = wish.plan;
    auto const from = start_of(plan.from);
    FX_TRY(plan.weights,
           duty_weights(program, reader, wish.place, plan.from + -int(plan.look_back_days), plan.from + plan.days));
    std::vector<Id> posts;
    for (auto const* list : {&plan.leaders, &plan.duty_leaders, &plan.officers})
        posts.insert(posts.end(), list->begin(), list->end());
    std::ranges::sort(posts);
    posts.erase(std::unique(posts.begin(), posts.end()), posts.end());
    FX_TRY(auto const turns, turns_since(program, reader, posts, from + -plan.look_back_days * ms_per_day));
    std::vector<std::pair<Instant, Instant>> standing;
    FX_CHECK(
        reader.each("SELECT starts_at, ends_at FROM r_duty_shift WHERE county = $1 AND area = $2 AND starts_at BETWEEN $3 "
                    "AND $4 AND state <> $5",
                    std::vector<Value>{program.county(), wish.place.value, (from + -ms_per_day).ms,
                                       (from + (plan.days + 1) * ms_per_day).ms, std::string(shift::states::cancelled)},
                    [&](Row& row) {
                        standing.push_back({{*integer_in(row[0])}, {*integer_in(row[1])}});
                    }));
    return command::propose(plan, turns, standing);
}

}  // namespace fx::app
