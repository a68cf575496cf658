#include "server/server.hpp"

#include "base/assert.hpp"
#include "base/log.hpp"
#include "server/connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <csignal>
#include <exception>
#include <thread>

namespace fx::server {
namespace {

using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

constexpr auto latency_name = "fangxian_http_request_seconds";
constexpr auto latency_help = "Time from the end of the head to the answer's last byte, by route.";

Counter& answers(Metrics& metrics, std::string_view status) {
    return metrics.counter("fangxian_http_answers_total", "Answers by class of status.", label("status", status));
}

/// OpenSSL writes without MSG_NOSIGNAL: a client that hangs up must not end the process.
void block_sigpipe() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace

Shared::Shared(Options opts, Router routes, Gate judge, Services lent)
    : options(std::move(opts)),
      router(std::move(routes)),
      gate(std::move(judge)),
      services(lent),
      next_request_id(lent.random.next()),
      latency_static(lent.metrics.histogram(latency_name, latency_help, latency_bounds(), label("route", "-"))),
      answers_2xx(answers(lent.metrics, "2xx")),
      answers_3xx(answers(lent.metrics, "3xx")),
      answers_4xx(answers(lent.metrics, "4xx")),
      answers_5xx(answers(lent.metrics, "5xx")),
      bytes_in(lent.metrics.counter("fangxian_http_received_bytes_total", "Bytes of request bodies.")),
      bytes_out(lent.metrics.counter("fangxian_http_sent_bytes_total", "Bytes of answer bodies.")),
      open_connections(lent.metrics.gauge("fangxian_http_connections", "Open connections.")),
      open_streams(lent.metrics.gauge("fangxian_http_event_streams", "Open event streams.")) {
    for (auto const& route : router.routes()) {
        auto const labels = label("method", name(route->method)) + "," + label("route", route->pattern);
        latency.push_back(&lent.metrics.histogram(latency_name, latency_help, latency_bounds(), labels));
    }
}

struct Server::Impl {
    asio::io_context io{1};
    Shared shared;
    Acceptor acceptor{io};
    Timer sweep_timer{io};
    Timer accept_pause{io};
    asio::signal_set signals{io};
    std::optional<TlsContext> tls;
    std::vector<Letter> letters;
    std::uint64_t next_connection = 1;
    std::int64_t stop_deadline_ms = 0;

    Impl(Options options, Router router, Gate gate, Services services)
        : shared(std::move(options), std::move(router), std::move(gate), services) {
        shared.mailbox = std::make_shared<Mailbox>([this] { asio::post(io, [this] { deliver_letters(); }); });
    }

