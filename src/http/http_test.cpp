#include "http/client.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace fx::http {
namespace {

TEST(HttpAddress, TakesHostPortPathAndQuery) {
    auto const plain = parse_address("http://gateway");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->authority(), "gateway:80");
    EXPECT_EQ(plain->path, "");
    auto const full = parse_address("https://sms.example:8443/in/a?b=c/d");
    ASSERT_TRUE(full);
    EXPECT_TRUE(full->secure);
    EXPECT_EQ(full->authority(), "sms.example:8443");
    EXPECT_EQ(full->path, "/in/a?b=c/d");
    EXPECT_EQ(parse_address("https://a?x")->path, "?x");
    auto const numeric = parse_address("https://[2001:db8::1]:9000/");
    ASSERT_TRUE(numeric);
    EXPECT_EQ(numeric->host, "2001:db8::1");
    EXPECT_EQ(numeric->authority(), "[2001:db8::1]:9000");
    EXPECT_EQ(parse_address("http://[::1]")->port, "80");
}

TEST(HttpAddress, RefusesCredentialsFragmentsAndNonsense) {
    for (auto const* url : {"",
                            "http://",
                            "https:///x",
                            "ftp://a",
                            "HTTP://a",
                            "a",
                            "http://u@a",
                            "http://u:p@a/",
                            "http://a@b:1/",
                            "http://a#b",
                            "http://a:",
                            "http://a:0",
                            "http://a:65536",
                            "http://a:x",
                            "http://a b",
                            "http://a\r\nX: 1",
                            "http://[::1",
                            "http://[]",
                            "http://[::1]x",
                            "http://[a@b]/",
                            "http://网关",
                            "http://a\\b",
                            "http://a%40b"})
        EXPECT_FALSE(parse_address(url)) << url;
    EXPECT_FALSE(parse_address("http://a/" + std::string(300, 'x')));
}

/// Answers one connection with these bytes, the last few of them one by one; holds it open when there are none.
class OneAnswer {
public:
    explicit OneAnswer(std::string answer, std::size_t one_by_one = 0)
        : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
        EXPECT_EQ(::listen(listener_, 4), 0);
        EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size), 0);
        port_ = ntohs(at.sin_port);
        thread_ = std::thread([this, answer = std::move(answer), one_by_one] {
            int const one = ::accept(listener_, nullptr, nullptr);
            char bytes[4096];
            if (auto const got = ::recv(one, bytes, sizeof bytes, 0); got > 0) heard_.assign(bytes, std::size_t(got));
            for (std::string_view rest = answer; !rest.empty();) {
                bool const slow = rest.size() <= one_by_one;
                auto const piece = slow ? 1 : rest.size() - one_by_one;
                if (slow) std::this_thread::sleep_for(std::chrono::milliseconds(5));  // so that it arrives alone
                auto const put = ::send(one, rest.data(), piece, MSG_NOSIGNAL);
                if (put <= 0) break;
                rest.remove_prefix(std::size_t(put));
            }
            if (answer.empty()) ::recv(one, bytes, sizeof bytes, 0);
            ::close(one);
        });
    }
    ~OneAnswer() {
        join();
        ::close(listener_);
    }
    Address address() const { return {false, "127.0.0.1", std::to_string(port_), "/in"}; }
    std::string const& heard() { return join(), heard_; }

private:
    void join() {
        if (thread_.joinable()) thread_.join();
    }
    int listener_;
    std::uint16_t port_ = 0;
    std::string heard_;
    std::thread thread_;
};

Answer ask(OneAnswer const& server, std::int64_t timeout_ms = 5'000) {
    auto const client = Client::open("").value();
    return client->post(server.address(), {{{"X-Field", "1"}}, "body"}, timeout_ms);
}

TEST(HttpClient, PostsAndReadsTheAnswer) {
    OneAnswer server("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok");
    auto const answer = ask(server);
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.body, "ok");
    EXPECT_TRUE(server.heard().starts_with("POST /in HTTP/1.1\r\nHost: 127.0.0.1:")) << server.heard();
    EXPECT_TRUE(server.heard().ends_with("X-Field: 1\r\nContent-Length: 4\r\n\r\nbody")) << server.heard();
}

TEST(HttpClient, DoesNotFollowARedirect) {
    OneAnswer elsewhere("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    OneAnswer server("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:" + elsewhere.address().port +
                     "/\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(ask(server).status, 307);
    EXPECT_EQ(ask(elsewhere).status, 200) << "nobody had been there";
}

TEST(HttpClient, AnAnswerWithoutEndOrWithoutFormIsNone) {
    OneAnswer endless("HTTP/1.1 200 OK\r\n\r\n" + std::string(answer_bytes_max + 1, 'x'));
    EXPECT_EQ(ask(endless).status, 0);
    OneAnswer nonsense("SSH-2.0-OpenSSH_9.2\r\n");
    EXPECT_EQ(ask(nonsense).status, 0);
    OneAnswer broken("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
    EXPECT_EQ(ask(broken).status, 0);
}

TEST(HttpClient, AChunkedAnswerMayArriveOctetByOctet) {
    OneAnswer empty("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 5);
    EXPECT_EQ(ask(empty).status, 200);
    OneAnswer word("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\n", 18);
    EXPECT_EQ(ask(word).body, "ok");
}

TEST(HttpClient, WaitsNoLongerThanItsTimeAndNotAfterACancellation) {
    using Clock = std::chrono::steady_clock;
    auto const began = Clock::now();
    {
        OneAnswer silent("");
        EXPECT_EQ(ask(silent, 300).status, 0);
    }
    EXPECT_LT(Clock::now() - began, std::chrono::seconds(5));
    OneAnswer silent("");
    auto const client = Client::open("").value();
    std::thread other([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        client->cancel();
    });
    EXPECT_EQ(client->post(silent.address(), {{}, "x"}, 60'000).status, 0);
    other.join();
    EXPECT_EQ(client->post(silent.address(), {{}, "x"}, 60'000).body, "stopping");
    EXPECT_LT(Clock::now() - began, std::chrono::seconds(20));
}

TEST(HttpClient, SaysWhyThereIsNoAnswer) {
    auto const client = Client::open("").value();
    EXPECT_EQ(client->post({false, "127.0.0.1", "1", ""}, {{}, "x"}, 2'000).body, "Connection refused");
    auto const unknown = client->post({false, "no-such-host.invalid", "80", ""}, {{}, "x"}, 2'000);
    EXPECT_EQ(unknown.status, 0);
    EXPECT_FALSE(unknown.body.empty());
    EXPECT_EQ(Client::open("/no/such/file.pem").error().number(), "400.154");
}

}  // namespace
}  // namespace fx::http
