#pragma once
/// The HTTP/1.1 server: one I/O thread, a small reader pool, deferred answers from any thread.
///
///     Router router;
///     router.add(Method::get, "/api/me", Permission("session"), Run::inline_, [](Request const& r) { … });
///     router.add_deferred(Method::post, "/api/records/{type}", Permission("records.write"),
///                         [&](Request r, Responder to) { writer.enqueue(std::move(r), std::move(to)); });
///     Server server(options, std::move(router), gate, services);
///     auto port = server.listen();   // Problem when the address is taken or the certificate unusable
///     server.stop_on_signals();      // SIGINT, SIGTERM
///     server.run();                  // this thread becomes the I/O thread until stop()
///
/// A path that no route knows is looked up in the static site, except under `api_prefix`. Unknown there: 404.5; known
/// with another method: 405.6 and Allow; OPTIONS: 204 and Allow; HEAD: GET without its body.
/// Refused before the handler: 400.16 malformed, 408.10 too slow, 413.3, 431.9, 503.12 stopping, 503.14 handler too
/// slow, 503.15 pool full. Pipelined requests are answered in order, one at a time.

#include "base/random.hpp"
#include "base/time.hpp"
#include "server/access_log.hpp"
#include "server/channel.hpp"
#include "server/metrics.hpp"
#include "server/router.hpp"
#include "server/static_site.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fx::server {

/// Times in milliseconds, kept by one sweep every `sweep_ms`: they fire up to that much late.
struct Limits {
    std::uint32_t head_bytes = 16 << 10;
    std::size_t head_fields = 100;
    std::size_t body_bytes = 16 << 20;       ///< where the route says nothing
    std::size_t connections = 4096;          ///< more are answered 503 and closed
    std::size_t connections_per_peer = 512;  ///< trusted proxies excepted
    std::size_t pool_waiting = 1024;
    std::int64_t idle_ms = 75'000;      ///< keep-alive without a request
    std::int64_t head_ms = 15'000;      ///< first byte to end of head, and the TLS handshake
    std::int64_t transfer_ms = 30'000;  ///< for a body or an answer, plus its size at transfer_bytes_per_s
    std::int64_t transfer_bytes_per_s = 4096;
    std::int64_t handler_ms = 120'000;
    std::int64_t linger_ms = 2'000;      ///< reading on after a refusal, so that the client sees the answer
    std::int64_t heartbeat_ms = 15'000;  ///< on event streams
    std::int64_t stop_ms = 10'000;       ///< for requests under way when stopping
    std::int64_t sweep_ms = 1'000;

    Limits() = default;
};

struct Options {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0 = any free one
    int pool_threads = 2;
    std::optional<TlsFiles> tls;
    std::string access_log;                    ///< see AccessLog::open
    std::vector<std::string> trusted_proxies;  ///< addresses whose last X-Forwarded-For entry is the peer, and whose
                                               ///< X-Forwarded-Proto says whether it came over TLS
    std::string api_prefix = "/api/";
    Limits limits;

    Options() = default;
};

/// What the app lends to the server; all of it outlives the server.
struct Services {
    Clock const& clock;  ///< wall clock for Date and the access log
    Random& random;      ///< start of the request ids
    Metrics& metrics;
    StaticSite const* site = nullptr;  ///< none: 404.5
};

class Server {
public:
    Server(Options options, Router router, Gate gate, Services services);
    /// After run() has returned, or if it was never called. Waits for running pool handlers.
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    /// Binds and listens; the port. 400.13 naming host, port, certificate, key or access_log.
    Result<std::uint16_t> listen();
    /// Serves until stop(); returns when every connection is closed.
    void run();
    /// From any thread, more than once: accepts no more, ends event streams and idle connections, lets requests under
    /// way finish for stop_ms, then cuts them.
    void stop();
    void stop_on_signals();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// GET /healthz (public; `healthy` returning a Problem gives that Problem) and GET /metrics.
void add_operations_routes(Router& router, Metrics const& metrics, Permission metrics_permission,
                           std::function<Result<void>()> healthy);

}  // namespace fx::server
