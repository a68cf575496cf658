#include "app/api.hpp"
#include "app/return_sheet.hpp"
#include "base/json_member.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/permitted.hpp"
#include "returns/sign.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fx::app {

using server::Request;
using server::Response;

namespace {

namespace report = handles::daily_report;

/// One unit's day: what it owes, what was signed, what the records say now.
struct Standing {
    returns::Unit unit;
    returns::Owed owed;
    std::optional<Date> next;  ///< when it reports after that
};

records::RecordTable const& report_table(Program const& program) { return *program.engine->table(report::record_type); }

Result<std::vector<Standing>> standing_of(Program const& program, store::Reader& reader,
                                          std::vector<returns::Unit> const& units, Date day) {
    auto const county = program.county();
    FX_TRY(auto const days, returns::ReportDays::read(*program.engine, reader, county, day, day));
    std::vector<Standing> all;
    for (auto const& unit : units) {
        FX_TRY(auto owed, returns::owed(*program.engine, reader, county, days, unit, day));
        all.push_back({unit, std::move(owed), days.next(unit, day)});
    }
    return all;
}

/// missing and late are judged by the duty; a returned report is owed again; not_owed is a day that is not the unit's.
std::string_view state_of(Standing const& one, Instant now) {
    if (one.owed.report) return one.owed.report->state;
    if (!one.owed.since) return "not_owed";
    return one.owed.duty && now > one.owed.duty->due_at ? "missing" : "due";
}

void write_standing(JsonWriter& json, Program const& program, Standing const& one, Instant now) {
    auto const view = program.network->view();
    json.key("unit").string(format(one.unit.id)).key("unit_name").string(one.unit.name);
    json.key("place").string(format(one.unit.place)).key("place_name").string(view.divisions().name(one.unit.place));
    json.key("state").string(state_of(one, now)).key("due_at");
    auto const& [duty, signed_report, since] = one.owed;
    if (duty)
        json.string(format(duty->due_at));
    else
        json.null();
    auto const date = [&](std::string_view key, std::optional<Date> value) {
        json.key(key);
        value ? json.string(format(*value)) : json.null();
    };
    json.key("calendar").string(std::to_string(int(one.unit.calendar)));
    date("since", since);
    date("next", one.next);
    json.key("late").boolean(duty && duty->state == records::Duty::fulfilled_late).key("report");
    if (!signed_report) {
        json.null();
        return;
    }
    auto const& record = *signed_report;
    json.begin_object().key("id").string(format(record.id)).key("version").integer(record.version);
    json.key("signed_at").string(format(get(record.values, report::signed_at).value_or(Instant{})));
    json.key("nil").boolean(get(record.values, report::nil_declared).value_or(false));
    auto const text = [&](std::string_view key, std::optional<std::string_view> value) {
        json.key(key).string(value.value_or(""));
    };
    text("matters", get(record.values, report::matters));
    text("reason", get(record.values, report::reason));
    text("return_reason", get(record.values, report::return_reason));
    auto const count = [&](std::string_view key, std::optional<std::int64_t> value) {
        json.key(key);
        value ? json.integer(*value) : json.null();
    };
    count("sites_checked", get(record.values, report::sites_checked));
    count("publicity", get(record.values, report::publicity));
    json.key("figures").raw(get(record.values, report::figures).value_or("[]"));
    json.end_object();
}

struct Day {
    Place place;
    Date date;
};
Result<Day> day_of(App& app, Request const& request) {
    FX_TRY(auto const place, place_or_own(request));
    auto const& actor = caller(request).actor;
    if (!report_table(app.program).type().allows("read", actor.role))
        return records::not_permitted(*app.program.catalogue, actor.role, report_table(app.program).type().label);
    FX_CHECK(in_scope(app, request, place));
    auto const text = text_or(request, "date", format(date_at(app.program.clock.now())));
    auto const date = parse_date(text);
    if (date.has_error()) return Problem(date.error()).at("date");
    return Day{place, *date};
}

Result<returns::Signature> wanted_report(Request const& request) {
    FX_TRY(auto const body, body_object(request));
    returns::Signature wanted;
    for (auto const& [name, into] : {std::pair{"command", &wanted.command}, {"unit", &wanted.unit}}) {
        auto const id = parse_id(text_member(body, name));
        if (id.has_error()) return Problem(ProblemKind::missing_member, {name}).at(name);
        *into = *id;
    }
    auto const date = parse_date(text_member(body, "date"));
    if (date.has_error()) return Problem(date.error()).at("date");
    wanted.date = *date;
    auto const* nil = body.if_contains("nil_declared");
    if (nil == nullptr || !nil->is_bool()) return Problem(ProblemKind::missing_member, {"nil_declared"}).at("nil_declared");
    wanted.nil = nil->get_bool();
    if (auto const* base = body.if_contains("base_version"); base != nullptr && base->is_int64())
        wanted.base_version = base->get_int64();
    for (auto const& member : body) {
        auto const name = std::string_view(member.key());
        if (name == "sites_checked" || name == "publicity" || name == "matters" || name == "reason")
            wanted.fields[member.key()] = member.value();
        else if (name != "command" && name != "unit" && name != "date" && name != "nil_declared" && name != "base_version")
            return Problem(ProblemKind::field_unknown, {std::string(name)}).at(std::string(name));
    }
    return wanted;
}

}  // namespace

