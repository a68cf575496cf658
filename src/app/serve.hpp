#pragma once
/// The server of a site: routes, live figures, the calendar, the quality watch; until told to stop.

#include "app/program.hpp"
#include "server/auth/password.hpp"
#include "server/server.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fx::app {

struct ServeOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8020;     ///< 0 = any free one
    std::string web;               ///< folder with desk/ and field/; empty = none
    std::string certificate, key;  ///< PEM files; both or none
    std::string access_log;
    std::vector<std::string> trusted_proxies;  ///< see server::Options
    int live_ms = 100;                         ///< figures are published at most this often
    int webhook_ms = 2'000;                    ///< webhooks learn of what happened within this time
    server::PasswordCost password_cost = {};
    server::Limits limits = {};
};

/// Runs until SIGINT or SIGTERM. `listening` is told the port once it is open.
Result<void> serve(Program& program, ServeOptions const& options, std::function<void(std::uint16_t)> listening);

}  // namespace fx::app
