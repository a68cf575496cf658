#include "app/serve.hpp"

#include "app/accounts.hpp"
#include "app/imports.hpp"
#include "app/live.hpp"
#include "app/routes.hpp"
#include "app/ticker.hpp"
#include "base/text.hpp"
#include "server/server.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
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

/// Sessions over a restart: hashes of their tokens only, so that the file signs nobody in. One line each.
void keep_sessions(Accounts const& accounts, std::string const& file) {
    std::ofstream out(file, std::ios::trunc);
    std::error_code error;
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
    for (auto const& session : accounts.sessions.export_all())
        out << to_hex(session.token_hash) << ' ' << session.account << ' ' << (session.choice.empty() ? "-" : session.choice) << ' '
            << session.opened_at.ms << ' ' << session.seen_at.ms << '\n';
}

void restore_sessions(Accounts& accounts, std::string const& file) {
    std::ifstream in(file);
    std::vector<server::Session> sessions;
    server::Session session;
    for (std::string hash; in >> hash >> session.account >> session.choice >> session.opened_at.ms >> session.seen_at.ms;) {
        auto const bytes = from_hex(hash);
        if (bytes.size() != session.token_hash.size()) continue;
        std::copy(bytes.begin(), bytes.end(), session.token_hash.begin());
        sessions.push_back(session);
    }
    accounts.sessions.import(std::move(sessions));
}

}  // namespace

Result<void> serve(Program& program, ServeOptions const& options, std::function<void(std::uint16_t)> listening) {
    Accounts accounts(program);
    FX_CHECK(program.store->read([&](store::Reader& reader) { return accounts.load(reader); }));
    restore_sessions(accounts, program.site.file("sessions"));
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
    keep_sessions(accounts, program.site.file("sessions"));
    return {};
}

}  // namespace fx::app
