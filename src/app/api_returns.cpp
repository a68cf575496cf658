#include "app/api.hpp"
#include "app/file_answer.hpp"
#include "app/return_preview.hpp"
#include "app/return_sheet.hpp"
#include "app/return_template.hpp"
#include "catalog/describe.hpp"
#include "records/access_log.hpp"
#include "records/permitted.hpp"
#include "returns/daily_report.hpp"

#include <set>

namespace fx::app {

using server::Request;
using server::Response;

namespace {

struct AskedReturn {
    catalog::Return const* form = nullptr;
    catalog::ReturnVersion const* version = nullptr;
    returns::Scope scope;
};

/// The query's day or today. Days to come are nobody's.
Result<Date> asked_day(App& app, Request const& request, std::string_view name, Date otherwise) {
    auto const text = text_or(request, name, "");
    if (text.empty()) return otherwise;
    auto const parsed = parse_date(text);
    if (parsed.has_error()) return Problem(parsed.error()).at(std::string(name));
    auto const today = date_at(app.program.clock.now());
    if (*parsed > today)
        return Problem(ProblemKind::invalid_parameter, {std::string(name), "… " + format(today)}).at(std::string(name));
    return *parsed;
}

Result<returns::Scope> asked_scope(App& app, Request const& request) {
    FX_TRY(auto const place, place_or_own(request));
    FX_CHECK(in_scope(app, request, place));
    FX_TRY(auto const day, asked_day(app, request, "date", date_at(app.program.clock.now())));
    std::optional<Date> since;
    if (!text_or(request, "since", "").empty()) {
        FX_TRY(since, asked_day(app, request, "since", day));
    }
    return return_scope(app.program, place, day, since);
}

/// Which return, for which place and days.
Result<AskedReturn> asked_return(App& app, Request const& request) {
    AskedReturn asked;
    auto const name = std::string(request.param("name"));
    asked.form = app.program.returns.find(name);
    if (asked.form == nullptr) return Problem(ProblemKind::not_found, {name}).at("name");
    auto const& actor = caller(request).actor;
    if (!asked.form->allows(actor.role))
        return records::not_permitted(*app.program.catalogue, actor.role, asked.form->label);
    FX_TRY(asked.scope, asked_scope(app, request));
    FX_TRY(asked.version, return_version(*asked.form, asked.scope.day, text_or(request, "version", "")));
    return asked;
}

Result<returns::Sheet> fill_asked(App& app, AskedReturn const& asked, catalog::ReturnVersion const* by = nullptr) {
    Result<returns::Sheet> sheet = Problem();
    FX_CHECK(app.program.store->read([&](store::Reader& reader) -> Result<void> {
        sheet = returns::fill(*app.program.engine, reader, *asked.form, by ? *by : *asked.version, asked.scope);
        return {};
    }));
    return sheet;
}

/// Whether nobody fills anything in: a daily report is signed, with what no record holds.
bool wholly_derived(catalog::Return const& form) { return form.name != returns::report_duty; }

/// "2020-02-03", "2020-02-03_2020-02-09".
std::string days_in_name(returns::Scope const& scope) {
    return (scope.first() == scope.day ? "" : format(scope.first()) + "_") + format(scope.day);
}

/// For the access log: the mapping's name, how many cells, and what they counted.
std::string tried(returns::Sheet const& sheet) {
    std::set<std::string> counted;
    for (auto const& cell : sheet.version->cells) {
        if (cell.type != nullptr) counted.insert(cell.type->name);
        if (cell.duty != nullptr) counted.insert(cell.duty->name);
    }
    auto out = sheet.form->name + " (" + std::to_string(sheet.version->cells.size()) + "):";
    for (auto const& one : counted) out += " " + one;
    return out;
}

constexpr int spared_days = 30, spared_days_max = 366;

/// Forms that were not asked for: of each day, the units that owed a daily report by the returns in force that need no hand.
Result<void> write_spared(JsonWriter& json, App& app, store::Reader& reader, records::Actor const& actor, Date since,
                          Date today) {
    auto const returns_on = [&](Date day) {
        return std::ranges::count_if(app.program.returns.returns, [&](catalog::Return const& form) {
            return form.allows(actor.role) && wholly_derived(form) && form.on(day) != nullptr;
        });
    };
    auto const [first, last] = app.program.engine->responsibility().range(actor.place);
    std::int64_t forms = 0, days = 0, units_today = 0;
    FX_CHECK(reader.each(
        "SELECT p.opens_at, COUNT(*) FROM obligation_period p JOIN obligation o ON o.county = p.county AND o.period = p.id "
        "WHERE p.county = $1 AND p.type = $2 AND p.opens_at >= $3 AND p.opens_at < $4 AND o.place BETWEEN $5 AND $6 AND "
        "o.state <> 3 GROUP BY p.opens_at",
        std::vector<Value>{app.program.county(), std::string(returns::report_duty), start_of(since).ms,
                           start_of(today + 1).ms, first.value, last.value},
        [&](Row& row) {
            auto const day = date_at(Instant{*integer_in(row[0])});
            auto const units = *integer_in(row[1]);
            forms += units * returns_on(day), ++days;
            if (day == today) units_today = units;
        }));
    auto const now = returns_on(today);
    json.key("spared").begin_object().key("since").string(format(since)).key("until").string(format(today));
    json.key("days").integer(days).key("forms").integer(forms).key("today").begin_object();
    json.key("units").integer(units_today).key("returns").integer(now).key("forms").integer(units_today * now);
    json.end_object().end_object();
    return {};
}

}  // namespace

/// The returns this post may read, and how many forms the reporting units of its area were not asked for because of them.
Response returns_list(App& app, Request const& request) {
    auto const& actor = caller(request).actor;
    auto const today = date_at(app.program.clock.now());
    auto const since = asked_day(app, request, "since", today + -(spared_days - 1));
    if (since.has_error()) return Response::problem(since.error());
    if (today - *since >= spared_days_max)
        return Response::problem(
            Problem(ProblemKind::invalid_parameter, {"since", format(today + -(spared_days_max - 1)) + " …"}).at("since"));
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (auto const& form : app.program.returns.returns) {
        if (!form.allows(actor.role)) continue;
        json.begin_object().key("name").string(form.name);
        catalog::write_label(json, "label", form.label);
        catalog::write_label(json, "source", form.source);
        json.key("cells").integer(std::int64_t(form.versions.back().cells.size()));
        json.key("versions").begin_array();
        for (auto const& version : form.versions) json.string(format(version.valid_from));
        json.end_array().end_object();
    }
    json.end_array().key("next").null();
    auto const counted = app.program.store->read(
        [&](store::Reader& reader) -> Result<void> { return write_spared(json, app, reader, actor, *since, today); });
    if (counted.has_error()) return Response::problem(counted.error());
    return Response::json(json.end_object().take());
}

Response return_sheet(App& app, Request const& request) {
    auto const asked = asked_return(app, request);
    if (asked.has_error()) return Response::problem(asked.error());
    auto const sheet = fill_asked(app, *asked);
    if (sheet.has_error()) return Response::problem(sheet.error());
    JsonWriter json;
    write_sheet(json, app.program, *sheet, asked->scope.place, app.program.clock.now());
    return Response::json(json.take());
}

/// `a` and `b` name versions by their first days; `b` is the one of the day unless given.
Response return_compare(App& app, Request const& request) {
    auto const asked = asked_return(app, request);
    if (asked.has_error()) return Response::problem(asked.error());
    auto const version = [&](std::string const& name) -> Result<catalog::ReturnVersion const*> {
        auto found = return_version(*asked->form, asked->scope.day, text_or(request, name, ""));
        if (found.has_error()) return Problem(found.error()).at(name);
        return found;
    };
    auto const made = [&]() -> Result<std::string> {
        FX_TRY(auto const* const a, version("a"));
        FX_TRY(auto const* const b, version("b"));
        FX_TRY(auto const sheet_a, fill_asked(app, *asked, a));
        FX_TRY(auto const sheet_b, fill_asked(app, *asked, b));
        JsonWriter json;
        write_comparison(json, app.program, &sheet_a, sheet_b);
        return json.take();
    }();
    return made.has_error() ? Response::problem(made.error()) : Response::json(*made);
}

/// The body is the file. What is wrong in it is the answer, not a refusal: all of it at once.
Response return_preview(App& app, Request const& request) {
    auto const made = [&]() -> Result<std::string> {
        FX_TRY(auto const scope, asked_scope(app, request));
        JsonWriter json;
        std::string what;
        FX_CHECK(app.program.store->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(auto const preview, preview_return(app.program, reader, {"", std::string(request.body)}, scope,
                                                      text_or(request, "version", ""), caller(request).actor.role));
            write_preview(json, app.program, *preview);
            if (preview->sheet) what = tried(*preview->sheet) + " · " + format(scope.place) + " · " + format(scope.day);
            return {};
        }));
        if (what.empty()) return json.take();  // nothing was counted
        FX_CHECK(app.program.store->write([&](store::Tx& tx) -> Result<void> {
            records::log_preview(tx, caller(request).actor, app.program.county(), what, app.program.random);
            return {};
        }));
        return json.take();
    }();
    return made.has_error() ? Response::problem(made.error()) : Response::json(*made);
}

