#pragma once
/// The one list of URLs, and who may call them.

#include "app/api.hpp"
#include "server/router.hpp"

namespace fx::app {

server::Router routes(App& app);

/// Signs the caller in from cookie or token, checks the route's permission, CSRF and the rate limit.
server::Gate gate(App& app);

}  // namespace fx::app
