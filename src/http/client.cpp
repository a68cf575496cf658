#include "http/client.hpp"

#include "http/resolve.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace fx::http {
namespace {

namespace beast = boost::beast::http;

constexpr int look_ms = 100;  ///< how soon a cancellation is noticed

/// A socket that never waits beyond the deadline, nor after cancellation.
class Socket {
public:
    Socket(Steady::time_point deadline, std::atomic<bool> const& cancelled) : deadline_(deadline), cancelled_(cancelled) {}
    ~Socket() {
        if (handle_ >= 0) ::close(handle_);
    }
    Socket(Socket const&) = delete;
    Socket& operator=(Socket const&) = delete;

    int handle() const { return handle_; }

    /// Empty when connected, else why not.
    std::string connect(Address const& address) {
        auto const found = resolve(address.host, address.port, deadline_, cancelled_);
        if (!found.addresses) return found.why;
        std::string why = "no address";
        for (auto const* at = found.addresses.get(); at != nullptr; at = at->ai_next)
            if (why = connect_to(*at); why.empty()) break;
        return why;
    }

    /// False when the deadline has passed.
    bool wait(short events) const {
        for (;;) {
            auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Steady::now()).count();
            if (left <= 0 || cancelled_) return false;
            pollfd one{handle_, events, 0};
            int const ready = ::poll(&one, 1, int(std::min<std::int64_t>(left, look_ms)));
            if (ready > 0) return true;
            if (ready < 0 && errno != EINTR) return false;
        }
    }

private:
    std::string connect_to(addrinfo const& at) {
        if (handle_ >= 0) ::close(handle_);
        handle_ = ::socket(at.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (handle_ < 0) return std::strerror(errno);
        if (::connect(handle_, at.ai_addr, at.ai_addrlen) == 0) return "";
        if (errno != EINPROGRESS) return std::strerror(errno);
        if (!wait(POLLOUT)) return "timed out while connecting";
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(handle_, SOL_SOCKET, SO_ERROR, &error, &size);
        return error == 0 ? "" : std::strerror(error);
    }

    int handle_ = -1;
    Steady::time_point const deadline_;
    std::atomic<bool> const& cancelled_;
};

/// Bytes both ways, plain or through TLS.
class Line {
public:
    Line(Socket& socket, SSL* tls) : socket_(socket), tls_(tls) {}

    /// Empty when the other side has proved who it is.
    std::string handshake() {
        for (;;) {
            int const done = ::SSL_connect(tls_);
            if (done == 1) return "";
            if (!again(done)) return tls_failure();
        }
    }
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const put = tls_ != nullptr ? ::SSL_write(tls_, bytes.data(), int(bytes.size()))
                                             : int(::send(socket_.handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
            if (put > 0)
                bytes.remove_prefix(std::size_t(put));
            else if (!again(put, POLLOUT))
                return false;
        }
        return true;
    }
    /// Bytes read; 0 at the end, -1 after a failure.
    int receive(char* into, std::size_t size) {
        for (;;) {
            auto const got =
                tls_ != nullptr ? ::SSL_read(tls_, into, int(size)) : int(::recv(socket_.handle(), into, size, 0));
            if (got > 0 || (got == 0 && tls_ == nullptr)) return got;
            if (tls_ != nullptr && ::SSL_get_error(tls_, got) == SSL_ERROR_ZERO_RETURN) return 0;
            if (!again(got, POLLIN)) return -1;
        }
    }

private:
    /// Waits for what the call lacked; false when waiting will not help.
    bool again(int result, short plain_events = POLLIN) {
        if (tls_ == nullptr) return (errno == EAGAIN || errno == EINTR) && socket_.wait(plain_events);
        int const error = ::SSL_get_error(tls_, result);
        if (error == SSL_ERROR_WANT_READ) return socket_.wait(POLLIN);
        if (error == SSL_ERROR_WANT_WRITE) return socket_.wait(POLLOUT);
        return false;
    }
    std::string tls_failure() const {
        if (auto const verified = ::SSL_get_verify_result(tls_); verified != X509_V_OK)
            return ::X509_verify_cert_error_string(verified);
        auto const code = ::ERR_get_error();
        auto const* reason = code == 0 ? nullptr : ::ERR_reason_error_string(code);
        return reason == nullptr ? "no TLS" : reason;
    }

