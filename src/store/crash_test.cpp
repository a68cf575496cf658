#include "store/test_store.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <map>

namespace fx::store {
namespace {

using namespace test;

class CrashOnEveryEngine : public OnEveryEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, CrashOnEveryEngine, testing::Values("sqlite", "postgres"));

constexpr int jobs_in_flight = 64;

struct Acknowledged {
    Id id;
    std::int64_t number;
};

/// The child: writes without end, keeping 64 jobs under way, and tells each acknowledged id through the pipe.
[[noreturn]] void write_until_killed(Options const& options, int pipe, std::int64_t first) {
    SystemClock const clock;
    SecureRandom random;
    auto const store = Store::open(options, clock, random).value();
    std::mutex mutex;
    std::condition_variable finished;
    int under_way = 0;
    for (std::int64_t number = first;; ++number) {
        std::unique_lock lock(mutex);
        finished.wait(lock, [&] { return under_way < jobs_in_flight; });
        ++under_way;
        lock.unlock();
        auto const id = make_id(clock.now(), random);
        store->submit(
            [id, number](Tx& tx) -> Result<void> {
                tx.put(household, row(id, std::to_string(number)));
                tx.append(entry(id, std::to_string(number)));
                return {};
            },
            [&, id, number](Result<void> outcome) {
                Acknowledged const told{id, number};
                if (outcome.has_error() || ::write(pipe, &told, sizeof told) != ssize_t(sizeof told)) ::_exit(1);
                std::lock_guard const guard(mutex);
                --under_way;
                finished.notify_one();
            });
    }
}

/// Kills a writing child some time after its first acknowledgement; what it acknowledged.
std::vector<Acknowledged> kill_a_writer(Options const& options, std::int64_t first, int ms) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    pid_t const child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        write_until_killed(options, ends[1], first);
    }
    ::close(ends[1]);
    std::vector<Acknowledged> heard;
    Acknowledged one;
    auto const take = [&] { return ::read(ends[0], &one, sizeof one) == ssize_t(sizeof one); };
    if (take()) heard.push_back(one);
    // The pipe holds 64 KiB: a child that waits for us would only be killed in its sleep, so it is read all the time.
    auto const until = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
    while (std::chrono::steady_clock::now() < until && take()) heard.push_back(one);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
    while (take()) heard.push_back(one);
    ::close(ends[0]);
    return heard;
}

TEST_P(CrashOnEveryEngine, WhatWasAcknowledgedIsThereOnceAfterAKillAtAnyMoment) {
    TestStore store(GetParam());
    store.close();
    SecureRandom random;
    std::vector<Acknowledged> all;
    for (int round = 0; round < 5; ++round) {
        auto const heard = kill_a_writer(store.options(), round * 1'000'000, int(20 + random.below(150)));
        ASSERT_FALSE(heard.empty());
        all.insert(all.end(), heard.begin(), heard.end());
    }
    store.reopen();
    std::map<Id, std::int64_t> entries;
    store
        ->read([&](Reader& reader) -> Result<void> {
            FX_CHECK(reader.each("SELECT record FROM journal WHERE county = $1", std::vector<Value>{county},
                                 [&](Row& found) { ++entries[*id_in(found[0])]; }));
            for (auto const& told : all) {
                FX_TRY(auto const stored, reader.get(household, {county, told.id}));
                EXPECT_TRUE(stored && stored->at(2) == Value(std::to_string(told.number))) << told.number;
                EXPECT_EQ(entries[told.id], 1) << told.number;
            }
            return {};
        })
        .value();
    EXPECT_TRUE(store.verify().empty());
    RecordProperty("acknowledged", int(all.size()));
}

}  // namespace
}  // namespace fx::store
