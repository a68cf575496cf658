#include "app/api.hpp"
#include "app/situation_json.hpp"
#include "app/situation_paper.hpp"
#include "base/json_member.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/permitted.hpp"
#include "records/query.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

records::RecordTable const& situation_table(App& app) {
    return *app.program.engine->table(handles::situation_report::record_type);
}

struct WantedSituation {
    Id command;
    Place place;
    Date day;
};

Result<WantedSituation> wanted_situation(App& app, Request const& request) {
    FX_TRY(auto const body, body_object(request));
    auto const& actor = caller(request).actor;
    auto const& type = situation_table(app).type();
    if (!type.allows("create", actor.role)) return records::not_permitted(*app.program.catalogue, actor.role, type.label);
    for (auto const& member : body)
        if (auto const name = std::string_view(member.key()); name != "command" && name != "place" && name != "day")
            return Problem(ProblemKind::field_unknown, {std::string(name)}).at(std::string(name));
    WantedSituation wanted{{}, actor.place, date_at(app.program.clock.now())};
    auto const command = parse_id(text_member(body, "command"));
    if (command.has_error()) return Problem(ProblemKind::missing_member, {"command"}).at("command");
    wanted.command = *command;
    if (body.contains("place")) {
        auto const place = parse_place(text_member(body, "place"));
        if (place.has_error()) return Problem(place.error()).at("place");
        wanted.place = *place;
    }
    FX_CHECK(in_scope(app, request, wanted.place));
    if (body.contains("day")) {
        auto const day = parse_date(text_member(body, "day"));
        if (day.has_error()) return Problem(day.error()).at("day");
        wanted.day = *day;
    }
    return wanted;
}

}  // namespace

/// On the pool: the figures are counted on a snapshot there, and the writer has only the report to store. Sent twice it is
/// made once: its id comes from the command.
Response situation_make(App& app, Request const& request) {
    auto const wanted = wanted_situation(app, request);
    if (wanted.has_error()) return Response::problem(wanted.error());
    auto& program = app.program;
    Result<Situation> counted = Problem();
    auto const read = program.store->read([&](store::Reader& reader) -> Result<void> {
        counted = count_situation(program, reader, wanted->place, wanted->day);
        return {};
    });
    if (read.has_error()) return Response::problem(read.error());
    if (counted.has_error()) return Response::problem(counted.error());
    records::Receipt receipt;
    auto const stored = program.store->write([&](store::Tx& tx) -> Result<void> {
        auto const id = records::derived_id(wanted->command, handles::situation_report::record_type, 0);
        FX_TRY(receipt, store_situation(program, tx, caller(request).actor, id, *std::move(counted)));
        return {};
    });
    return stored.has_error() ? Response::problem(stored.error()) : accepted(receipt);
}

/// Of a place and below it, the last made first.
Response situation_list(App& app, Request const& request) {
    auto query = page_query(request);
    if (query.has_error()) return Response::problem(query.error());
    query->sort = "made_at";
    query->descending = true;
    query->count = true;
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const page,
               records::list(*app.program.engine, reader, caller(request).actor, situation_table(app), *query));
        JsonWriter json;
        json.begin_object().key("items").begin_array();
        for (auto const& record : page.records) {
            FX_TRY(auto const report, situation_from(record));
            write_situation_head(json, app.program, report);
        }
        write_next(json.end_array(), page.next);
        return json.key("total").integer(page.total.value_or(0)).end_object().take();
    });
}

/// One report as it was counted; with recount=1 what the records say of its figures now stands beside them.
Response situation_one(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    bool const recount = text_or(request, "recount", "") == "1";
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const report, find_situation(app.program, reader, caller(request).actor, *id));
        std::vector<command::ReportRow> now;
        if (recount) {
            FX_TRY(now, recount_figures(app.program, reader, report.area, report.day));
        }
        JsonWriter json;
        write_situation(json, app.program, report, recount ? &now : nullptr);
        return json.take();
    });
}

Response situation_pdf(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    auto const lang = text_or(request, "lang", "zh-CN");
    if (lang != "zh-CN" && lang != "en")
        return Response::problem(Problem(ProblemKind::invalid_parameter, {"lang", "zh-CN, en"}).at("lang"));
    Result<Situation> report = Problem();
    auto const found = app.program.store->read([&](store::Reader& reader) -> Result<void> {
        report = find_situation(app.program, reader, caller(request).actor, *id);
        return {};
    });
    if (found.has_error()) return Response::problem(found.error());
    if (report.has_error()) return Response::problem(report.error());
    auto pdf = situation_paper(app.program, *report, lang == "zh-CN");
    if (pdf.has_error()) return Response::problem(pdf.error());
    auto response = Response::text(*std::move(pdf), "application/pdf");
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"" + situation_file_name(*report) + ".pdf\"");
    return response;
}

}  // namespace fx::app
