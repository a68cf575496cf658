#include "app/cli/demo_duty.hpp"

#include "app/cli/demo_steps.hpp"
#include "app/duty_plan.hpp"
#include "app/duty_view.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/duty.hpp"

#include <algorithm>

namespace fx::app::cli {
namespace {

namespace shift = handles::duty_shift;
namespace turn = handles::duty_turn;
namespace matter = handles::duty_matter;
namespace day = handles::calendar_day;

constexpr int first_hour = 8, days_ahead = 13;

struct Office {
    Place place;
    std::string phone;
    std::vector<network::Post> posts;  ///< the first leads; the demo's account at the county
};

Result<Office> office_at(Program& program, Place place, std::string phone) {
    std::vector<Candidate> found;
    FX_CHECK(program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(found, duty_candidates(program, reader, place, program.clock.now()));
        return {};
    }));
    Office office{place, std::move(phone), {}};
    for (auto const& one : found)
        if (network::commands(one.post.role) || one.post.role == "duty_officer") office.posts.push_back(one.post);
    return office;
}

/// Leaders of the office are on call; the others lead and serve on site in turn.
command::RosterPlan plan_of(Program const& program, Office const& office, Date from, int days) {
    command::RosterPlan plan;
    plan.from = from;
    plan.days = days;
    plan.start_minute = first_hour * 60;
    plan.rest_ms = program.catalogue->setting(turn::settings::rest_hours) * ms_per_hour;
    for (auto const& post : office.posts) {
        bool const on_call = post.name.find("带班") != std::string::npos;
        (on_call ? plan.leaders : plan.officers).push_back(post.id);
        if (!on_call) plan.duty_leaders.push_back(post.id);
    }
    return plan;
}

Result<Id> plan_shift(Program& program, store::Tx& tx, Office const& office, Instant from, Instant until,
                      std::string const& staff) {
    Draft draft(shift::fields);
    draft.set(shift::area, office.place).set(shift::starts_at, from).set(shift::ends_at, until);
    draft.set(shift::phone, office.phone).set(shift::staff, staff);
    return make_at(program, tx, demo_actor(office.posts.front()), shift::record_type, draft.take(), program.clock.now());
}

std::string staff_json(std::vector<command::ProposedShift::Turn> const& turns) {
    JsonWriter json;
    json.begin_array();
    for (auto const& one : turns)
        json.begin_object().key("post").string(format(one.post)).key("duty_role").string(one.duty_role).end_object();
    return json.end_array().take();
}

/// Everybody on site signs in, except `absent`.
Result<void> sign_in(Program& program, store::Tx& tx, Office const& office, Id const& of,
                     std::vector<command::ProposedShift::Turn> const& turns, Instant at, Id const& absent) {
    for (auto const& one : turns) {
        auto const post = std::ranges::find(office.posts, one.post, &network::Post::id);
        if (!command::on_site(one.duty_role) || one.post == absent || post == office.posts.end()) continue;
        FX_CHECK(
            step_at(program, tx, demo_actor(*post), turn::record_type, command::turn_id(of, one.post), 1, "sign_in", at));
    }
    return {};
}

Result<void> note(Program& program, store::Tx& tx, Office const& office, Id const& of, Instant at, std::string_view caller,
                  std::string_view what, std::string_view reported_to) {
    Draft draft(matter::fields);
    draft.set(matter::area, office.place).set(matter::of_shift, of).set(matter::at, at).set(matter::caller, caller);
    draft.set(matter::matter, what).set(matter::reported_to, reported_to).set(matter::reported_at, at + 5 * ms_per_minute);
    FX_CHECK(make_at(program, tx, demo_actor(office.posts.front()), matter::record_type, draft.take(), at));
    return {};
}

