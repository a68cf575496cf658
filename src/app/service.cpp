#include "app/service.hpp"

#include "app/routes.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

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
        out << to_hex(session.token_hash) << ' ' << session.account << ' ' << (session.choice.empty() ? "-" : session.choice)
            << ' ' << (session.device.empty() ? "-" : session.device) << ' ' << session.opened_at.ms << ' '
            << session.seen_at.ms << '\n';
}

void restore_sessions(Accounts& accounts, std::string const& file) {
    std::ifstream in(file);
    std::vector<server::Session> sessions;
    server::Session session;
    for (std::string hash;
         in >> hash >> session.account >> session.choice >> session.device >> session.opened_at.ms >> session.seen_at.ms;) {
        auto const bytes = from_hex(hash);
        if (bytes.size() != session.token_hash.size()) continue;
        std::copy(bytes.begin(), bytes.end(), session.token_hash.begin());
        if (session.device == "-") session.device.clear();
        sessions.push_back(session);
    }
    accounts.sessions.import(std::move(sessions));
}

}  // namespace

Service::Service(Program& program, ServeOptions const& options)
    : program_(program),
      live_ms_(options.live_ms),
      accounts_(program, options.password_cost),
      imports_(program),
      map_(program.site.file("map.geojson")),
      federation_(program, hub_),
      bulk_(program),
      webhooks_(program, options.webhook_ms),
      app_{program, accounts_, imports_, hub_, map_, federation_, bulk_, webhooks_} {}

Result<std::unique_ptr<Service>> Service::start(Program& program, ServeOptions const& options) {
    std::unique_ptr<Service> service(new Service(program, options));
    FX_CHECK(program.store->read([&](store::Reader& reader) { return service->accounts_.load(reader); }));
    restore_sessions(service->accounts_, program.site.file("sessions"));
    FX_CHECK(service->federation_.start());
    FX_CHECK(service->webhooks_.start());
    FX_CHECK(service->listen(options));
    return service;
}

Result<void> Service::listen(ServeOptions const& options) {
    metrics_.gauge_from("fangxian_resident_bytes", "Resident memory of the process", resident_bytes);
    if (!options.web.empty()) {
        server::SiteOptions site_options;
        site_options.fallbacks = {{"/", "index.html"}, {"/field/", "field/index.html"}};
        FX_TRY(site_, server::StaticSite::load(options.web, site_options));
    }
    if (auto const map = map_.page(); map.has_error() && map.error().status() != 404)
        log::warn(map.error().number() + " " + map.error().en());
    server::Options server_options;
    server_options.host = options.host;
    server_options.port = options.port;
    server_options.access_log = options.access_log;
    server_options.limits = options.limits;
    server_options.trusted_proxies = options.trusted_proxies;
    if (!options.certificate.empty()) server_options.tls = server::TlsFiles{options.certificate, options.key};
    auto router = routes(app_);
    server::add_operations_routes(router, metrics_, server::Permission("audit"), [this]() -> Result<void> {
        return program_.store->read([](store::Reader& reader) -> Result<void> {
            FX_CHECK(reader.query("SELECT 1", {}));
            return {};
        });
    });
    server::Services const lent{program_.clock, program_.random, metrics_, site_ ? &*site_ : nullptr};
    server_ = std::make_unique<server::Server>(server_options, std::move(router), gate(app_), lent);
    FX_TRY(port_, server_->listen());
    return {};
}

void Service::run() {
    Live live(*program_.network, hub_, program_.clock, std::chrono::milliseconds(live_ms_));
    Ticker ticker(program_, tick);
    auto const relaying = federation_.start_worker();
    auto const telling = webhooks_.start_worker();
    server_->run();
    keep_sessions(accounts_, program_.site.file("sessions"));
}

}  // namespace fx::app
