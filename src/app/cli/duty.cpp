#include "app/cli/cli.hpp"
#include "app/duty_plan.hpp"
#include "app/duty_view.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fx::app::cli {
namespace {

namespace shift = handles::duty_shift;
namespace turn = handles::duty_turn;

struct DutyArguments {
    std::string division, from;
    int days = 7;
};

std::string short_time(std::optional<Instant> at) { return at ? format(*at).substr(5, 11) : ""; }

/// "王建国 县指挥部值班员 ✓; 李秀英 … (absent)"
std::string people(Context const& context, Program const& program, DutyShift const& of, Instant now) {
    auto const view = program.network->view();
    auto const* roles = program.catalogue->code_list("duty_role");
    std::string out;
    for (auto const& one : of.turns) {
        auto const* post = view.posts().find(get(one.values, turn::post).value_or(Id{}));
        auto const* role = roles->find(get(one.values, turn::duty_role).value_or(""));
        if (one.state == turn::states::cancelled || post == nullptr || role == nullptr) continue;
        out += (out.empty() ? "" : "; ") + context.say(role->label.zh, role->label.en) + " " + post->holder_name;
        if (one.state == turn::states::signed_in) out += context.say("（已签到）", " (signed in)");
        if (one.state == turn::states::swap_asked) out += context.say("（申请换班，待对方答复）", " (swap asked)");
        if (one.state == turn::states::swap_accepted)
            out += context.say("（对方同意换班，待批准）", " (swap accepted, to be decided)");
        if (is_absent(program, one, now)) out += context.say("（未签到）", " (ABSENT)");
    }
    return out;
}

void print_shift(Context const& context, Program const& program, DutyShift const& of, Instant now) {
    fmt::print("{} – {}  {}  {}\n    {}\n", short_time(get(of.shift.values, shift::starts_at)),
               short_time(get(of.shift.values, shift::ends_at)), get(of.shift.values, shift::phone).value_or(""),
               of.shift.state, people(context, program, of, now));
}

Result<void> print_now(Context const& context, Program const& program, store::Reader& reader, Place place) {
    auto const now = program.clock.now();
    auto const actor = program.local_actor();
    std::vector<Division> nodes;
    {
        auto const view = program.network->view();
        FX_TRY(auto const* own, view.divisions().require(place));
        nodes.push_back(*own);
        for (auto const* child : view.divisions().children(place))
            if (child->level == Level::township) nodes.push_back(*child);
    }
    JsonWriter json;
    json.begin_array();
    for (auto const& node : nodes) {
        FX_TRY(auto const duty, duty_now(program, reader, node.place, now));
        if (!context.json) {
            fmt::print("{}  ", node.name);
            if (duty.current)
                print_shift(context, program, *duty.current, now);
            else
                fmt::print("{}\n", context.say("无人值班", "nobody on duty"));
            continue;
        }
        json.begin_object().key("place").string(format(node.place)).key("name").string(node.name).key("shift");
        if (duty.current)
            write_shift(json, program, actor, *duty.current, now);
        else
            json.null();
        json.end_object();
    }
    if (context.json) fmt::print("{}\n", json.end_array().text());
    return {};
}

Result<void> print_calendar(Context const& context, Program const& program, store::Reader& reader, Place place, Date from,
                            int days) {
    auto const now = program.clock.now();
    auto const actor = program.local_actor();
    FX_CHECK(program.network->view().divisions().require(place));
    auto const first = start_of(from);
    FX_TRY(auto const shifts, duty_shifts(program, reader, place, first, first + (days * ms_per_day - 1)));
    FX_TRY(auto const special, special_days(program, reader, place, from, from + days));
    JsonWriter json;
    json.begin_array();
    for (auto const& one : shifts) {
        if (context.json) {
            write_shift(json, program, actor, one, now);
            continue;
        }
        auto const on = date_at(get(one.shift.values, shift::starts_at).value_or(Instant{}));
        auto const marked = std::ranges::find(special, on, &command::SpecialDay::date);
        if (marked != special.end())
            fmt::print("[{}{}]  ", marked->name,
                       marked->day_kind == "workday" ? context.say("，上班", ", worked") : std::string());
        print_shift(context, program, one, now);
    }
    if (context.json) fmt::print("{}\n", json.end_array().text());
    if (!context.json && shifts.empty()) fmt::print("{}\n", context.say("没有排班", "no shifts planned"));
    return {};
}

}  // namespace

void add_duty(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("duty", "The duty roster: who is on duty now, who will be");
    group->require_subcommand(1);
    auto const arguments = std::make_shared<DutyArguments>();
    using Work = std::function<Result<void>(Program const&, store::Reader&, Place)>;
    auto const reading = [&context, arguments](Work const& work) {
        auto const program = open(context, true);
        if (!program) return;
        auto const place =
            arguments->division.empty() ? Result<Place>(program->site.county) : parse_place(arguments->division);
        if (place.has_error()) return context.misuse(Problem(place.error()).at("--division"));
        auto const done = program->store->read([&](store::Reader& reader) { return work(*program, reader, *place); });
        if (done.has_error()) context.fail(done.error());
    };
    auto* now = group->add_subcommand("now", "The duty telephone list: a node and its townships");
    common(*now, context);
    now->add_option("--division", arguments->division, "Division code (default: the whole county)");
    now->callback([&context, reading] {
        reading([&](Program const& program, store::Reader& reader, Place place) {
            return print_now(context, program, reader, place);
        });
    });
    auto* list = group->add_subcommand("list", "The shifts of one node");
    common(*list, context);
    list->add_option("--division", arguments->division, "Division code (default: the county)");
    list->add_option("--from", arguments->from, "First day, YYYY-MM-DD (default: today)");
    list->add_option("--days", arguments->days, "Days, 1 to 62")->check(CLI::Range(1, 62));
    list->callback([&context, arguments, reading] {
        auto const from = arguments->from.empty() ? Result<Date>(Date{}) : parse_date(arguments->from);
        if (from.has_error()) return context.misuse(Problem(from.error()).at("--from"));
        reading([&](Program const& program, store::Reader& reader, Place place) {
            auto const first = arguments->from.empty() ? date_at(program.clock.now()) : *from;
            return print_calendar(context, program, reader, place, first, arguments->days);
        });
    });
}

}  // namespace fx::app::cli