/// Yesterday's shift and today's as they have gone so far; then the roster of the days to come.
Result<void> keep(Program& program, Office const& office, Instant today, std::size_t number) {
    // What is left to do for who tries the demo: the county has not taken over yet, its first township's leader has not
    // signed in, an officer of the second is absent.
    bool const lead_absent = number == 1, officer_absent = number == 2;

    auto const yesterday = today + -ms_per_day;
    auto const lead = office.posts.front();
    auto others = office;  // who leads today has rested yesterday
    others.posts.erase(others.posts.begin());
    FX_TRY(auto const before, command::propose(plan_of(program, others, date_at(yesterday), 1), {}, {}));
    std::vector<command::ProposedShift::Turn> now_on;
    for (auto const& one : before.shifts.front().staff)
        if (one.duty_role == command::duty_role::leader_on_call) now_on.push_back(one);
    now_on.push_back({lead.id, std::string(command::duty_role::duty_leader)});
    auto const& past = before.shifts.front().staff;
    for (auto const& post : office.posts) {
        auto const same = [&](auto const& one) { return one.post == post.id; };
        if (now_on.size() < 3 && post.id != lead.id && post.name.find("带班") == std::string::npos &&
            std::ranges::none_of(past, same))
            now_on.push_back({post.id, "3"});
    }
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto const old, plan_shift(program, tx, office, yesterday, today, staff_json(past)));
        FX_TRY(auto const running, plan_shift(program, tx, office, today, today + ms_per_day, staff_json(now_on)));
        records::Effects start;
        for (auto const& id : {old, running})
            start.update.push_back({std::string(shift::record_type), id, {}, std::string(shift::states::running), {}});
        FX_CHECK(program.engine->run_effects(tx, program.local_actor(), program.county(), old, std::move(start)));
        FX_CHECK(sign_in(program, tx, office, old, past, yesterday + -5 * ms_per_minute, {}));
        auto const missing = lead_absent ? lead.id : officer_absent ? now_on.back().post : Id{};
        FX_CHECK(sign_in(program, tx, office, running, now_on, std::min(program.clock.now(), today + 4 * ms_per_minute),
                         missing));
        FX_CHECK(note(program, tx, office, old, yesterday + 3 * ms_per_hour, "道镇卫生院",
                      "发热门诊缺防护服，请求调拨 20 套", "物资组"));
        FX_CHECK(note(program, tx, office, old, yesterday + 14 * ms_per_hour, "群众来电", "高速路口有外地车辆绕行进村",
                      "道路管控组"));
        if (number <= 1) return {};
        return step_at(program, tx, demo_actor(lead), shift::record_type, old, 2, "hand_over",
                       std::min(program.clock.now(), today + 10 * ms_per_minute));
    });
}

Result<void> plan_ahead(Program& program, Office const& office, Date from) {
    command::Roster roster;
    FX_CHECK(program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(roster, propose_roster(program, reader, {office.place, plan_of(program, office, from, days_ahead)}));
        return {};
    }));
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        for (auto const& one : roster.shifts)
            FX_CHECK(plan_shift(program, tx, office, one.starts_at, one.ends_at, staff_json(one.staff)));
        return {};
    });
}

/// The Spring Festival of 2020: notices of the General Office of the State Council of 2019-11-21 and, prolonging it to
/// 2 February, of 2020-01-26.
Result<void> list_holidays(Program& program, Office const& office) {
    auto const enter = [&](store::Tx& tx, std::string_view date, std::string_view kind, std::string_view name) {
        Draft draft(day::fields);
        draft.set(day::date, *parse_date(date)).set(day::day_kind, kind).set(day::name, name);
        return make_at(program, tx, demo_actor(office.posts.front()), day::record_type, draft.take(), program.clock.now());
    };
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_CHECK(enter(tx, "2020-01-19", "workday", "春节调休"));
        for (auto date = *parse_date("2020-01-24"); date <= *parse_date("2020-02-02"); date = date + 1)
            FX_CHECK(enter(tx, format(date), "holiday", "春节"));
        return {};
    });
}

}  // namespace

Result<void> make_duty(Program& program) {
    auto const now = program.clock.now();
    auto const eight = start_of(date_at(now)) + first_hour * ms_per_hour;
    auto const today = eight <= now ? eight : eight + -ms_per_day;
    std::vector<Place> nodes{program.site.county};
    {
        auto const view = program.network->view();
        for (auto const* child : view.divisions().children(program.site.county))
            if (int(nodes.size()) <= demo_duty_townships) nodes.push_back(child->place);
    }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        FX_TRY(auto office, office_at(program, nodes[i], "0911-422" + std::to_string(2110 + 7 * i)));
        auto const leads = [](auto const& post) {
            return post.name.find("值班员") != std::string::npos || post.name.find("包抓") != std::string::npos;
        };
        std::ranges::stable_partition(office.posts, leads);  // who has the demo's account
        if (office.posts.size() < 5) continue;
        if (i == 0) FX_CHECK(list_holidays(program, office));
        FX_CHECK(keep(program, office, today, i));
        FX_CHECK(plan_ahead(program, office, date_at(today) + 1));
    }
    return {};
}

}  // namespace fx::app::cli
