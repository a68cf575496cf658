#include "app/api.hpp"
#include "app/search_json.hpp"

namespace fx::app {

using server::Request;
using server::Response;

/// ?q=…&limit=20[&type=person]: a group for each of person and household that the caller may read.
Response search(App& app, Request const& request) {
    auto const limit = request.query_integer("limit", 20, 1, 100);
    if (limit.has_error()) return Response::problem(limit.error());
    SearchQuery const query{text_or(request, "q", ""), text_or(request, "type", ""), int(*limit)};
    return read(*app.program.store, [&](store::Reader& reader) {
        return search_json(*app.program.engine, reader, caller(request).actor, query);
    });
}

}  // namespace fx::app