/// The units that stand at a place and directly below it, with the state of their reports.
Response reports_of_day(App& app, Request const& request) {
    auto const day = day_of(app, request);
    if (day.has_error()) return Response::problem(day.error());
    auto const now = app.program.clock.now();
    std::vector<Place> parts;
    {
        auto const view = app.program.network->view();
        for (auto const* child : view.divisions().children(day->place)) parts.push_back(child->place);
    }
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto units,
               returns::reporting_units(*app.program.engine, reader, app.program.county(), day->place, day->date));
        std::erase_if(units, [&](returns::Unit const& unit) {
            return unit.place != day->place && !std::ranges::binary_search(parts, unit.place);
        });
        FX_TRY(auto const all, standing_of(app.program, reader, units, day->date));
        JsonWriter json;
        json.begin_object().key("date").string(format(day->date)).key("place").string(format(day->place));
        json.key("as_of").string(format(now)).key("items").begin_array();
        for (auto const& one : all) {
            json.begin_object().key("own").boolean(one.unit.place == day->place);
            write_standing(json, app.program, one, now);
            json.end_object();
        }
        return json.end_array().key("next").null().end_object().take();
    });
}

/// On the pool: the figures are counted on a snapshot there, and the writer has only the signature to store.
Response report_sign(App& app, Request const& request) {
    auto const wanted = wanted_report(request);
    if (wanted.has_error()) return Response::problem(wanted.error());
    auto const& program = app.program;
    auto const* form = program.returns.find(returns::report_duty);
    if (form == nullptr) return Response::problem(Problem(ProblemKind::not_found, {std::string(returns::report_duty)}));
    auto const today = date_at(program.clock.now());
    // Of a day that is closed nothing is counted; signing refuses it.
    auto const day = std::clamp(wanted->date, today + -int(program.catalogue->setting(report::settings::days_back)), today);
    Result<returns::Sheet> sheet = Problem();
    auto const counted = program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(sheet, returns::count_unit(*program.engine, reader, *form, program.county(), wanted->unit, day));
        return {};
    });
    if (counted.has_error()) return Response::problem(counted.error());
    records::Receipt receipt;
    auto const signed_ = program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(receipt,
               returns::sign(*program.engine, program.store->journal(), tx, caller(request).actor, *wanted, *sheet));
        return {};
    });
    return signed_.has_error() ? Response::problem(signed_.error()) : accepted(receipt);
}

}  // namespace fx::app