    Socket& socket_;
    SSL* tls_;
};

/// OpenSSL writes without MSG_NOSIGNAL: a gateway that hangs up must not end the process. For the calling thread.
void block_sigpipe() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

std::string request_text(Address const& to, Post const& post) {
    auto const target = to.path.starts_with('/') ? to.path : "/" + to.path;
    auto text = "POST " + target + " HTTP/1.1\r\nHost: " + to.authority() + "\r\nConnection: close\r\n";
    for (auto const& [name, value] : post.fields) text += name + ": " + value + "\r\n";
    return text + "Content-Length: " + std::to_string(post.body.size()) + "\r\n\r\n" + post.body;
}

Answer read_answer(Line& line) {
    beast::response_parser<beast::string_body> parser;
    parser.body_limit(answer_bytes_max);
    parser.eager(true);
    std::string buffer;
    char bytes[4096];
    while (!parser.is_done()) {
        auto const got = line.receive(bytes, sizeof bytes);
        if (got < 0) return {0, "the line broke while waiting for the answer"};
        boost::system::error_code error;
        if (got == 0) {
            if (parser.got_some()) parser.put_eof(error);
            if (!parser.is_done()) return {0, "the line ended before the answer"};
            break;
        }
        buffer.append(bytes, std::size_t(got));
        if (buffer.size() > answer_bytes_max) return {0, "the answer is too long"};
        // The rest of a chunked body is never shorter than "0", CRLF, CRLF; the parser asserts that of a last chunk in
        // pieces.
        if (parser.is_header_done() && parser.chunked() && buffer.size() < 5) continue;
        auto const used = parser.put(boost::asio::buffer(buffer), error);
        if (error && error != beast::error::need_more) return {0, "the answer is not HTTP: " + error.message()};
        buffer.erase(0, used);
    }
    return {int(parser.get().result_int()), std::move(parser.get().body())};
}

}  // namespace

struct Client::Tls {
    std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)> context{::SSL_CTX_new(::TLS_client_method()), ::SSL_CTX_free};
};

Client::Client() = default;
Client::~Client() = default;

Result<std::unique_ptr<Client>> Client::open(std::string const& authorities) {
    std::unique_ptr<Client> client(new Client);
    client->tls_ = std::make_unique<Tls>();
    auto* const context = client->tls_->context.get();
    ::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    ::SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    ::SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    bool const trusted = authorities.empty() ? ::SSL_CTX_set_default_verify_paths(context) == 1
                                             : ::SSL_CTX_load_verify_locations(context, authorities.c_str(), nullptr) == 1;
    if (!trusted) return Problem(ProblemKind::file_unreadable, {authorities});
    return client;
}

Answer Client::post(Address const& to, Post const& post, std::int64_t timeout_ms) {
    Socket socket(Steady::now() + std::chrono::milliseconds(timeout_ms), cancelled_);
    if (cancelled_) return {0, "stopping"};
    if (auto why = socket.connect(to); !why.empty()) return {0, std::move(why)};
    std::unique_ptr<SSL, decltype(&::SSL_free)> const tls(to.secure ? ::SSL_new(tls_->context.get()) : nullptr, ::SSL_free);
    Line line(socket, tls.get());
    if (tls) {
        block_sigpipe();
        ::ERR_clear_error();
        ::SSL_set_fd(tls.get(), socket.handle());
        // A name goes into the handshake and is compared with the certificate; a numeric address is compared as such.
        if (::X509_VERIFY_PARAM_set1_ip_asc(::SSL_get0_param(tls.get()), to.host.c_str()) != 1) {
            ::SSL_set_tlsext_host_name(tls.get(), to.host.c_str());
            ::SSL_set1_host(tls.get(), to.host.c_str());
        }
        if (auto why = line.handshake(); !why.empty()) return {0, std::move(why)};
    }
    if (!line.send(request_text(to, post))) return {0, "the line broke while sending"};
    return read_answer(line);
}

void Client::cancel() { cancelled_ = true; }

}  // namespace fx::http
