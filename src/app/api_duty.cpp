#include "app/api.hpp"
#include "app/duty_plan.hpp"
#include "app/duty_view.hpp"
#include "app/ical.hpp"
#include "base/text.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/duty.hpp"
#include "command/duty_staff.hpp"
#include "records/permitted.hpp"
#include "records/place.hpp"

#include <sodium.h>
#include <boost/json.hpp>

namespace fx::app {

using server::Request;
using server::Response;

namespace {

namespace shift = handles::duty_shift;
namespace turn = handles::duty_turn;
namespace matter = handles::duty_matter;

constexpr int log_shown_max = 500;

/// A place whose roster the caller may read.
Result<void> reads(App& app, Request const& request, Place place) {
    auto const& type = app.program.engine->table(shift::record_type)->type();
    auto const& role = caller(request).actor.role;
    if (!type.allows("read", role)) return records::not_permitted(*app.program.catalogue, role, type.label);
    return in_scope(app, request, place);
}

/// Who keeps duty above one may be looked up too, to call them: there only the node itself.
Result<bool> looks_up(App& app, Request const& request, Place place) {
    auto const& actor = caller(request).actor;
    FX_CHECK(reads(app, request, actor.place));
    if (app.program.network->exists(place) && place != actor.place && app.program.network->covers(place, actor.place))
        return true;
    FX_CHECK(in_scope(app, request, place));
    return false;
}

/// The node, then its children that keep duty: counties and townships always, villages that have a shift about now.
std::vector<Division> nodes_of(Program const& program, Place place, bool only_itself) {
    auto const view = program.network->view();
    std::vector<Division> nodes;
    if (auto const* own = view.divisions().find(place)) nodes.push_back(*own);
    if (only_itself) return nodes;
    for (auto const* child : view.divisions().children(place))
        if (child->level != Level::group) nodes.push_back(*child);
    return nodes;
}

void write_optional_shift(JsonWriter& json, std::string_view key, App& app, records::Actor const& actor, DutyShift const* of,
                          Instant now, bool with_staff = true) {
    json.key(key);
    if (of != nullptr)
        write_shift(json, app.program, actor, *of, now, with_staff);
    else
        json.null();
}

/// {"shift","turn"} of every turn of `shifts` that `wanted` picks.
template <class Wanted>
void write_turns(JsonWriter& json, App& app, records::Actor const& actor, std::vector<DutyShift> const& shifts, Instant now,
                 Wanted const& wanted) {
    json.begin_array();
    for (auto const& one : shifts)
        for (auto const& each : one.turns) {
            if (!wanted(each)) continue;
            json.begin_object().key("shift");
            write_shift(json, app.program, actor, one, now, false);
            json.key("turn");
            write_turn(json, app.program, actor, one, each, now);
            json.end_object();
        }
    json.end_array();
}

/// Log entries as the caller may see them; nothing for a role that may not.
Result<void> write_log(JsonWriter& json, App& app, store::Reader& reader, records::Actor const& actor,
                       std::string const& condition, std::vector<Value> parameters) {
    auto const& table = *app.program.engine->table(matter::record_type);
    json.begin_array();
    if (table.type().allows("read", actor.role)) {
        FX_TRY(auto const rows, reader.query(records::select_all(table.table()) + " WHERE county = $1 AND " + condition +
                                                 " LIMIT " + std::to_string(log_shown_max),
                                             std::span<Value const>(parameters)));
        for (auto const& row : rows) {
            FX_TRY(auto const record, table.from_row(row, *app.program.sealer));
            records::write_record(json, table, record, {&actor, false});
        }
    }
    json.end_array();
    return {};
}

void write_days(JsonWriter& json, std::vector<command::SpecialDay> const& days) {
    json.key("special_days").begin_array();
    for (auto const& one : days) {
        json.begin_object().key("date").string(format(one.date)).key("day_kind").string(one.day_kind);
        json.key("name").string(one.name).end_object();
    }
    json.end_array();
}

bool has_signed_in(DutyShift const& of, Id const& post) {
    return std::ranges::any_of(of.turns, [&](auto const& one) {
        return one.state == turn::states::signed_in && get(one.values, turn::post) == post;
    });
}
bool is_manned(DutyShift const& of) {
    return std::ranges::any_of(of.turns, [](auto const& one) { return one.state == turn::states::signed_in; });
}
Instant begins(DutyShift const& of) { return get(of.shift.values, shift::starts_at).value_or(Instant{}); }
Instant ends(DutyShift const& of) { return get(of.shift.values, shift::ends_at).value_or(Instant{}); }

/// The shifts of a node around one, with who signs for which: the rule is command::relief_of's.
class Around {
public:
    static Result<Around> read(App& app, store::Reader& reader, DutyShift const& of) {
        auto const at = begins(of);
        Around out(app.program.catalogue->setting(turn::settings::early_minutes));
        FX_TRY(out.shifts_, duty_shifts(app.program, reader, of.shift.place, at + -3 * ms_per_day, at + 3 * ms_per_day));
        return out;
    }