    Result<void> open();
    Task<void> accept_loop();
    Task<void> sweep_loop();
    void admit(Socket socket);
    void turn_away(Socket& socket, ProblemKind kind);
    bool is_full(std::string const& peer) const;
    void start(std::uint64_t id, Connection& connection);
    void close(std::uint64_t id);
    void deliver_letters();
    void sweep();
    void begin_stop();
    void end_if_empty();
    template <class Action>
    void for_each_connection(Action action);
};

Result<void> Server::Impl::open() {
    auto const& options = shared.options;
    if (options.tls) {
        FX_TRY(tls, TlsContext::load(*options.tls));
    }
    FX_TRY(shared.access_log, AccessLog::open(options.access_log));
    boost::system::error_code error;
    auto const address = asio::ip::make_address(options.host, error);
    if (error) return Problem(ProblemKind::invalid_usage, {options.host + ": " + error.message()}).at("host");
    asio::ip::tcp::endpoint const endpoint(address, options.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(1024, error);
    if (error)
        return Problem(ProblemKind::invalid_usage, {std::to_string(options.port) + ": " + error.message()}).at("port");
    return {};
}

Task<void> Server::Impl::accept_loop() {
    while (!shared.stopping) {
        Socket socket(io);
        boost::system::error_code error;
        UseTask token;
        auto quiet = asio::redirect_error(token, error);
        co_await acceptor.async_accept(socket, quiet);
        if (shared.stopping) co_return;
        if (!error) {
            admit(std::move(socket));
            continue;
        }
        log::warn("accept: " + error.message());  // no descriptors left: let some connections end
        accept_pause.expires_after(std::chrono::milliseconds(100));
        co_await accept_pause.async_wait(quiet);
    }
}

bool Server::Impl::is_full(std::string const& peer) const {
    auto const found = shared.peers.find(peer);
    auto const& proxies = shared.options.trusted_proxies;
    bool const trusted = std::find(proxies.begin(), proxies.end(), peer) != proxies.end();
    return !trusted && found != shared.peers.end() && found->second >= shared.options.limits.connections_per_peer;
}

void Server::Impl::admit(Socket socket) {
    boost::system::error_code error;
    auto const endpoint = socket.remote_endpoint(error);
    if (error) return;  // gone already
    auto peer = endpoint.address().to_string();
    if (shared.connections.size() >= shared.options.limits.connections) return turn_away(socket, ProblemKind::overloaded);
    if (is_full(peer)) return turn_away(socket, ProblemKind::too_many_connections);
    socket.set_option(asio::ip::tcp::no_delay(true), error);
    socket.native_non_blocking(true, error);
    int const descriptor = socket.native_handle();
    auto channel = tls ? tls->accept(descriptor) : make_plain_channel(descriptor);
    auto const id = next_connection++;
    ++shared.peers[peer];
    auto made = std::make_unique<Connection>(shared, std::move(socket), std::move(channel), id, std::move(peer));
    auto& connection = *made;
    shared.connections.emplace(id, std::move(made));
    shared.open_connections.set(double(shared.connections.size()));
    start(id, connection);
}

void Server::Impl::start(std::uint64_t id, Connection& connection) {
    auto done = [this, id](std::exception_ptr failure) {
        try {
            if (failure) std::rethrow_exception(failure);
        } catch (std::exception const& error) {
            log::error(std::string("connection: ") + error.what());
        }
        close(id);
    };
    asio::co_spawn(io.get_executor(), connection.run(), std::move(done));
}

void Server::Impl::close(std::uint64_t id) {
    auto const found = shared.connections.find(id);
    FX_ASSERT(found != shared.connections.end());
    auto const peer = shared.peers.find(found->second->peer());
    if (--peer->second == 0) shared.peers.erase(peer);
    shared.connections.erase(found);
    shared.open_connections.set(double(shared.connections.size()));
    end_if_empty();
}

/// One try, without waiting: who opens too many connections is not owed more.
void Server::Impl::turn_away(Socket& socket, ProblemKind kind) {
    if (tls) return;
    std::string out;
    auto const response = Response::problem(Problem(kind));
    HeadContext context;
    context.date = shared.date;
    context.request_id = shared.next_request_id++;
    context.keep_alive = false;
    write_head(out, response, context);
    out += response.content();
    auto const channel = make_plain_channel(socket.native_handle());
    channel->write(out);
    channel->finish();
    shared.answers_5xx.add();
}

void Server::Impl::deliver_letters() {
    shared.mailbox->collect(letters);
    for (auto& letter : letters) {
        auto const found = shared.connections.find(letter.connection);
        if (found != shared.connections.end()) found->second->deliver(std::move(letter));
    }
    letters.clear();
}

/// By id, because an action may end a connection.
template <class Action>
void Server::Impl::for_each_connection(Action action) {
    std::vector<std::uint64_t> ids;
    ids.reserve(shared.connections.size());
    for (auto const& [id, connection] : shared.connections) ids.push_back(id);
    for (auto const id : ids) {
        auto const found = shared.connections.find(id);
        if (found != shared.connections.end()) action(*found->second);
    }
}

void Server::Impl::sweep() {
    shared.date = http_date(shared.services.clock.now().ms);
    shared.access_log.flush();
    auto const now = steady_ms();
    bool const out_of_patience = shared.stopping && now >= stop_deadline_ms;
    for_each_connection([&](Connection& connection) {
        if (out_of_patience) return connection.cut();
        connection.sweep(now);
    });
}

Task<void> Server::Impl::sweep_loop() {
    while (!shared.stopping || !shared.connections.empty()) {
        boost::system::error_code error;
        UseTask token;
        auto quiet = asio::redirect_error(token, error);
        sweep_timer.expires_after(std::chrono::milliseconds(shared.options.limits.sweep_ms));
        co_await sweep_timer.async_wait(quiet);
        sweep();
    }
}

void Server::Impl::begin_stop() {
    if (shared.stopping) return;
    shared.stopping = true;
    stop_deadline_ms = steady_ms() + shared.options.limits.stop_ms;
    boost::system::error_code error;
    acceptor.close(error);
    accept_pause.cancel();
    signals.cancel(error);
    for_each_connection([](Connection& connection) { connection.stop(); });
    end_if_empty();
}

void Server::Impl::end_if_empty() {
    if (shared.stopping && shared.connections.empty()) sweep_timer.cancel();
}

Server::Server(Options options, Router router, Gate gate, Services services) {
    FX_ASSERT(gate != nullptr);
    impl_ = std::make_unique<Impl>(std::move(options), std::move(router), std::move(gate), services);
}

Server::~Server() {
    impl_->shared.mailbox->close();
    impl_->shared.pool.reset();
}

Result<std::uint16_t> Server::listen() {
    FX_CHECK(impl_->open());
    return impl_->acceptor.local_endpoint().port();
}

void Server::run() {
    auto& impl = *impl_;
    auto& shared = impl.shared;
    FX_ASSERT(impl.acceptor.is_open());
    block_sigpipe();
    auto const& options = shared.options;
    shared.pool = std::make_unique<ReaderPool>(options.pool_threads, options.limits.pool_waiting);
    shared.date = http_date(shared.services.clock.now().ms);
    auto rethrow = [](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    };
    asio::co_spawn(impl.io.get_executor(), impl.accept_loop(), rethrow);
    asio::co_spawn(impl.io.get_executor(), impl.sweep_loop(), rethrow);
    impl.io.run();
    FX_ASSERT(shared.connections.empty());
    shared.mailbox->close();
    shared.pool.reset();
    shared.access_log.flush();
}

void Server::stop() {
    asio::post(impl_->io, [impl = impl_.get()] { impl->begin_stop(); });
}

void Server::stop_on_signals() {
    impl_->signals.add(SIGINT);
    impl_->signals.add(SIGTERM);
    impl_->signals.async_wait([impl = impl_.get()](boost::system::error_code const& error, int) {
        if (!error) impl->begin_stop();
    });
}

}  // namespace fx::server
