#include "relay/http_transport.hpp"

#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>

namespace fx::relay {
namespace {

namespace http = boost::beast::http;
using Steady = std::chrono::steady_clock;

constexpr std::size_t answer_bytes_max = 64U << 10;
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
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_ADDRCONFIG;
        addrinfo* found = nullptr;
        if (int const code = ::getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &found); code != 0)
            return ::gai_strerror(code);
        std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const owner(found, ::freeaddrinfo);
        std::string why = "no address";
        for (auto const* at = found; at != nullptr; at = at->ai_next)
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

std::string request_text(Address const& address, Envelope const& envelope) {
    return "POST " + address.path + "/api/relay HTTP/1.1\r\nHost: " + address.host + ":" + address.port +
           "\r\nConnection: close\r\nContent-Type: application/json\r\nFangxian-Instance: " + envelope.instance +
           "\r\nFangxian-Sent-At: " + envelope.sent_at + "\r\nFangxian-Signature: " + envelope.signature +
           "\r\nContent-Length: " + std::to_string(envelope.body.size()) + "\r\n\r\n" + envelope.body;
}

Answer read_answer(Line& line) {
    http::response_parser<http::string_body> parser;
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
        auto const used = parser.put(boost::asio::buffer(buffer), error);
        if (error && error != http::error::need_more) return {0, "the answer is not HTTP: " + error.message()};
        buffer.erase(0, used);
    }
    return {int(parser.get().result_int()), std::move(parser.get().body())};
}

}  // namespace

Result<Address> parse_address(std::string const& url) {
    auto const bad = Problem(ProblemKind::relay_url_invalid, {url}).at("url");
    Address address;
    std::string_view rest = url;
    if (rest.starts_with("https://"))
        address.secure = true, rest.remove_prefix(8);
    else if (rest.starts_with("http://"))
        rest.remove_prefix(7);
    else
        return bad;
    if (url.size() > 300 || std::any_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c >= 127; })) return bad;
    auto const slash = std::min(rest.find('/'), rest.size());
    address.path = rest.substr(slash);
    while (address.path.ends_with('/')) address.path.pop_back();
    auto authority = rest.substr(0, slash);
    address.port = address.secure ? "443" : "80";
    bool const numeric6 = authority.starts_with('[');
    auto const colon = numeric6 ? authority.find("]:") : authority.find(':');
    if (colon != authority.npos) {
        auto const digits = authority.substr(colon + (numeric6 ? 2 : 1));
        bool const number = !digits.empty() && digits.size() <= 5 &&
                            std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!number) return bad;
        address.port = digits;
        authority = authority.substr(0, colon + (numeric6 ? 1 : 0));
    }
    if (numeric6 && authority.ends_with(']')) authority = authority.substr(1, authority.size() - 2);
    if (authority.empty() || authority.find_first_of("@?#") != authority.npos) return bad;
    address.host = authority;
    return address;
}

struct HttpTransport::Tls {
    std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)> context{::SSL_CTX_new(::TLS_client_method()), ::SSL_CTX_free};
};

HttpTransport::HttpTransport(Address address, std::int64_t timeout_ms)
    : address_(std::move(address)), timeout_ms_(timeout_ms) {}
HttpTransport::~HttpTransport() = default;

Result<std::unique_ptr<HttpTransport>> HttpTransport::open(Address address, std::string const& authorities,
                                                           std::int64_t timeout_ms) {
    std::unique_ptr<HttpTransport> transport(new HttpTransport(std::move(address), timeout_ms));
    if (!transport->address_.secure) return transport;
    transport->tls_ = std::make_unique<Tls>();
    auto* const context = transport->tls_->context.get();
    ::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    ::SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    ::SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    bool const trusted = authorities.empty() ? ::SSL_CTX_set_default_verify_paths(context) == 1
                                             : ::SSL_CTX_load_verify_locations(context, authorities.c_str(), nullptr) == 1;
    if (!trusted) return Problem(ProblemKind::file_unreadable, {authorities});
    return transport;
}

Answer HttpTransport::post(Envelope const& envelope) {
    Socket socket(Steady::now() + std::chrono::milliseconds(timeout_ms_), cancelled_);
    if (cancelled_) return {0, "stopping"};
    if (auto why = socket.connect(address_); !why.empty()) return {0, std::move(why)};
    std::unique_ptr<SSL, decltype(&::SSL_free)> const tls(tls_ ? ::SSL_new(tls_->context.get()) : nullptr, ::SSL_free);
    Line line(socket, tls.get());
    if (tls) {
        ::ERR_clear_error();
        ::SSL_set_fd(tls.get(), socket.handle());
        // A name goes into the handshake and is compared with the certificate; a numeric address is compared as such.
        if (::X509_VERIFY_PARAM_set1_ip_asc(::SSL_get0_param(tls.get()), address_.host.c_str()) != 1) {
            ::SSL_set_tlsext_host_name(tls.get(), address_.host.c_str());
            ::SSL_set1_host(tls.get(), address_.host.c_str());
        }
        if (auto why = line.handshake(); !why.empty()) return {0, std::move(why)};
    }
    if (!line.send(request_text(address_, envelope))) return {0, "the line broke while sending"};
    return read_answer(line);
}

void HttpTransport::cancel() { cancelled_ = true; }

}  // namespace fx::relay