    DutyShift const* next(DutyShift const& of) const {
        for (auto const& one : shifts_)
            if (begins(one) > begins(of)) return &one;
        return nullptr;
    }
    /// Whether this post may sign for `of` now.
    bool signs(DutyShift const& of, records::Actor const& actor, Instant now) const {
        if (of.shift.state != shift::states::running) return false;
        auto const* by = relief(of);
        auto const& there = by == nullptr ? of : *by;
        bool const nobody = !is_manned(there) && network::commands(actor.role);
        return (nobody || has_signed_in(there, actor.post)) &&
               now >= command::relieved_from(ends(of), by == nullptr, early_minutes_);
    }
    /// The earlier shift that `of` is to take over now, the oldest first.
    DutyShift const* follows(DutyShift const& of, Instant now) const {
        for (auto const& one : shifts_) {
            if (begins(one) >= begins(of) || one.shift.state != shift::states::running) continue;
            auto const* by = relief(one);
            if (by != nullptr && by->shift.id == of.shift.id &&
                now >= command::relieved_from(ends(one), false, early_minutes_))
                return &one;
        }
        return nullptr;
    }

private:
    explicit Around(std::int64_t early_minutes) : early_minutes_(early_minutes) {}
    /// Null: its own people.
    DutyShift const* relief(DutyShift const& of) const {
        std::vector<command::Relief> later;
        std::vector<DutyShift const*> who;
        for (auto const& one : shifts_) {
            if (begins(one) < ends(of)) continue;
            later.push_back({begins(one), one.shift.state == shift::states::handed_over, is_manned(one)});
            who.push_back(&one);
        }
        auto const found = command::relief_of(ends(of), later);
        return found ? who[*found] : nullptr;
    }

