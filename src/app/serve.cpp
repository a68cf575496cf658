#include "app/serve.hpp"

#include "app/accounts.hpp"
#include "app/imports.hpp"
#include "app/live.hpp"
#include "app/routes.hpp"
#include "app/ticker.hpp"
#include "base/log.hpp"
#include "server/server.hpp"

#include <unistd.h>

#include <fstream>

namespace fx::app {
namespace {

/// How often the calendar and the quality watch look.
constexpr std::chrono::seconds tick{20};

/// Resident memory in bytes, from /proc/self/statm.
double resident_bytes() {
    std::ifstream in("/proc/self/statm");
    double total = 0, resident = 0;
    in >> total >> resident;
    return resident * double(::sysconf(_SC_PAGESIZE));
}

}  // namespace

Result<void> serve(Program& program, ServeOptions const& options, std::function<void(std::uint16_t)> listening) {
    Accounts accounts(program);
    FX_CHECK(program.store->read([&](store::Reader& reader) { return accounts.load(reader); }));
    Imports imports(program);
    server::EventHub hub;
    App app{program, accounts, imports, hub};
    server::Metrics metrics;
    metrics.gauge_from("fangxian_resident_bytes", "Resident memory of the process", resident_bytes);

    std::optional<server::StaticSite> site;
    if (!options.web.empty()) {
        server::SiteOptions site_options;
        site_options.fallbacks = {{"/", "index.html"}, {"/field/", "field/index.html"}};
        FX_TRY(site, server::StaticSite::load(options.web, site_options));
    }
    server::Options server_options;
    server_options.host = options.host;
    server_options.port = options.port;
    server_options.access_log = options.access_log;
    if (!options.certificate.empty()) server_options.tls = server::TlsFiles{options.certificate, options.key};
    auto router = routes(app);
    server::add_operations_routes(router, metrics, server::Permission("audit"), [&program]() -> Result<void> {
        return program.store->read([](store::Reader& reader) -> Result<void> {
            FX_CHECK(reader.query("SELECT 1", {}));
            return {};
        });
    });
    server::Server server(server_options, std::move(router), gate(app), {program.clock, program.random, metrics, site ? &*site : nullptr});
    FX_TRY(auto const port, server.listen());
    server.stop_on_signals();
    Live live(*program.network, hub, program.clock, std::chrono::milliseconds(options.live_ms));
    Ticker ticker(program, tick);
    listening(port);
    server.run();
    return {};
}

}  // namespace fx::app
