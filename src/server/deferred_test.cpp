#include "server/http_test_kit.hpp"
#include "server/mailbox.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace fx::server {
namespace {

using testkit::Client;
using testkit::post;
using testkit::TestServer;

/// A stand-in for the store's writer: takes requests, answers them in groups from its own thread.
class Writer {
public:
    Writer() : thread_([this] { work(); }) {}
    ~Writer() {
        {
            std::scoped_lock const lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }
    void add(Request request, Responder to) {
        std::scoped_lock const lock(mutex_);
        waiting_.emplace_back(std::move(to), Response::text(std::move(request.body)));
        wake_.notify_one();
    }

private:
    void work() {
        std::unique_lock lock(mutex_);
        for (;;) {
            wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (stopping_) return;
            auto group = std::exchange(waiting_, {});
            lock.unlock();
            respond_all(std::move(group));
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Answer> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

TEST(Deferred, many_clients_each_get_their_own_answer) {
    Writer writer;
    TestServer at;
    at.router.add_deferred(Method::post, "/api/store", Permission::public_(),
                           [&writer](Request request, Responder to) { writer.add(std::move(request), std::move(to)); });
    at.start();
    std::vector<std::thread> clients;
    for (int c = 0; c < 8; ++c)
        clients.emplace_back([&at, c] {
            Client client(at.port);
            for (int i = 0; i < 100; ++i) {
                auto const body = std::to_string(c) + ":" + std::to_string(i);
                auto const reply = client.ask(post("/api/store", body));
                ASSERT_EQ(reply.status, 200);
                ASSERT_EQ(reply.body, body);
            }
        });
    for (auto& client : clients) client.join();
}

TEST(Deferred, a_dropped_responder_answers_an_internal_error) {
    TestServer at;
    at.router.add_deferred(Method::post, "/api/drop", Permission::public_(), [](Request, Responder) {});
    at.router.add_deferred(Method::post, "/api/throw", Permission::public_(),
                           [](Request, Responder) { throw std::runtime_error("a full queue"); });
    at.start();
    Client client(at.port);
    for (auto const* path : {"/api/drop", "/api/throw"}) {
        auto const reply = client.ask(post(path, "x"));
        EXPECT_EQ(reply.status, 500);
        EXPECT_NE(reply.body.find("\"500.11\""), std::string::npos);
        EXPECT_NE(reply.body.find(reply.field("X-Request-Id")), std::string::npos);
    }
}

TEST(Deferred, an_answer_from_within_the_handler_arrives_too) {
    TestServer at;
    at.router.add_deferred(Method::post, "/api/at-once", Permission::public_(), [](Request request, Responder to) {
        to.respond(Response::text(std::move(request.body)));
        EXPECT_FALSE(to.pending());
    });
    at.start();
    Client client(at.port);
    EXPECT_EQ(client.ask(post("/api/at-once", "now")).body, "now");
    EXPECT_EQ(client.ask(post("/api/at-once", "again")).body, "again");
}

TEST(Deferred, a_late_answer_never_meets_the_next_request) {
    std::mutex mutex;
    std::vector<Responder> kept;
    TestServer at;
    at.options.limits.handler_ms = 50;
    at.router.add_deferred(Method::post, "/api/never", Permission::public_(), [&](Request, Responder to) {
        std::scoped_lock const lock(mutex);
        kept.push_back(std::move(to));
    });
    at.start();
    Client client(at.port);
    auto const reply = client.ask(post("/api/never", "x"));
    EXPECT_EQ(reply.status, 503);
    EXPECT_NE(reply.body.find("\"503.14\""), std::string::npos);
    EXPECT_TRUE(client.is_closed());
    std::scoped_lock const lock(mutex);
    ASSERT_EQ(kept.size(), 1U);
    kept[0].respond(Response::text("too late"));
    Client next(at.port);
    EXPECT_EQ(next.get("/api/never").status, 405);
}

TEST(Deferred, a_client_that_left_is_nobodys_trouble) {
    std::mutex mutex;
    std::vector<Responder> kept;
    TestServer at;
    at.router.add_deferred(Method::post, "/api/keep", Permission::public_(), [&](Request, Responder to) {
        std::scoped_lock const lock(mutex);
        kept.push_back(std::move(to));
    });
    at.start();
    for (int i = 0; i < 20; ++i) {
        Client client(at.port);
        client.send(post("/api/keep", "x"));
    }
    EXPECT_TRUE(testkit::soon([&] {
        std::scoped_lock const lock(mutex);
        return kept.size() == 20;
    }));
    std::scoped_lock const lock(mutex);
    std::vector<Answer> answers;
    for (auto& to : kept) answers.emplace_back(std::move(to), Response::empty());
    respond_all(std::move(answers));
    Client client(at.port);
    EXPECT_EQ(client.get("/nothing").status, 404);
}

TEST(Deferred, a_responder_may_outlive_the_server) {
    std::vector<Responder> kept;
    {
        TestServer at;
        at.options.limits.stop_ms = 1;
        std::atomic<bool> taken{false};
        at.router.add_deferred(Method::post, "/api/keep", Permission::public_(), [&](Request, Responder to) {
            kept.push_back(std::move(to));
            taken = true;
        });
        at.start();
        Client client(at.port);
        client.send(post("/api/keep", "x"));
        EXPECT_TRUE(testkit::soon([&taken] { return taken.load(); }));
    }
    ASSERT_EQ(kept.size(), 1U);
    kept.clear();
}

TEST(Mailbox, rings_once_per_collected_batch) {
    int rings = 0;
    Mailbox mailbox([&rings] { ++rings; });
    std::vector<Letter> letters;
    mailbox.put(Letter(1, 1, std::nullopt));
    mailbox.put(Letter(2, 1, std::nullopt));
    mailbox.collect(letters);
    EXPECT_EQ(letters.size(), 2U);
    EXPECT_EQ(rings, 1);
    letters.clear();
    std::vector<Letter> batch;
    for (std::uint64_t i = 0; i < 64; ++i) batch.emplace_back(i, i, std::nullopt);
    mailbox.put_all(std::move(batch));
    EXPECT_EQ(rings, 2);
    mailbox.close();
    mailbox.put(Letter(3, 1, std::nullopt));
    mailbox.collect(letters);
    EXPECT_TRUE(letters.empty());
    EXPECT_EQ(rings, 2);
}

}  // namespace
}  // namespace fx::server