    std::int64_t early_minutes_;
    std::vector<DutyShift> shifts_;
};

/// The token of a post's calendar: nobody can make one without the site's key, and it ends with the post's holder.
std::string feed_token(Program const& program, network::Post const& post) {
    auto const secret = program.sealer->secret_for("duty calendar/" + format(post.id) + "/" + format(post.holder));
    return format(post.id) + "-" + to_hex(std::span(secret).first(16));
}

Result<std::string> calendar_of(App& app, store::Reader& reader, network::Post const& post) {
    auto const now = app.program.clock.now();
    auto const& roles = *app.program.catalogue->code_list("duty_role");
    FX_TRY(auto const rows,
           reader.query("SELECT t.id, t.version, t.changed_at, t.starts_at, t.ends_at, t.area, t.duty_role, s.phone FROM "
                        "r_duty_turn t JOIN r_duty_shift s ON s.county = t.county AND s.id = t.of_shift WHERE t.county = $1 "
                        "AND t.post = $2 AND t.starts_at > $3 AND t.state <> $4 ORDER BY t.starts_at LIMIT 400",
                        {app.program.county(), post.id, (now + -31 * ms_per_day).ms, std::string(turn::states::cancelled)}));
    auto const view = app.program.network->view();
    std::vector<CalendarEvent> events;
    for (auto const& row : rows) {
        auto const* role = roles.find(*text_in(row[6]));
        auto const place = std::string(view.divisions().name({*integer_in(row[5])}));
        events.push_back({std::get<Id>(row[0]),
                          *integer_in(row[1]),
                          {*integer_in(row[2])},
                          {*integer_in(row[3])},
                          {*integer_in(row[4])},
                          place + " " + (role == nullptr ? "值班" : role->label.zh),
                          "值班电话 " + *text_in(row[7])});
    }
    return write_calendar("值班 " + post.name, events);
}

Response calendar(App& app, network::Post const& post) {
    auto answer = read(*app.program.store,
                       [&](store::Reader& reader) -> Result<std::string> { return calendar_of(app, reader, post); });
    if (answer.status == 200) answer.content_type = "text/calendar; charset=utf-8";
    return answer;
}

std::optional<network::Post> post_now(Program const& program, Id const& id) {
    auto const view = program.network->view();
    auto const* post = view.posts().find(id);
    if (post == nullptr || !post->held(date_at(program.clock.now()))) return std::nullopt;
    return *post;
}

}  // namespace

/// The duty telephone list of a place, with what the caller's own post has to do.
Response duty_list(App& app, Request const& request) {
    auto const place = place_or_own(request);
    if (place.has_error()) return Response::problem(place.error());
    auto const above = looks_up(app, request, *place);
    if (above.has_error()) return Response::problem(above.error());
    auto const& actor = caller(request).actor;
    auto const now = app.program.clock.now();
    auto const nodes = nodes_of(app.program, *place, *above);
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        JsonWriter json;
        std::int64_t gaps = 0, absent = 0;
        json.begin_object().key("as_of").string(format(now)).key("place").string(format(*place));
        json.key("place_name").string(nodes.empty() ? std::string() : std::string(nodes.front().name));
        json.key("nodes").begin_array();
        for (auto const& node : nodes) {
            FX_TRY(auto const duty, duty_now(app.program, reader, node.place, now));
            bool const must = node.level == Level::county || node.level == Level::township;
            if (!must && !duty.planned && node.place != *place) continue;
            gaps += !duty.kept && (must || duty.planned);
            if (duty.current) absent += absent_in(app.program, *duty.current, now);
            json.begin_object().key("place").string(format(node.place)).key("name").string(node.name);
            json.key("level").integer(int(node.level));
            write_optional_shift(json, "shift", app, actor, duty.current ? &*duty.current : nullptr, now);
            write_optional_shift(json, "next", app, actor, duty.next ? &*duty.next : nullptr, now);
            json.end_object();
        }
        json.end_array().key("gaps").integer(gaps).key("absent").integer(absent).key("own");
        FX_TRY(auto const own, duty_of(app.program, reader, actor.post, now));
        write_turns(json, app, actor, own, now, [&](auto const& one) {
            return get(one.values, turn::post) == actor.post && one.state != turn::states::cancelled;
        });
        json.key("swaps");
        std::vector<DutyShift> asked;
        if (network::commands(actor.role)) {
            FX_TRY(asked, swaps_accepted(app.program, reader, actor.place, now));
        }
        write_turns(json, app, actor, asked, now,
                    [&](auto const& one) { return get(one.values, turn::post) != actor.post; });
        json.key("asked");
        FX_TRY(auto const of_own, swaps_asked_of(app.program, reader, actor.post, now));
        write_turns(json, app, actor, of_own, now, [](auto const&) { return true; });
        return json.end_object().take();
    });
}

