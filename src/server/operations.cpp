#include "server/server.hpp"

namespace fx::server {

void add_operations_routes(Router& router, Metrics const& metrics, Permission metrics_permission,
                           std::function<Result<void>()> healthy) {
    router.add(Method::get, "/healthz", Permission::public_(), Run::pool, [healthy = std::move(healthy)](Request const&) {
        auto const state = healthy();
        return state.has_error() ? Response::problem(state.error()) : Response::json(R"({"status":"ok"})");
    });
    router.add(Method::get, "/metrics", std::move(metrics_permission), Run::pool, [&metrics](Request const&) {
        return Response::text(metrics.text(), "text/plain; version=0.0.4; charset=utf-8");
    });
}

}  // namespace fx::server
