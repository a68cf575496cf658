#include "app/api.hpp"
#include "app/beds.hpp"

namespace fx::app {

using server::Request;
using server::Response;

Response transfer_beds(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    return read(*app.program.store,
                [&](store::Reader& reader) { return beds_for(app.program, reader, caller(request).actor, *id); });
}

Response beds_now(App& app, Request const& request) {
    return read(*app.program.store,
                [&](store::Reader& reader) { return beds_summary(app.program, reader, caller(request).actor); });
}

}  // namespace fx::app