/// The shifts of a node that begin within some days, and what each post keeps in them.
Response duty_calendar(App& app, Request const& request) {
    auto const place = place_or_own(request);
    if (place.has_error()) return Response::problem(place.error());
    if (auto const allowed = reads(app, request, *place); allowed.has_error()) return Response::problem(allowed.error());
    auto const now = app.program.clock.now();
    auto const from = parse_date(text_or(request, "from", format(date_at(now))));
    if (from.has_error()) return Response::problem(Problem(from.error()).at("from"));
    auto const days = request.query_integer("days", 31, 1, 62);
    if (days.has_error()) return Response::problem(days.error());
    auto const& actor = caller(request).actor;
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        auto const first = start_of(*from);
        FX_TRY(auto const shifts, duty_shifts(app.program, reader, *place, first, first + (*days * ms_per_day - 1)));
        auto const last = *from + int(*days);
        FX_TRY(auto const weights, duty_weights(app.program, reader, *place, *from, last));
        FX_TRY(auto const special, special_days(app.program, reader, *place, *from, last));
        std::map<Id, std::pair<std::int64_t, std::int64_t>> load;
        JsonWriter json;
        json.begin_object().key("place").string(format(*place)).key("place_name");
        json.string(app.program.network->view().divisions().name(*place)).key("from").string(format(*from));
        json.key("days").integer(*days).key("shifts").begin_array();
        for (auto const& one : shifts) {
            write_shift(json, app.program, actor, one, now);
            for (auto const& each : one.turns) {
                if (each.state == turn::states::cancelled) continue;
                auto& [turns, weighted] = load[get(each.values, turn::post).value_or(Id{})];
                ++turns;
                weighted += command::weight(get(each.values, turn::starts_at).value_or(Instant{}), weights);
            }
        }
        json.end_array().key("load").begin_array();
        auto const view = app.program.network->view();
        for (auto const& [id, kept] : load) {
            auto const* post = view.posts().find(id);
            json.begin_object().key("post").string(format(id)).key("post_name").string(post == nullptr ? "" : post->name);
            json.key("turns").integer(kept.first).key("weighted").number(double(kept.second) / 100).end_object();
        }
        json.end_array();
        write_days(json, special);
        return json.end_object().take();
    });
}

/// One shift with its log, what earlier ones have left open, and what the caller may do.
Response duty_one(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    auto const& actor = caller(request).actor;
    if (auto const allowed = reads(app, request, actor.place); allowed.has_error())
        return Response::problem(allowed.error());
    auto const now = app.program.clock.now();
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const of, duty_shift(app.program, reader, *id));
        auto const area = of.shift.place;
        if (!app.program.network->covers(actor.place, area)) return Problem(ProblemKind::record_not_found, {format(*id)});
        FX_TRY(auto const beside, Around::read(app, reader, of));
        auto const from =
            command::relieved_from(begins(of), false,
                                   app.program.catalogue->setting(
                                       turn::settings::early_minutes));  // who takes over early keeps the log from then on
        JsonWriter json;
        json.begin_object().key("as_of").string(format(now)).key("shift");
        write_shift(json, app.program, actor, of, now);
        json.key("log");
        // Its own hours, and what it has taken down since while nobody took over.
        FX_CHECK(write_log(json, app, reader, actor,
                           "at >= $2 AND (of_shift = $3 OR (area = $4 AND at < $5)) ORDER BY at DESC, id",
                           {app.program.county(), from.ms, of.shift.id, area.value, ends(of).ms}));
        json.key("open");
        FX_CHECK(write_log(json, app, reader, actor, "area = $2 AND state = $3 AND at < $4 ORDER BY at DESC, id",
                           {app.program.county(), area.value, std::string(matter::states::open), from.ms}));
        FX_TRY(auto const raised,
               reader.query("SELECT COUNT(*) FROM r_escalation WHERE county = $1 AND area = $2 AND state = $3",
                            {app.program.county(), area.value, std::string(handles::escalation::states::raised)}));
        json.key("escalations").integer(*integer_in(raised[0][0]));
        write_optional_shift(json, "follows", app, actor, beside.follows(of, now), now, false);
        write_optional_shift(json, "next", app, actor, beside.next(of), now);
        auto const may = [&](std::string_view type, std::string_view permission) {
            return app.program.catalogue->type(std::string(type))->allows(permission, actor.role);
        };
        bool const running = of.shift.state == shift::states::running;
        json.key("may_hand_over").boolean(beside.signs(of, actor, now) && may(shift::record_type, "move:hand_over"));
        bool const planned = of.shift.state == shift::states::planned;
        json.key("may_cancel").boolean(planned && may(shift::record_type, "move:cancel"));
        json.key("may_change").boolean(planned && may(shift::record_type, "change"));
        json.key("may_log").boolean(running && may(matter::record_type, "create"));
        return json.end_object().take();
    });
}