/// The body is a superior's own form, which is given back filled; nothing of it is kept.
Response return_fill(App& app, Request const& request) {
    auto const made = [&]() -> Result<Response> {
        FX_TRY(auto const asked, asked_return(app, request));
        FX_TRY(auto const sheet, fill_asked(app, asked));
        bool const zh = text_or(request, "lang", "zh") != "en";
        FX_TRY(auto bytes, fill_return(request.body, {app.program, sheet, zh}));
        auto const name = asked.form->name + "_" + format(asked.scope.place) + "_" + days_in_name(asked.scope);
        return bytes_answer(std::move(bytes), name, ".xlsx");
    }();
    return made.has_error() ? Response::problem(made.error()) : *made;
}

/// Figures name nobody: no purpose is asked. Where only a few live a figure may still tell of one, so that the roles and the
/// area of the return hold here too.
Response return_download(App& app, Request const& request) {
    auto const asked = asked_return(app, request);
    if (asked.has_error()) return Response::problem(asked.error());
    auto const word = text_or(request, "format", "xlsx");
    auto const format_of = return_file(word);
    if (!format_of)
        return Response::problem(
            Problem(ProblemKind::invalid_parameter, {"format", "xlsx, csv, json, dhis2, adx"}).at("format"));
    auto const units = exchange_units(text_or(request, "units", "own"));
    if (!units)
        return Response::problem(Problem(ProblemKind::invalid_parameter, {"units", "own, children, both"}).at("units"));
    auto const sheet = fill_asked(app, *asked);
    if (sheet.has_error()) return Response::problem(sheet.error());
    TemporaryFolder const folder;
    auto const file = folder.path / ("return" + std::string(ending(*format_of)));
    auto const stamp = caller(request).username + "  " + format(app.program.clock.now()).substr(0, 16);
    auto const written =
        write_return(file, *format_of, {app.program, *sheet, text_or(request, "lang", "zh") != "en", stamp, *units});
    if (written.has_error()) return Response::problem(written.error());
    auto const unit = *units == ExchangeUnits::own ? "" : "_" + text_or(request, "units", "");
    return file_answer(file, asked->form->name + "_" + format(asked->scope.place) + "_" + days_in_name(asked->scope) + unit);
}

}  // namespace fx::app
