#include "server/events.hpp"

#include "server/http_test_kit.hpp"

#include <algorithm>
#include <chrono>

namespace fx::server {
namespace {

using testkit::Client;
using testkit::TestServer;
using News = EventHub::Subscription::News;

void nothing() {}

// ---- the hub alone

TEST(EventHub, sends_what_was_asked_for_and_nothing_else) {
    EventHub hub;
    int woken = 0;
    auto const screen = hub.subscribe({"task", "coverage/610627*"}, {}, [&woken] { ++woken; });
    std::string out;
    EXPECT_EQ(screen->take(out), News::none);
    hub.publish("coverage/610627001000", 7, R"({"n":1})");
    hub.publish("coverage/620100000000", 8, R"({"n":2})");
    hub.publish("tasks", 9, "{}");
    EXPECT_EQ(screen->take(out), News::some);
    EXPECT_EQ(out, "id: 7\nevent: coverage\ndata: {\"n\":1}\n\n");
    EXPECT_EQ(woken, 1);
    out.clear();
    hub.publish("task", 0, "two\nlines\r");
    EXPECT_EQ(screen->take(out), News::some);
    EXPECT_EQ(out, "id: 10\nevent: task\ndata: two\ndata: lines\n\n");
}

TEST(EventHub, ids_always_rise) {
    EventHub hub(16, 1 << 20, 100);
    EXPECT_EQ(hub.publish("t", 50, ""), 101U);
    EXPECT_EQ(hub.publish("t", 200, ""), 200U);
    EXPECT_EQ(hub.publish("t", 200, ""), 201U);
    EXPECT_EQ(hub.last_id(), 201U);
}

TEST(EventHub, wakes_a_screen_once_until_it_has_looked) {
    EventHub hub;
    int woken = 0;
    auto const screen = hub.subscribe({"t"}, {}, [&woken] { ++woken; });
    std::string out;
    screen->take(out);
    for (int i = 0; i < 10; ++i) hub.publish("t", 0, "x");
    EXPECT_EQ(woken, 1);
    screen->take(out);
    hub.publish("t", 0, "x");
    EXPECT_EQ(woken, 2);
}

TEST(EventHub, a_returning_screen_gets_exactly_what_it_missed) {
    EventHub hub(4, 1 << 20, 10);
    for (std::uint64_t id = 11; id <= 16; ++id) hub.publish("t", id, std::to_string(id));
    struct Case {
        std::uint64_t last;
        std::string expected;  ///< ids, or "reset"
    };
    for (auto const& [last, expected] : {Case{16, ""}, Case{14, "15 16 "}, Case{12, "13 14 15 16 "}, Case{11, "reset"},
                                         Case{0, "reset"}, Case{17, "reset"}}) {
        auto const screen = hub.subscribe({"t"}, last, nothing);
        std::string out;
        screen->take(out);
        if (expected == "reset") {
            EXPECT_EQ(out, "id: 16\nevent: reset\ndata: {}\n\n") << last;
            continue;
        }
        std::string ids;
        for (std::size_t at = out.find("id: "); at != out.npos; at = out.find("id: ", at + 1))
            ids += out.substr(at + 4, 2) + " ";
        EXPECT_EQ(ids, expected) << last;
    }
}

TEST(EventHub, a_restart_without_news_in_between_resets_nobody) {
    EventHub restarted(4, 1 << 20, 16);
    std::string out;
    EXPECT_EQ(restarted.subscribe({"t"}, 16, nothing)->take(out), News::none);
    EXPECT_EQ(restarted.subscribe({"t"}, 15, nothing)->take(out), News::some);
    EXPECT_NE(out.find("event: reset"), out.npos);
}

TEST(EventHub, a_screen_that_falls_off_the_ring_is_lost_but_others_traffic_never_ages_it) {
    EventHub hub(4);
    auto const slow = hub.subscribe({"t"}, {}, nothing);
    auto const quiet = hub.subscribe({"other"}, {}, nothing);
    std::string out;
    slow->take(out);
    quiet->take(out);
    for (int i = 0; i < 10; ++i) hub.publish("t", 0, "x");
    EXPECT_EQ(slow->take(out), News::lost);
    hub.publish("other", 0, "y");
    EXPECT_EQ(quiet->take(out), News::some);
}

TEST(EventHub, memory_is_bounded_in_bytes_too) {
    EventHub hub(1000, 10'000);
    auto const screen = hub.subscribe({"t"}, {}, nothing);
    for (int i = 0; i < 100; ++i) hub.publish("t", 0, std::string(1000, 'x'));
    std::string out;
    EXPECT_EQ(screen->take(out), News::lost);
    auto const fresh = hub.subscribe({"t"}, 92, nothing);
    EXPECT_EQ(fresh->take(out), News::some);
    EXPECT_LT(out.size(), 10'000U);
}

TEST(EventHub, large_news_come_in_parts) {
    EventHub hub;
    auto const screen = hub.subscribe({"t"}, {}, nothing);
    for (int i = 0; i < 10; ++i) hub.publish("t", 0, std::string(100, 'x'));
    std::string all;
    int parts = 0;
    for (std::string out; screen->take(out, 300) == News::some; out.clear(), ++parts) all += out;
    EXPECT_GT(parts, 2);
    EXPECT_EQ(std::count(all.begin(), all.end(), 'i'), 10);
}

TEST(EventHub, last_event_ids_are_numbers_or_nothing) {
    EXPECT_EQ(parse_event_id("18446744073709551615"), std::optional(UINT64_MAX));
    EXPECT_FALSE(parse_event_id("18446744073709551616"));
    EXPECT_FALSE(parse_event_id(""));
    EXPECT_FALSE(parse_event_id("12x"));
    EXPECT_FALSE(parse_event_id("-1"));
}

// ---- through the server

struct Screens : ::testing::Test {
    EventHub hub{1024, 16 << 20, 5};
    std::atomic<bool> allowed{true};
    TestServer at;

    Screens() {
        at.router.add(Method::get, "/api/events", Permission::public_(), Run::inline_, [this](Request const& request) {
            EventStream stream;
            stream.hub = &hub;
            stream.topics = {"coverage"};
            stream.last_event_id = parse_event_id(request.headers.find("Last-Event-ID"));
            stream.still_allowed = [this] { return allowed.load(); };
            return Response::stream(std::move(stream));
        });
    }
    void wait_for_screens(std::size_t count) const {
        EXPECT_TRUE(testkit::soon([&] { return hub.subscribers() == count; })) << count;
    }
    static void open(Client& client, std::string const& fields = {}) {
        client.send("GET /api/events HTTP/1.1\r\nHost: t\r\n" + fields + "\r\n");
        auto const reply = client.receive();
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.field("Content-Type"), "text/event-stream");
        EXPECT_EQ(reply.field("Content-Length"), "");
    }
};

TEST_F(Screens, see_the_news_and_resume_where_they_were) {
    at.start();
    {
        Client screen(at.port);
        open(screen);
        wait_for_screens(1);
        hub.publish("coverage", 6, "first");
        EXPECT_EQ(screen.receive_until("first\n\n"), "id: 6\nevent: coverage\ndata: first\n\n");
    }
    hub.publish("coverage", 7, "missed");
    hub.publish("other", 8, "not mine");
    Client back(at.port);
    open(back, "Last-Event-ID: 6\r\n");
    EXPECT_EQ(back.receive_until("missed\n\n"), "id: 7\nevent: coverage\ndata: missed\n\n");
    Client stale(at.port);
    open(stale, "Last-Event-ID: 2\r\n");
    EXPECT_NE(stale.receive_until("{}\n\n").find("event: reset\n"), std::string::npos);
}

TEST_F(Screens, hear_a_heartbeat_when_nothing_happens) {
    at.options.limits.heartbeat_ms = 50;
    at.start();
    Client screen(at.port);
    open(screen);
    EXPECT_TRUE(screen.receive_until(":\n\n:\n\n").starts_with(":\n\n"));
}

TEST_F(Screens, lose_the_stream_with_the_session) {
    at.options.limits.heartbeat_ms = 50;
    at.start();
    Client screen(at.port);
    open(screen);
    wait_for_screens(1);
    allowed = false;
    EXPECT_TRUE(screen.is_closed());
    wait_for_screens(0);
}

TEST_F(Screens, close_when_the_server_stops) {
    at.start();
    Client screen(at.port);
    open(screen);
    wait_for_screens(1);
    auto const started = std::chrono::steady_clock::now();
    at.stop();
    EXPECT_TRUE(screen.is_closed());
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(5));
    EXPECT_EQ(hub.subscribers(), 0U);
}

TEST_F(Screens, a_slow_one_is_dropped_and_costs_no_memory) {
    at.options.limits.transfer_ms = 200;
    at.options.limits.transfer_bytes_per_s = 1'000'000'000;
    at.start();
    Client slow(at.port);
    open(slow);
    wait_for_screens(1);
    for (int i = 0; i < 400; ++i) {
        hub.publish("coverage", 0, std::string(100'000, 'x'));
        if (i % 50 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    wait_for_screens(0);
}

TEST_F(Screens, a_hundred_see_one_figure_soon) {
    at.start();
    std::vector<std::unique_ptr<Client>> screens;
    for (int i = 0; i < 100; ++i) {
        screens.push_back(std::make_unique<Client>(at.port));
        open(*screens.back());
    }
    wait_for_screens(100);
    auto const started = std::chrono::steady_clock::now();
    hub.publish("coverage", 6, "moved");
    for (auto& screen : screens) EXPECT_EQ(screen->receive_until("moved\n\n"), "id: 6\nevent: coverage\ndata: moved\n\n");
    auto const took = std::chrono::steady_clock::now() - started;
    RecordProperty("microseconds", int(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
    EXPECT_LT(took, std::chrono::seconds(5));
}

TEST_F(Screens, news_from_several_threads_all_arrive) {
    at.start();
    Client screen(at.port);
    open(screen);
    wait_for_screens(1);
    std::vector<std::thread> publishers;
    for (int t = 0; t < 4; ++t)
        publishers.emplace_back([this] {
            for (int i = 0; i < 100; ++i) hub.publish("coverage", 0, "x");
        });
    for (auto& publisher : publishers) publisher.join();
    hub.publish("coverage", 0, "last");
    auto const all = screen.receive_until("last\n\n");
    std::size_t count = 0;
    for (std::size_t at_ = all.find("data: x\n"); at_ != all.npos; at_ = all.find("data: x\n", at_ + 1)) ++count;
    EXPECT_EQ(count, 400U);
}

}  // namespace
}  // namespace fx::server