/// Posts that can keep duty at a node, with what they have kept of late.
Response duty_candidates_list(App& app, Request const& request) {
    auto const place = place_or_own(request);
    if (place.has_error()) return Response::problem(place.error());
    if (auto const allowed = reads(app, request, *place); allowed.has_error()) return Response::problem(allowed.error());
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        auto const now = app.program.clock.now();
        FX_TRY(auto const found, duty_candidates(app.program, reader, *place, now));
        FX_TRY(auto const special,
               special_days(app.program, reader, *place, date_at(now),
                            date_at(now) + int(app.program.catalogue->setting(shift::settings::plan_days))));
        auto const view = app.program.network->view();
        JsonWriter json;
        json.begin_object().key("items").begin_array();
        for (auto const& one : found) {
            json.begin_object().key("post").string(format(one.post.id)).key("name").string(one.post.name);
            json.key("holder_name").string(one.post.holder_name).key("role").string(one.post.role);
            json.key("place").string(format(one.post.place)).key("place_name").string(view.divisions().name(one.post.place));
            json.key("turns").number(double(one.load) / 100).end_object();
        }
        json.end_array();
        write_days(json, special);
        return json.end_object().take();
    });
}

/// A roster that would be fair. Stores nothing.
Response duty_proposal(App& app, Request const& request) {
    auto const body = body_object(request);
    if (body.has_error()) return Response::problem(body.error());
    auto const& actor = caller(request).actor;
    auto const& type = app.program.engine->table(shift::record_type)->type();
    if (!type.allows("create", actor.role))
        return Response::problem(records::not_permitted(*app.program.catalogue, actor.role, type.label));
    auto const wish = roster_wish(*app.program.catalogue, *body);
    if (wish.has_error()) return Response::problem(wish.error());
    if (auto const allowed = in_scope(app, request, wish->place); allowed.has_error())
        return Response::problem(allowed.error());
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const roster, propose_roster(app.program, reader, *wish));
        auto const view = app.program.network->view();
        auto const name = [&](Id const& id) {
            auto const* post = view.posts().find(id);
            return post == nullptr ? std::string() : post->name;
        };
        JsonWriter json;
        json.begin_object().key("shifts").begin_array();
        for (auto const& one : roster.shifts) {
            json.begin_object().key("starts_at").string(format(one.starts_at)).key("ends_at").string(format(one.ends_at));
            json.key("staff").begin_array();
            for (auto const& each : one.staff)
                json.begin_object()
                    .key("post")
                    .string(format(each.post))
                    .key("post_name")
                    .string(name(each.post))
                    .key("duty_role")
                    .string(each.duty_role)
                    .end_object();
            json.end_array().end_object();
        }
        json.end_array().key("load").begin_array();
        for (auto const& [id, load] : roster.load)
            json.begin_object()
                .key("post")
                .string(format(id))
                .key("post_name")
                .string(name(id))
                .key("before")
                .number(double(load.before) / 100)
                .key("after")
                .number(double(load.after) / 100)
                .end_object();
        return json.end_array().end_object().take();
    });
}

/// The caller's own turns for a calendar program.
Response duty_ics(App& app, Request const& request) {
    auto const post = post_now(app.program, caller(request).actor.post);
    if (!post) return Response::problem(Problem(ProblemKind::no_post, {caller(request).username}));
    return calendar(app, *post);
}

/// An address that a calendar program can ask without a session.
Response duty_feed_address(App& app, Request const& request) {
    auto const post = post_now(app.program, caller(request).actor.post);
    if (!post) return Response::problem(Problem(ProblemKind::no_post, {caller(request).username}));
    JsonWriter json;
    json.begin_object().key("path").string("/api/duty/feed/" + feed_token(app.program, *post) + ".ics");
    return Response::json(json.end_object().take());
}

/// The token is the authority: it names one post and shows nothing but its hours and the line of the office.
Response duty_feed(App& app, Request const& request) {
    constexpr std::size_t id_length = 36;
    auto const unknown = Response::problem(Problem(ProblemKind::not_found, {"calendar"}));
    std::string_view given = request.param("token");
    if (!given.ends_with(".ics")) return unknown;
    given.remove_suffix(4);
    auto const id = parse_id(given.substr(0, id_length));
    if (id.has_error()) return unknown;
    auto const post = post_now(app.program, *id);
    if (!post) return unknown;
    auto const expected = feed_token(app.program, *post);
    if (given.size() != expected.size() || sodium_memcmp(given.data(), expected.data(), expected.size()) != 0)
        return unknown;
    return calendar(app, *post);
}

}  // namespace fx::app
