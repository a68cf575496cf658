#include "app/api.hpp"
#include "app/file_answer.hpp"
#include "app/imports.hpp"
#include "network/roster_template.hpp"

namespace fx::app {

using server::Request;
using server::Response;

/// The dry run: nothing is stored.
Response import_upload(App& app, Request const& request) {
    auto const& actor = caller(request).actor;
    auto const id = app.imports.plan(request.body, actor);
    if (id.has_error()) return Response::problem(id.error());
    auto const json = app.imports.describe(*id, actor.user);
    return json.has_error() ? Response::problem(json.error()) : Response::json(*json, 201);
}

Response import_commit(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    bool const without_bad_rows = text_or(request, "without_bad_rows", "") == "1";
    auto const json = app.imports.commit(*id, caller(request).actor, without_bad_rows);
    return json.has_error() ? Response::problem(json.error()) : Response::json(*json);
}

Response import_bad_rows(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    auto const file = app.imports.bad_rows_file(*id, caller(request).actor.user);
    return file.has_error() ? Response::problem(file.error()) : file_answer(*file, "bad-rows");
}

/// ?format=xlsx|csv&lang=zh|en: an empty roster to fill in.
Response import_template(App& app, Request const& request) {
    auto const format = text_or(request, "format", "xlsx");
    if (format != "xlsx" && format != "csv")
        return Response::problem(Problem(ProblemKind::invalid_parameter, {"format", "xlsx, csv"}).at("format"));
    TemporaryFolder const folder;
    auto const file = folder.path / ("roster." + format);
    auto const done = write_template(*app.program.catalogue, file, text_or(request, "lang", "zh") != "en");
    return done.has_error() ? Response::problem(done.error()) : file_answer(file, "roster");
}

}  // namespace fx::app
