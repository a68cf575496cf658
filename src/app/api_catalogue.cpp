#include "app/api.hpp"
#include "catalog/describe.hpp"
#include "catalog/diseases.hpp"
#include "catalog/schema.hpp"

namespace fx::app {

using server::Request;
using server::Response;

Response catalogue_json(App& app, Request const& request) {
    auto const& version = app.program.catalogue->version();
    auto const tag = "\"" + version + "\"";
    Response response;
    if (request.headers.find("If-None-Match") == tag)
        response.status = 304;
    else
        response.body = catalog::describe(*app.program.catalogue);
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    return response;
}

Response type_schema(App& app, Request const& request) {
    auto const* type = app.program.catalogue->type(request.param("type"));
    if (type == nullptr)
        return Response::problem(Problem(ProblemKind::unknown_record_type, {request.param("type")}).at("type"));
    return Response::json(catalog::type_schema(*type));
}

Response openapi(App& app, Request const&) {
    return Response::json(catalog::write_openapi(*app.program.catalogue, app.endpoints));
}

Response reference_page(App& app, Request const&) {
    auto page = Response::text(catalog::write_reference(*app.program.catalogue, app.endpoints), "text/html; charset=utf-8");
    page.headers.emplace_back("Content-Security-Policy",
                              "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    return page;
}

Response diseases_list(App& app, Request const&) {
    JsonWriter json;
    json.begin_object().key("diseases").begin_array();
    for (auto const& disease : app.program.diseases.diseases) catalog::write_disease(json, disease);
    return Response::json(json.end_array().end_object().take());
}

}  // namespace fx::app
