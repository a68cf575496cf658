/// g++-12 destroys some objects twice, or too early, when a co_await expression holds a temporary aggregate or a closure
/// with non-trivial captures. The transport uses only the shapes below; this probe fails if a compiler breaks them.

#include "server/connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <gtest/gtest.h>

namespace fx::server {
namespace {

/// Counts lives: a double destruction or a missing one does not balance.
struct Counted {
    static inline int alive = 0;
    std::string text;

    explicit Counted(std::string t) : text(std::move(t)) { ++alive; }
    Counted(Counted const& other) : text(other.text) { ++alive; }
    Counted(Counted&& other) noexcept : text(std::move(other.text)) { ++alive; }
    Counted& operator=(Counted const&) = default;
    Counted& operator=(Counted&&) = default;
    ~Counted() { --alive; }
};

std::string const long_text(100, 'x');

Task<Counted> returns_by_value(Executor executor, Counted given) {
    boost::system::error_code error;
    UseTask token;
    auto quiet = asio::redirect_error(token, error);
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor> timer(
        executor);
    timer.expires_after(std::chrono::milliseconds(0));
    co_await timer.async_wait(quiet);
    co_return given;
}

Task<void> waits_by_name(Executor executor, Waker& waker, std::vector<std::string>& seen) {
    for (int i = 0; i < 3; ++i) {
        Counted const local(long_text + std::to_string(i));
        Counted given(local);
        Counted const back = co_await returns_by_value(executor, std::move(given));
        seen.push_back(back.text);
        co_await waker.wait();
        seen.push_back(local.text);
    }
}

TEST(CoroutineProbe, the_shapes_the_transport_uses_balance) {
    asio::io_context io{1};
    Waker waker;
    std::vector<std::string> seen;
    bool done = false;
    auto finished = [&done](std::exception_ptr failure) { done = !failure; };
    asio::co_spawn(io.get_executor(), waits_by_name(io.get_executor(), waker, seen), finished);
    while (!done) {
        io.run_one();
        if (waker.waiting()) waker.wake();
    }
    ASSERT_EQ(seen.size(), 6U);
    for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], long_text + std::to_string(i / 2));
    EXPECT_EQ(Counted::alive, 0);
}

TEST(CoroutineProbe, a_coroutine_that_is_never_woken_is_destroyed_with_what_it_holds) {
    {
        asio::io_context io{1};
        Waker waker;
        std::vector<std::string> seen;
        asio::co_spawn(io.get_executor(), waits_by_name(io.get_executor(), waker, seen), asio::detached);
        while (!waker.waiting()) io.run_one();
        EXPECT_GT(Counted::alive, 0);
    }
    EXPECT_EQ(Counted::alive, 0);
}

TEST(CoroutineProbe, a_wake_without_a_waiter_is_nothing) {
    Waker waker;
    waker.wake();
    EXPECT_FALSE(waker.waiting());
}

}  // namespace
}  // namespace fx::server
