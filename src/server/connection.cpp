#include "server/connection.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "server/content_coding.hpp"
#include "server/url.hpp"

#include <boost/asio/redirect_error.hpp>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <exception>

namespace fx::server {
namespace {

constexpr std::size_t buffer_small = 8 << 10;
constexpr std::size_t buffer_large = 64 << 10;
constexpr std::size_t inline_body_max = 16 << 10;   ///< a copy is cheaper than a second system call
constexpr std::size_t skipped_body_max = 64 << 10;  ///< of a refused request, to keep the connection
constexpr std::size_t linger_bytes_max = 1 << 20;

/// The path for the 404 text: decoded, never broken UTF-8, not longer than a line.
std::string shown_path(std::string const& path) {
    auto decoded = percent_decode(path);
    if (decoded.has_error() || decoded->size() > 200) return "…";
    return std::move(*decoded);
}

}  // namespace

std::int64_t steady_us() {
    auto const now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

Task<void> Waker::wait() {
    auto store = [this](Handler handler) { waiter_.emplace(std::move(handler)); };
    UseTask token;
    return asio::async_initiate<UseTask, void()>(std::move(store), token);
}

void Waker::wake() {
    if (!waiter_) return;
    Handler handler = std::move(*waiter_);
    waiter_.reset();
    handler();
}

Connection::Connection(Shared& shared, Socket socket, std::unique_ptr<Channel> channel, std::uint64_t id, std::string peer)
    : shared_(shared), socket_(std::move(socket)), channel_(std::move(channel)), id_(id), peer_(std::move(peer)) {}

Connection::~Connection() {
    if (subscription_) shared_.open_streams.add(-1);
}

Task<void> Connection::run() {
    do {
        begin_request();
        Next next = receive();
        while (next == Next::read || next == Next::write) {
            co_await wait(next);
            next = receive();
        }
        if (next == Next::end) co_return;
        bool const answered = dispatch();
        if (!answered) co_await waker_.wait();
        if (!response_) co_return;  // cut
        start_answer();
        next = send();
        while (next == Next::read || next == Next::write) {
            co_await wait(next);
            next = send();
        }
        account();
        if (next == Next::end) co_return;
        bool const streams = response_->events && method_ != Method::head;
        if (streams) co_await stream();
    } while (keep_alive_);
    co_await linger();
}

Task<void> Connection::wait(Next next) {
    boost::system::error_code error;
    UseTask token;
    auto quiet = asio::redirect_error(token, error);
    auto const kind = next == Next::read ? Socket::wait_read : Socket::wait_write;
    co_await socket_.async_wait(kind, quiet);
    drained_ = false;
    if (error && !expired_) cut_ = true;
}

Task<void> Connection::stream() {
    open_events();
    for (Next next = next_events(); next != Next::end; next = next_events()) {
        if (next == Next::go) {
            co_await waker_.wait();
        } else {
            co_await wait(next);
        }
    }
}

Task<void> Connection::linger() {
    channel_->finish();
    if (!unread_) co_return;
    enter(Phase::lingering, shared_.options.limits.linger_ms);
    for (Next next = discard(); next != Next::end; next = discard()) co_await wait(next);
}

void Connection::enter(Phase phase, std::int64_t allowed_ms) {
    phase_ = phase;
    deadline_ms_ = steady_ms() + allowed_ms;
}

std::int64_t Connection::transfer_time(std::size_t bytes) const {
    auto const& limits = shared_.options.limits;
    return limits.transfer_ms + std::int64_t(bytes) * 1000 / limits.transfer_bytes_per_s;
}

// ---- receiving

void Connection::begin_request() {
    auto const& limits = shared_.options.limits;
    HeadLimits head;
    head.head_max = limits.head_bytes;
    head.fields_max = limits.head_fields;
    parser_.emplace(request_, head);
    response_.reset();
    route_ = nullptr;
    route_name_ = "-";
    method_ = Method::other;
    body_size_ = 0;
    request_id_ = shared_.next_request_id++;
    if (out_.capacity() > buffer_large) out_ = std::string();
    bool const waiting_for_first_byte = begin_ == end_;
    if (waiting_for_first_byte && capacity_ > buffer_small) buffer_.reset(), capacity_ = begin_ = end_ = 0;
    // A new connection must speak soon; an old one may rest for longer.
    enter(waiting_for_first_byte ? Phase::idle : Phase::head,
          first_ || !waiting_for_first_byte ? limits.head_ms : limits.idle_ms);
    first_ = false;
}

/// Parses and reads until a request is complete or refused (go), or the socket must be waited for.
Connection::Next Connection::receive() {
    for (;;) {
        if (cut_) return Next::end;
        if (expired_) {
            if (phase_ == Phase::idle) return Next::end;
            expired_ = false;
            keep_alive_ = false;
            unread_ = true;
            refuse(Problem(ProblemKind::request_timeout));
            return Next::go;
        }
        if (parse()) return Next::go;
        Next const next = read_more();
        if (next != Next::go) return next;
    }
}

Connection::Next Connection::read_more() {
    if (drained_) return Next::read;
    make_room();
    auto const got = channel_->read(buffer_.get() + end_, capacity_ - end_);
    if (got.io == Io::wait_read) return Next::read;
    if (got.io == Io::wait_write) return Next::write;
    if (got.io == Io::closed) return Next::end;
    end_ += got.bytes;
    drained_ = got.drained;
    if (phase_ == Phase::idle) enter(Phase::head, shared_.options.limits.head_ms);
    return Next::go;
}

void Connection::make_room() {
    if (begin_ == end_) begin_ = end_ = 0;
    bool const large = phase_ == Phase::body || end_ == capacity_;
    auto const wanted = std::max(capacity_, large ? buffer_large : buffer_small);
    bool const full = end_ == capacity_ && begin_ == 0 && capacity_ >= buffer_large;
    auto const size = full ? capacity_ * 2 : wanted;
    if (size == capacity_ && end_ < capacity_) return;
    auto bigger = std::make_unique_for_overwrite<char[]>(size);
    if (end_ > begin_) std::memcpy(bigger.get(), buffer_.get() + begin_, end_ - begin_);
    buffer_ = std::move(bigger);
    capacity_ = size;
    end_ -= begin_;
    begin_ = 0;
}

/// True when the request is complete or refused.
bool Connection::parse() {
    for (;;) {
        std::size_t used = 0;
        auto const progress = parser_->feed(std::string_view(buffer_.get() + begin_, end_ - begin_), used);
        begin_ += used;
        switch (progress) {
            case RequestParser::Progress::more: return false;
            case RequestParser::Progress::done: return true;
            case RequestParser::Progress::head:
                if (on_head()) return true;
                break;
            case RequestParser::Progress::failed: {
                keep_alive_ = false;
                unread_ = true;
                auto const limit = std::to_string(shared_.options.limits.body_bytes);
                refuse(Problem(parser_->failure(), {limit}));
                return true;
            }
        }
    }
}

/// True when the body will not be read: the request is refused.
bool Connection::on_head() {
    started_us_ = steady_us();
    method_ = request_.method;
    request_.id = request_id_;
    request_.secure = shared_.options.tls.has_value();
    keep_alive_ = parser_->wants_keep_alive() && !shared_.stopping;
    set_peer();
    judge();

    auto const& limits = shared_.options.limits;
    auto const own_limit = route_ ? route_->options.body_max : 0;
    auto const body_max = own_limit ? own_limit : limits.body_bytes;
    auto const declared = parser_->declared_length();
    if (!response_ && declared.value_or(0) > body_max)
        refuse(Problem(ProblemKind::body_too_large, {std::to_string(body_max)}));
    if (response_) return !skip_body_of_refused();
    parser_->limit_body(body_max);
    if (parser_->is_done()) return false;
    if (parser_->expects_continue() && begin_ == end_) say_continue();
    enter(Phase::body, transfer_time(declared.value_or(body_max)));
    return false;
}

/// A small body already on its way is read and dropped, so that the connection can stay.
bool Connection::skip_body_of_refused() {
    auto const declared = parser_->declared_length();
    bool const small = declared && *declared <= skipped_body_max && !(parser_->expects_continue() && *declared > 0);
    if (small) {
        parser_->limit_body(skipped_body_max);
        if (*declared > 0) enter(Phase::body, transfer_time(*declared));
        return true;
    }
    keep_alive_ = false;
    unread_ = true;
    return false;
}

void Connection::say_continue() {
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    auto const put = channel_->write(go_on);
    if (put.io != Io::done || put.bytes != go_on.size()) cut_ = true;  // cannot happen with an empty send buffer
}

void Connection::set_peer() {
    request_.peer = peer_;
    if (std::ranges::find(shared_.options.trusted_proxies, peer_) == shared_.options.trusted_proxies.end()) return;
    auto const forwarded = request_.headers.find("X-Forwarded-For");
    auto const last = trim(forwarded.substr(forwarded.rfind(',') + 1));
    constexpr std::size_t address_max = 45;
    if (!last.empty() && last.size() <= address_max && is_utf8(last)) request_.peer = std::string(last);
    if (request_.headers.find("X-Forwarded-Proto") == "https") request_.secure = true;
}

/// Finds the route, decodes the query and asks the Gate; sets response_ when the request ends here.
void Connection::judge() {
    if (shared_.stopping) return refuse(Problem(ProblemKind::shutting_down));
    auto const match = shared_.router.match(request_);
    if (match.has_error()) return refuse(match.error());
    if (!match->route) return answer_outside_routes(*match);
    route_ = match->route;
    route_name_ = route_->pattern;
    if (!request_.query_text.empty()) {
        auto query = parse_query(request_.query_text);
        if (query.has_error()) return refuse(query.error());
        request_.query = std::move(*query);
    }
    try {
        auto const allowed = shared_.gate(request_, route_->permission);
        if (allowed.has_error()) refuse(allowed.error());
    } catch (std::exception const& error) {
        log::error("request " + request_id_text(request_id_) + " gate: " + error.what());
        response_ = internal_error(request_id_);
    }
}

void Connection::answer_outside_routes(Match const& match) {
    bool const options = method_ == Method::options;
    if (match.path_known || (options && request_.path == "*")) {
        if (options) {
            response_ = Response::empty();
        } else {
            refuse(Problem(ProblemKind::method_not_allowed, {std::string(name(method_))}));
        }
        if (match.path_known) response_->headers.emplace_back("Allow", match.allow);
        return;
    }
    if (shared_.services.site && !request_.path.starts_with(shared_.options.api_prefix)) {
        response_ = shared_.services.site->find(request_);
        if (response_) route_name_ = "static";
    }
    if (!response_) refuse(Problem(ProblemKind::not_found, {shown_path(request_.path)}));
}

void Connection::refuse(Problem const& problem) {
    if (response_) return;  // the first reason stands
    response_ = Response::problem(problem);
    if (started_us_ == 0) started_us_ = steady_us();
}

/// What a handler sees is never compressed, and never larger than the route takes.
void Connection::decode_body() {
    auto const coding = request_.headers.find("Content-Encoding");
    if (coding.empty() || request_.body.empty()) return;
    auto const own_limit = route_->options.body_max;
    auto body = decoded(request_.body, coding, own_limit ? own_limit : shared_.options.limits.body_bytes);
    if (body.has_error()) return refuse(body.error());
    request_.body = std::move(*body);
}

// ---- answering

/// True when response_ is there; false when it will be delivered.
bool Connection::dispatch() {
    body_size_ = request_.body.size();
    if (!response_) decode_body();
    if (response_) return true;
    if (route_->run == Run::inline_) {
        response_ = run_handler(*route_, request_);
        return true;
    }
    enter(Phase::handling, shared_.options.limits.handler_ms);
    Responder responder(shared_.mailbox, id_, request_id_);
    if (route_->run == Run::pool) {
        if (!shared_.pool->submit(*route_, request_, responder))
            responder.respond(Response::problem(Problem(ProblemKind::overloaded)));
        return false;
    }
    try {
        route_->deferred(std::move(request_), std::move(responder));
    } catch (std::exception const& error) {  // the Responder has answered 500.11 by now
        log::error("request " + request_id_text(request_id_) + " " + route_->pattern + ": " + error.what());
    }
    return false;
}

void Connection::deliver(Letter letter) {
    if (!letter.response) {
        if (phase_ == Phase::events) waker_.wake();
        return;
    }
    if (phase_ != Phase::handling || letter.request_id != request_id_) return;  // came too late
    response_ = std::move(letter.response);
    waker_.wake();
}

void Connection::start_answer() {
    if (shared_.stopping) keep_alive_ = false;
    bool const whole = method_ != Method::head && response_->status != 204 && response_->status != 304 && !response_->events;
    auto const body = whole ? response_->content() : std::string_view();
    HeadContext context;
    context.date = shared_.date;
    context.request_id = request_id_;
    context.keep_alive = keep_alive_;
    context.secure = request_.secure;
    out_.clear();
    write_head(out_, *response_, context);
    bool const together = body.size() <= inline_body_max;
    if (together) out_ += body;
    rest_of_out_ = out_;
    rest_of_body_ = together ? std::string_view() : body;
    enter(Phase::writing, transfer_time(body.size()));
}

Connection::Next Connection::send() {
    while (!rest_of_out_.empty() || !rest_of_body_.empty()) {
        if (cut_ || expired_) return Next::end;
        auto& rest = rest_of_out_.empty() ? rest_of_body_ : rest_of_out_;
        auto const put = channel_->write(rest);
        if (put.io == Io::wait_read) return Next::read;
        if (put.io == Io::wait_write) return Next::write;
        if (put.io == Io::closed) return Next::end;
        rest.remove_prefix(put.bytes);
    }
    return Next::go;
}

void Connection::account() {
    auto const took_us = steady_us() - started_us_;
    auto const sent = method_ == Method::head ? 0 : response_->content().size();
    auto& latency = route_ ? *shared_.latency[route_->index] : shared_.latency_static;
    latency.observe(double(took_us) * 1e-6);
    auto const status = response_->status;
    auto& answers = status < 300   ? shared_.answers_2xx
                    : status < 400 ? shared_.answers_3xx
                    : status < 500 ? shared_.answers_4xx
                                   : shared_.answers_5xx;
    answers.add();
    shared_.bytes_in.add(body_size_);
    shared_.bytes_out.add(sent);
    shared_.access_log.write(
        AccessLine{shared_.services.clock.now().ms, request_id_, method_, route_name_, status, took_us, body_size_, sent});
    started_us_ = 0;
}

/// Reads on after a refusal, so that the answer is not lost to a reset, but not for ever.
Connection::Next Connection::discard() {
    while (!cut_ && !expired_ && discarded_ < linger_bytes_max) {
        begin_ = end_ = 0;
        make_room();
        auto const got = channel_->read(buffer_.get(), capacity_);
        if (got.io == Io::wait_read) return Next::read;
        if (got.io == Io::wait_write) return Next::write;
        if (got.io == Io::closed) break;
        discarded_ += got.bytes;
    }
    return Next::end;
}

// ---- event streams

void Connection::open_events() {
    keep_alive_ = false;
    auto& events = *response_->events;
    auto on_news = [mailbox = shared_.mailbox, id = id_] { mailbox->put(Letter(id, 0, std::nullopt)); };
    subscription_ = events.hub->subscribe(std::move(events.topics), events.last_event_id, std::move(on_news));
    shared_.open_streams.add(1);
    allowed_until_ms_ = steady_ms() + shared_.options.limits.heartbeat_ms;
    enter(Phase::events, shared_.options.limits.heartbeat_ms);
}

/// go: nothing to send, wait to be woken.
Connection::Next Connection::next_events() {
    for (;;) {
        Next const sent = send();
        if (sent != Next::go) return sent;
        if (shared_.stopping || cut_) return Next::end;
        auto const now = steady_ms();
        auto const heartbeat = shared_.options.limits.heartbeat_ms;
        if (now >= allowed_until_ms_) {
            auto const& allowed = response_->events->still_allowed;
            if (allowed && !allowed()) return Next::end;
            allowed_until_ms_ = now + heartbeat;
        }
        bool const quiet_too_long = phase_ == Phase::events && now >= deadline_ms_;
        out_.clear();
        auto const news = subscription_->take(out_);
        if (news == EventHub::Subscription::News::lost) return Next::end;
        if (out_.empty() && quiet_too_long) out_ = ":\n\n";
        rest_of_out_ = out_;
        if (out_.empty()) {
            if (phase_ != Phase::events) enter(Phase::events, heartbeat);
            return Next::go;
        }
        enter(Phase::writing, transfer_time(out_.size()));
    }
}

// ---- from outside the coroutine

void Connection::sweep(std::int64_t now_ms) {
    if (now_ms < deadline_ms_) return;
    if (phase_ == Phase::events) return waker_.wake();
    if (phase_ == Phase::handling) {
        keep_alive_ = false;
        refuse(Problem(ProblemKind::handler_timeout));
        return waker_.wake();
    }
    expired_ = true;
    socket_.cancel();
}

void Connection::stop() {
    keep_alive_ = false;
    if (phase_ == Phase::events) return waker_.wake();
    if (phase_ != Phase::idle) return;
    expired_ = true;
    socket_.cancel();
}

void Connection::cut() {
    cut_ = true;
    if (waker_.waiting()) return waker_.wake();
    socket_.cancel();
}

}  // namespace fx::server
