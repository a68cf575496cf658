#include "app/api.hpp"
#include "app/site_map.hpp"

namespace fx::app {

using server::Request;
using server::Response;

/// The boundaries the site supplied; the problem with them where there is one.
Response map_geojson(App& app, Request const& request) {
    auto const page = app.map.page();
    if (page.has_error()) return Response::problem(page.error());
    auto found = (*page)->find(request);
    if (!found) return Response::problem(Problem(ProblemKind::not_found, {request.path}));
    return std::move(*found);
}

}  // namespace fx::app
