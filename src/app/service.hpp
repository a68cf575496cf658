#pragma once
/// A site being served: accounts, routes, live figures, the calendar and the quality watch around one server. The
/// command line runs it until a signal; tests run it on a thread of their own.

#include "app/accounts.hpp"
#include "app/api.hpp"
#include "app/bulk.hpp"
#include "app/federation.hpp"
#include "app/imports.hpp"
#include "app/live.hpp"
#include "app/serve.hpp"
#include "app/site_map.hpp"
#include "app/ticker.hpp"
#include "app/webhooks.hpp"
#include "server/server.hpp"

#include <memory>

namespace fx::app {

class Service {
public:
    /// Reads the accounts and the pages; listens. Problems of the store, of the pages, or 400.13 of the address.
    static Result<std::unique_ptr<Service>> start(Program& program, ServeOptions const& options);

    std::uint16_t port() const { return port_; }
    Accounts& accounts() { return accounts_; }
    server::EventHub& events() { return hub_; }
    /// This thread serves until stop().
    void run();
    /// From any thread.
    void stop() { server_->stop(); }
    void stop_on_signals() { server_->stop_on_signals(); }

private:
    Service(Program& program, ServeOptions const& options);
    Result<void> listen(ServeOptions const& options);

    Program& program_;
    int const live_ms_;
    Accounts accounts_;
    Imports imports_;
    server::EventHub hub_;
    SiteMap map_;
    Federation federation_;
    Bulk bulk_;
    Webhooks webhooks_;
    App app_;
    server::Metrics metrics_;
    std::optional<server::StaticSite> site_;
    std::unique_ptr<server::Server> server_;
    std::uint16_t port_ = 0;
};

}  // namespace fx::app
