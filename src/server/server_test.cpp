#include "server/server.hpp"
#include "server/content_coding.hpp"

#include "server/http_test_kit.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>

namespace fx::server {
namespace {

using testkit::Client;
using testkit::post;
using testkit::soon;
using testkit::TestServer;

struct Http : ::testing::Test {
    TestServer at;
    std::atomic<int> stored{0};
    std::atomic<int> entered{0};  ///< handlers of /api/gate that have begun
    std::atomic<bool> gate_open{false};

    Http() {
        at.router.add(Method::get, "/ping", Permission::public_(), Run::inline_,
                      [](Request const&) { return Response::text("pong"); });
        at.router.add(Method::get, "/api/slow/{ms}", Permission::public_(), Run::pool, [](Request const& request) {
            std::this_thread::sleep_for(std::chrono::milliseconds(std::stoi(request.param("ms"))));
            return Response::json("\"slept\"");
        });
        at.router.add(Method::get, "/api/gate", Permission::public_(), Run::pool, [this](Request const&) {
            ++entered;
            EXPECT_TRUE(soon([this] { return gate_open.load(); }));
            return Response::json("\"through\"");
        });
        at.router.add(Method::get, "/api/me", Permission("session"), Run::inline_,
                      [](Request const& request) { return Response::text(request.as<std::string>()); });
        at.router.add(Method::post, "/api/echo", Permission::public_(), Run::pool, [this](Request const& request) {
            ++stored;
            return Response::text(request.body);
        });
        at.router.add(
            Method::post, "/api/small", Permission::public_(), Run::inline_,
            [](Request const& request) { return Response::text(request.body); }, RouteOptions{10});
        at.router.add(Method::get, "/api/throw", Permission::public_(), Run::pool,
                      [](Request const&) -> Response { throw std::runtime_error("a broken machine"); });
        at.router.add(Method::get, "/api/query", Permission::public_(), Run::inline_, [](Request const& request) {
            return Response::text(std::string(request.query_value("a").value_or("none")) + "|" + request.peer);
        });
    }
};

TEST_F(Http, keeps_the_connection_for_the_next_request) {
    at.start();
    Client client(at.port);
    for (int i = 0; i < 3; ++i) {
        auto const reply = client.get("/ping");
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.body, "pong");
        EXPECT_EQ(reply.field("Connection"), "");
        EXPECT_EQ(reply.field("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(reply.field("Cache-Control"), "no-store");
        EXPECT_EQ(reply.field("X-Request-Id").size(), 16U);
    }
    EXPECT_EQ(client.get("/ping", "Connection: close\r\n").field("Connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST_F(Http, answers_pipelined_requests_in_order) {
    at.start();
    Client client(at.port);
    std::string all;
    for (int i = 0; i < 50; ++i)
        all += i % 7 == 3 ? "GET /api/slow/3 HTTP/1.1\r\nHost: t\r\n\r\n" : post("/api/echo", std::to_string(i));
    client.send(all);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(client.receive().body, i % 7 == 3 ? "\"slept\"" : std::to_string(i));
}

TEST_F(Http, takes_a_request_in_single_bytes) {
    at.start();
    Client client(at.port);
    for (char const c : post("/api/echo", "防线")) client.send(std::string_view(&c, 1));
    EXPECT_EQ(client.receive().body, "防线");
}

TEST_F(Http, joins_chunks_and_drops_trailers) {
    at.start();
    Client client(at.port);
    auto const reply = client.ask(
        "POST /api/echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nX-Who: trailer\r\n\r\n");
    EXPECT_EQ(reply.body, "abcdefg");
    EXPECT_EQ(client.get("/api/me").status, 401);
}

TEST_F(Http, says_continue_when_asked) {
    at.start();
    Client client(at.port);
    client.send("POST /api/echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_TRUE(client.receive_until("\r\n\r\n").starts_with("HTTP/1.1 100 Continue\r\n"));
    client.receive();
    client.send("ok");
    EXPECT_EQ(client.receive().body, "ok");
}

TEST_F(Http, takes_a_compressed_body_and_answers_compressed_to_who_asks) {
    at.start();
    std::string const text(20'000, 'x');
    auto small = Response::text(text);
    compress(small, "gzip");
    auto const ask = [&](std::string const& fields, std::string const& body) {
        Client client(at.port);
        client.send("POST /api/echo HTTP/1.1\r\nHost: t\r\n" + fields + "Content-Length: " + std::to_string(body.size()) +
                    "\r\n\r\n" + body);
        return client.receive();
    };
    auto const packed = ask("Content-Encoding: gzip\r\nAccept-Encoding: gzip\r\n", small.body);
    EXPECT_EQ(packed.field("Content-Encoding"), "gzip");
    EXPECT_EQ(decoded(packed.body, "gzip", text.size()).value(), text);
    EXPECT_EQ(ask("Content-Encoding: gzip\r\n", small.body).body, text);
    auto const stored_before = stored.load();
    EXPECT_EQ(ask("Content-Encoding: gzip\r\n", text).status, 400);
    EXPECT_EQ(ask("Content-Encoding: br\r\n", small.body).status, 400);
    EXPECT_EQ(stored, stored_before) << "what cannot be read reaches no handler";
}

TEST_F(Http, refuses_malformed_requests_and_hangs_up) {
    at.start();
    std::string const cases[] = {
        "nonsense\r\n\r\n",
        "GET /ping HTTP/3.0\r\nHost: t\r\n\r\n",
        "GET ping HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /ping HTTP/1.1\r\n\r\n",
        "GET /ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /ping HTTP/1.1\r\nHost: t\r\nBad Name: x\r\n\r\n",
        "POST /api/echo HTTP/1.1\r\nHost: t\r\nContent-Length: -1\r\n\r\n",
        "POST /api/echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /api/echo HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /api/echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /api/echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        std::string("GET /pi\0ng HTTP/1.1\r\nHost: t\r\n\r\n", 33),
    };
    for (auto const& bytes : cases) {
        Client client(at.port);
        auto const reply = client.ask(bytes);
        EXPECT_EQ(reply.status, 400) << bytes;
        EXPECT_NE(reply.body.find("\"400.16\""), std::string::npos) << bytes << reply.body;
        EXPECT_TRUE(client.is_closed()) << bytes;
    }
    EXPECT_EQ(stored, 0);
}

TEST_F(Http, a_truncated_request_never_reaches_a_handler) {
    at.start();
    {
        Client client(at.port);
        client.send("POST /api/echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nabc");
        ::shutdown(client.socket(), SHUT_WR);
        EXPECT_TRUE(client.is_closed());
    }
    at.stop();
    EXPECT_EQ(stored, 0);
}

TEST_F(Http, refuses_a_hundred_megabytes_without_reading_them) {
    at.start();
    Client client(at.port);
    client.send("POST /api/echo HTTP/1.1\r\nHost: t\r\nContent-Length: 104857600\r\n\r\n");
    auto const reply = client.receive();
    EXPECT_EQ(reply.status, 413);
    EXPECT_NE(reply.body.find("\"413.3\""), std::string::npos);
    std::size_t sent = 0;
    std::string const block(64 << 10, 'x');
    while (sent < 104857600 && client.send(block)) sent += block.size();
    EXPECT_LT(sent, 50U << 20) << "the server hangs up long before the end";
    EXPECT_EQ(stored, 0);
}

TEST_F(Http, refuses_chunks_that_add_up_to_too_much) {
    at.options.limits.body_bytes = 100'000;
    at.start();
    Client client(at.port);
    client.send("POST /api/echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 20; ++i)
        if (!client.send("2710\r\n" + std::string(10'000, 'x') + "\r\n")) break;
    EXPECT_EQ(client.receive().status, 413);
    EXPECT_EQ(stored, 0);
}

TEST_F(Http, a_route_may_take_less) {
    at.start();
    Client client(at.port);
    EXPECT_EQ(client.ask(post("/api/small", "0123456789")).status, 200);
    EXPECT_EQ(client.ask(post("/api/small", "0123456789a")).status, 413);
    EXPECT_EQ(client.get("/ping").status, 200) << "a small refused body does not cost the connection";
}

TEST_F(Http, refuses_oversized_and_too_many_headers) {
    at.start();
    Client big(at.port);
    auto const reply = big.get("/ping", "X: " + std::string(20'000, 'x') + "\r\n");
    EXPECT_EQ(reply.status, 431);
    EXPECT_NE(reply.body.find("\"431.9\""), std::string::npos);
    std::string many;
    for (int i = 0; i < 150; ++i) many += "X: y\r\n";
    Client client(at.port);
    EXPECT_EQ(client.get("/ping", many).status, 431);
}

TEST_F(Http, a_large_body_arrives_whole) {
    at.start();
    Client client(at.port);
    std::string body(5 << 20, 'x');
    for (std::size_t i = 0; i < body.size(); i += 1000) body[i] = char('a' + i / 1000 % 26);
    std::thread sender([&] { client.send(post("/api/echo", body)); });
    auto const reply = client.receive();
    sender.join();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, body);
}

TEST_F(Http, a_slow_client_is_timed_out_and_an_idle_one_is_let_go) {
    at.options.limits.head_ms = 500;
    at.options.limits.transfer_ms = 100;
    at.options.limits.transfer_bytes_per_s = 1'000'000;
    at.options.limits.idle_ms = 500;
    at.start();
    Client loris(at.port);
    loris.send("GET /ping HTTP/1.1\r\nHo");
    EXPECT_EQ(loris.receive().status, 408);
    EXPECT_TRUE(loris.is_closed());
    Client half(at.port);
    half.send("POST /api/echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_EQ(half.receive().status, 408);
    Client silent(at.port);
    EXPECT_TRUE(silent.is_closed()) << "who never speaks is let go without a word";
    Client idle(at.port);
    EXPECT_EQ(idle.get("/ping").status, 200);
    EXPECT_TRUE(idle.is_closed());
    EXPECT_EQ(stored, 0);
}

TEST_F(Http, a_client_that_does_not_read_is_let_go) {
    at.options.limits.transfer_ms = 100;
    at.options.limits.transfer_bytes_per_s = 1'000'000'000;
    auto const big = std::make_shared<std::string const>(32 << 20, 'x');
    at.router.add(Method::get, "/big", Permission::public_(), Run::inline_, [big](Request const&) {
        Response response;
        response.shared_body = big;
        return response;
    });
    at.start();
    Client client(at.port);
    client.send("GET /big HTTP/1.1\r\nHost: t\r\n\r\n");
    auto const& open = at.metrics.gauge("fangxian_http_connections", "");
    EXPECT_TRUE(
        soon([&] { return at.metrics.counter("fangxian_http_answers_total", "", label("status", "2xx")).value() == 1; }));
    EXPECT_TRUE(soon([&] { return open.value() == 0; }));
    EXPECT_EQ(client.receive().status, 0) << "the answer was cut off";
}

TEST_F(Http, limits_connections_in_all_and_per_peer) {
    at.options.limits.connections_per_peer = 2;
    at.start();
    Client a(at.port), b(at.port);
    EXPECT_EQ(a.get("/ping").status, 200);
    EXPECT_EQ(b.get("/ping").status, 200);
    {
        Client c(at.port);
        EXPECT_EQ(c.receive().status, 429);
    }
    EXPECT_EQ(a.get("/ping", "Connection: close\r\n").status, 200);
    EXPECT_TRUE(a.is_closed());
    Client d(at.port);
    EXPECT_EQ(d.get("/ping").status, 200) << "a place has become free";
    TestServer small;
    small.options.limits.connections = 1;
    small.start();
    Client first(small.port);
    EXPECT_EQ(first.get("/nothing").status, 404);
    Client second(small.port);
    EXPECT_EQ(second.receive().status, 503);
}

TEST_F(Http, unknown_paths_methods_and_options) {
    at.start();
    Client client(at.port);
    auto reply = client.get("/api/%E9%98%B2");
    EXPECT_EQ(reply.status, 404);
    EXPECT_NE(reply.body.find("\"404.5\""), std::string::npos);
    EXPECT_NE(reply.body.find("/api/防"), std::string::npos);
    EXPECT_EQ(client.get("/api/\xff\xfe").status, 404);
    reply = client.ask("DELETE /ping HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_EQ(reply.status, 405);
    EXPECT_EQ(reply.field("Allow"), "GET, HEAD, OPTIONS");
    EXPECT_NE(reply.body.find("\"405.6\""), std::string::npos);
    EXPECT_EQ(client.ask("BREW /ping HTTP/1.1\r\nHost: t\r\n\r\n").status, 405);
    reply = client.ask("OPTIONS /api/echo HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_EQ(reply.status, 204);
    EXPECT_EQ(reply.field("Allow"), "POST, OPTIONS");
    EXPECT_EQ(reply.field("Content-Length"), "");
    EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n").status, 204);
    client.send("HEAD /ping HTTP/1.1\r\nHost: t\r\n\r\n");
    reply = client.receive(true);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.field("Content-Length"), "4");
    EXPECT_EQ(client.ask("GET http://t/ping HTTP/1.1\r\nHost: t\r\n\r\n").body, "pong") << "no body was sent for HEAD";
}

TEST_F(Http, the_gate_judges_before_the_body_and_fills_the_context) {
    at.router.add(Method::post, "/api/guarded", Permission("session"), Run::inline_, [this](Request const&) {
        ++stored;
        return Response::empty();
    });
    at.start();
    Client client(at.port);
    EXPECT_EQ(client.get("/api/me").status, 401);
    EXPECT_EQ(client.get("/api/me", "x-who: Wang\r\n").body, "Wang");
    Client stranger(at.port);
    stranger.send("POST /api/guarded HTTP/1.1\r\nHost: t\r\nContent-Length: 16000000\r\n\r\n");
    EXPECT_EQ(stranger.receive().status, 401) << "before a single byte of the body";
    EXPECT_EQ(stored, 0);
}

TEST_F(Http, queries_are_decoded_or_refused) {
    at.start();
    Client client(at.port);
    EXPECT_EQ(client.get("/api/query?a=%E9%98%B2+%2B").body, "防 +|127.0.0.1");
    EXPECT_EQ(client.get("/api/query?a=%zz").status, 400);
    EXPECT_EQ(client.get("/api/query?a=%ff").status, 400);
    EXPECT_EQ(client.get("/api/query?b").body, "none|127.0.0.1");
    EXPECT_EQ(client.get("/api/query", "X-Forwarded-For: 10.0.0.9\r\n").body, "none|127.0.0.1") << "anybody can write that";
}

TEST_F(Http, a_trusted_proxy_names_the_peer) {
    at.options.trusted_proxies = {"127.0.0.1"};
    at.start();
    Client client(at.port);
    auto const plain = client.get("/api/query", "X-Forwarded-For: 1.2.3.4, 10.0.0.9\r\n");
    EXPECT_EQ(plain.body, "none|10.0.0.9");
    EXPECT_EQ(plain.field("Strict-Transport-Security"), "");
    EXPECT_NE(client.get("/api/query", "X-Forwarded-Proto: https\r\n").field("Strict-Transport-Security"), "")
        << "nor does the proxy speak TLS to us";
}

TEST_F(Http, nobody_else_says_that_he_came_over_tls) {
    at.start();
    Client client(at.port);
    EXPECT_EQ(client.get("/api/query", "X-Forwarded-Proto: https\r\n").field("Strict-Transport-Security"), "");
}

TEST_F(Http, an_exception_becomes_an_internal_error_with_a_reference) {
    at.start();
    Client client(at.port);
    auto const reply = client.get("/api/throw");
    EXPECT_EQ(reply.status, 500);
    EXPECT_NE(reply.body.find("\"500.11\""), std::string::npos);
    EXPECT_NE(reply.body.find(reply.field("X-Request-Id")), std::string::npos);
    EXPECT_EQ(reply.body.find("broken machine"), std::string::npos) << "details stay in the log";
    EXPECT_EQ(client.get("/ping").status, 200);
}

TEST_F(Http, a_full_pool_says_so) {
    at.options.pool_threads = 1;
    at.options.limits.pool_waiting = 1;
    at.start();
    Client running(at.port), first(at.port), second(at.port);
    running.send("GET /api/gate HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_TRUE(soon([this] { return entered == 1; }));
    for (auto* client : {&first, &second}) client->send("GET /api/gate HTTP/1.1\r\nHost: t\r\n\r\n");
    auto const& refused = at.metrics.counter("fangxian_http_answers_total", "", label("status", "5xx"));
    EXPECT_TRUE(soon([&] { return refused.value() == 1; })) << "one runs, one waits, one is refused";
    gate_open = true;
    EXPECT_EQ(running.receive().status, 200);
    EXPECT_EQ(first.receive().status + second.receive().status, 200 + 503);
}

TEST_F(Http, running_requests_finish_when_the_server_stops) {
    at.start();
    Client busy(at.port), idle(at.port);
    EXPECT_EQ(idle.get("/ping").status, 200);
    busy.send("GET /api/gate HTTP/1.1\r\nHost: t\r\n\r\nGET /ping HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_TRUE(soon([this] { return entered == 1; }));
    auto stopped = std::async(std::launch::async, [this] { at.stop(); });
    EXPECT_TRUE(idle.is_closed());
    gate_open = true;
    auto const reply = busy.receive();
    EXPECT_EQ(reply.body, "\"through\"");
    EXPECT_EQ(reply.field("Connection"), "close");
    EXPECT_TRUE(busy.is_closed());
    stopped.get();
}

TEST_F(Http, a_stuck_request_does_not_hold_up_the_stop) {
    at.options.limits.stop_ms = 100;
    std::vector<Responder> kept;
    at.router.add_deferred(Method::post, "/api/stuck", Permission::public_(), [&](Request, Responder to) {
        kept.push_back(std::move(to));
        ++entered;
    });
    at.start();
    Client client(at.port);
    client.send(post("/api/stuck", "x"));
    EXPECT_TRUE(soon([this] { return entered == 1; }));
    at.stop();
    EXPECT_TRUE(client.is_closed());
    ASSERT_EQ(kept.size(), 1U);
    kept[0].respond(Response::empty());
}

TEST_F(Http, the_log_and_the_metrics_hold_no_personal_data) {
    auto const path = std::filesystem::temp_directory_path() / ("fx_access_" + std::to_string(::getpid()));
    at.options.access_log = path.string();
    add_operations_routes(at.router, at.metrics, Permission::public_(), []() -> Result<void> { return {}; });
    at.start();
    std::string metrics;
    {
        Client client(at.port);
        EXPECT_EQ(client.get("/api/query?a=610627199001011234").status, 200);
        EXPECT_EQ(client.get("/nobody/13800138000").status, 404);
        EXPECT_EQ(client.get("/healthz").body, R"({"status":"ok"})");
        metrics = client.get("/metrics").body;
    }
    at.stop();
    std::stringstream log;
    log << std::ifstream(path).rdbuf();
    std::filesystem::remove(path);
    EXPECT_NE(log.str().find(R"("method":"GET","route":"/api/query","status":200)"), std::string::npos) << log.str();
    EXPECT_NE(log.str().find(R"("route":"-","status":404)"), std::string::npos);
    EXPECT_NE(metrics.find("fangxian_http_request_seconds_count{method=\"GET\",route=\"/api/query\"} 1"), std::string::npos)
        << metrics;
    EXPECT_NE(metrics.find("fangxian_http_answers_total{status=\"4xx\"} 1"), std::string::npos);
    for (auto const* secret : {"610627199001011234", "13800138000", "127.0.0.1"}) {
        EXPECT_EQ(log.str().find(secret), std::string::npos);
        EXPECT_EQ(metrics.find(secret), std::string::npos);
    }
}

TEST_F(Http, an_unhealthy_service_says_why) {
    add_operations_routes(at.router, at.metrics, Permission("session"),
                          []() -> Result<void> { return Problem(ProblemKind::overloaded); });
    at.start();
    Client client(at.port);
    EXPECT_EQ(client.get("/healthz").status, 503);
    EXPECT_EQ(client.get("/metrics").status, 401);
}

TEST_F(Http, what_cannot_be_bound_is_a_problem) {
    at.start();
    TestServer second;
    second.options.port = at.port;
    Gate const open = [](Request&, Permission const&) -> Result<void> { return {}; };
    Services const services{second.clock, second.random, second.metrics, nullptr};
    EXPECT_EQ(Server(second.options, Router(), open, services).listen().error().field(), "port");
    Options strange;
    strange.host = "no such host";
    EXPECT_EQ(Server(strange, Router(), open, services).listen().error().field(), "host");
    Options without_certificate;
    without_certificate.tls = TlsFiles{"/nonexistent/cert.pem", "/nonexistent/key.pem"};
    EXPECT_EQ(Server(without_certificate, Router(), open, services).listen().error().field(), "certificate");
}

}  // namespace
}  // namespace fx::server
