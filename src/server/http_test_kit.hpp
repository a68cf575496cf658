#pragma once
/// For the tests of this folder: a server on a free loopback port, and a client of bare sockets that can misbehave.

#include "server/server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

namespace fx::server::testkit {

/// One parsed answer.
struct Reply {
    int status = 0;
    std::string head, body;

    /// Value of a header field; empty when absent.
    std::string field(std::string_view name) const {
        auto const at = head.find("\r\n" + std::string(name) + ": ");
        if (at == head.npos) return {};
        auto const begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

/// How long a test waits for what must come: long, for no test depends on how busy the machine is.
constexpr std::chrono::seconds patience{60};

/// A blocking client connection.
class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        timeval const limit{patience.count(), 0};
        setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    }
    ~Client() { ::close(socket_); }
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    /// False when the server has hung up.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const put = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (put <= 0) return false;
            bytes.remove_prefix(std::size_t(put));
        }
        return true;
    }

    /// The next answer; status 0 when the connection ended before one was complete. `head_only` after HEAD.
    Reply receive(bool head_only = false) {
        Reply reply;
        while (received_.find("\r\n\r\n") == received_.npos)
            if (!read_more()) return reply;
        auto const head_size = received_.find("\r\n\r\n") + 4;
        reply.head = received_.substr(0, head_size);
        std::size_t length = 0;
        auto const text = head_only ? std::string() : reply.field("Content-Length");
        std::from_chars(text.data(), text.data() + text.size(), length);
        while (received_.size() < head_size + length)
            if (!read_more()) return reply;
        reply.body = received_.substr(head_size, length);
        received_.erase(0, head_size + length);
        std::from_chars(reply.head.data() + 9, reply.head.data() + 12, reply.status);
        return reply;
    }
    Reply ask(std::string_view request) {
        send(request);
        return receive();
    }
    Reply get(std::string_view path, std::string_view fields = {}) {
        return ask("GET " + std::string(path) + " HTTP/1.1\r\nHost: t\r\n" + std::string(fields) + "\r\n");
    }
    /// Reads until `text` has arrived; everything read since the last answer.
    std::string receive_until(std::string_view text) {
        while (received_.find(text) == received_.npos)
            if (!read_more()) break;
        return received_;
    }
    /// Whether the server ends the connection while we wait; bytes before that are kept.
    bool is_closed() {
        while (read_more()) continue;
        return ended_;
    }
    int socket() const { return socket_; }

private:
    bool read_more() {
        char bytes[16 << 10];
        auto const got = ::recv(socket_, bytes, sizeof bytes, 0);
        if (got > 0) received_.append(bytes, std::size_t(got));
        ended_ = got == 0 || (got < 0 && errno != EAGAIN);
        return got > 0;
    }

    int socket_;
    bool ended_ = false;
    std::string received_;
};

/// A server on its own thread. Its gate: permission "session" needs "X-Who: NAME", which becomes the context.
struct TestServer {
    Options options;
    Router router;
    SystemClock clock;
    SecureRandom random;
    Metrics metrics;
    StaticSite const* site = nullptr;
    std::unique_ptr<Server> server;
    std::uint16_t port = 0;
    std::thread thread;

    TestServer() { options.limits.sweep_ms = 20; }
    ~TestServer() { stop(); }
    TestServer(TestServer const&) = delete;
    TestServer& operator=(TestServer const&) = delete;

    void start() {
        Gate gate = [](Request& request, Permission const& permission) -> Result<void> {
            if (permission.is_public()) return {};
            auto const who = request.headers.find("X-Who");
            if (who.empty()) return Problem(ProblemKind::sign_in_required);
            request.context = std::string(who);
            return {};
        };
        server =
            std::make_unique<Server>(options, std::move(router), std::move(gate), Services{clock, random, metrics, site});
        auto const bound = server->listen();
        ASSERT_TRUE(bound.has_value()) << bound.error().en();
        port = *bound;
        thread = std::thread([this] { server->run(); });
    }
    /// Stops and waits until the last connection has ended.
    void stop() {
        if (!thread.joinable()) return;
        server->stop();
        thread.join();
    }
};

/// Whether `condition` comes true.
template <class Condition>
bool soon(Condition condition) {
    for (auto const end = std::chrono::steady_clock::now() + patience; std::chrono::steady_clock::now() < end;) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

inline std::string post(std::string_view path, std::string_view body) {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + std::string(body);
}

}  // namespace fx::server::testkit
