#pragma once
/// Inside the server: what all connections share, and one connection.
///
/// Written for g++-12, which miscompiles coroutines that hold temporaries, aggregates or capturing closures inside a
/// co_await expression: the coroutines here are short loops over ordinary functions, and every token is a named object.

#include "server/mailbox.hpp"
#include "server/reader_pool.hpp"
#include "server/request_parser.hpp"
#include "server/server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <unordered_map>

namespace fx::server {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
using UseTask = asio::use_awaitable_t<Executor>;

class Connection;

/// Milliseconds of the steady clock: deadlines must not jump with the wall clock.
std::int64_t steady_us();
inline std::int64_t steady_ms() { return steady_us() / 1000; }

/// Everything the connections of one server share. I/O thread only, but for the mailbox and the metrics.
struct Shared {
    Shared(Options opts, Router routes, Gate judge, Services lent);

    Options const options;
    Router const router;
    Gate const gate;
    Services const services;
    AccessLog access_log;
    std::shared_ptr<Mailbox> mailbox;
    std::unique_ptr<ReaderPool> pool;
    std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections;
    std::unordered_map<std::string, std::size_t> peers;
    std::string date;  ///< renewed by the sweep
    std::uint64_t next_request_id;
    bool stopping = false;

    std::vector<Histogram*> latency;  ///< by Route::index
    Histogram& latency_static;
    Counter& answers_2xx;
    Counter& answers_3xx;
    Counter& answers_4xx;
    Counter& answers_5xx;
    Counter& bytes_in;
    Counter& bytes_out;
    Gauge& open_connections;
    Gauge& open_streams;
};

/// A coroutine waits here until somebody on the I/O thread calls wake().
class Waker {
public:
    Task<void> wait();
    void wake();
    bool waiting() const { return waiter_.has_value(); }

private:
    using Handler = asio::async_result<UseTask, void()>::handler_type;
    std::optional<Handler> waiter_;
};

class Connection {
public:
    Connection(Shared& shared, Socket socket, std::unique_ptr<Channel> channel, std::uint64_t id, std::string peer);
    ~Connection();

    /// Serves until the connection is done. Never throws for what a client does.
    Task<void> run();

    /// An answer or news has come.
    void deliver(Letter letter);
    /// Acts on a deadline that has passed.
    void sweep(std::int64_t now_ms);
    /// The server stops: ends at once when idle or streaming, else after the present answer.
    void stop();
    /// Ends now, whatever is under way.
    void cut();
    std::string const& peer() const { return peer_; }

private:
    enum class Phase { idle, head, body, handling, writing, events, lingering };
    enum class Next { go, read, write, end };  ///< go on, wait for the socket, or give up

    void begin_request();
    Next receive();
    Next read_more();
    void make_room();
    bool parse();
    bool on_head();
    void judge();
    void answer_outside_routes(Match const& match);
    void set_peer();
    bool skip_body_of_refused();
    void say_continue();
    void refuse(Problem const& problem);
    void decode_body();
    bool dispatch();
    void start_answer();
    Next send();
    void account();
    Next discard();
    void open_events();
    Next next_events();

    Task<void> wait(Next next);
    Task<void> stream();
    Task<void> linger();
    void enter(Phase phase, std::int64_t allowed_ms);
    std::int64_t transfer_time(std::size_t bytes) const;

    Shared& shared_;
    Socket socket_;
    std::unique_ptr<Channel> channel_;
    std::uint64_t const id_;
    std::string const peer_;
    Waker waker_;

    std::unique_ptr<char[]> buffer_;  ///< received, not yet parsed: [begin_, end_)
    std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
    bool drained_ = false;  ///< the last read took all there was: wait before the next
    Request request_;
    std::optional<RequestParser> parser_;
    Route const* route_ = nullptr;
    std::string_view route_name_ = "-";
    Method method_ = Method::other;
    std::uint64_t request_id_ = 0;
    std::size_t body_size_ = 0;
    std::int64_t started_us_ = 0;

    std::optional<Response> response_;
    std::string out_;
    std::string_view rest_of_out_, rest_of_body_;
    std::unique_ptr<EventHub::Subscription> subscription_;
    std::int64_t allowed_until_ms_ = 0;  ///< the stream's permission is asked again after this

    Phase phase_ = Phase::idle;
    std::int64_t deadline_ms_ = 0;
    std::size_t discarded_ = 0;
    bool first_ = true;
    bool expired_ = false;
    bool keep_alive_ = true;
    bool unread_ = false;  ///< refused before its body was read
    bool cut_ = false;
};

}  // namespace fx::server
