#include "app/api.hpp"
#include "app/imports.hpp"

#include <fstream>
#include <sstream>

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
    if (file.has_error()) return Response::problem(file.error());
    std::ifstream in(*file, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    auto const csv = file->ends_with(".csv");
    auto response = Response::text(
        bytes.str(), csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.headers.emplace_back("Content-Disposition",
                                  std::string("attachment; filename=\"bad-rows.") + (csv ? "csv\"" : "xlsx\""));
    return response;
}

}  // namespace fx::app
