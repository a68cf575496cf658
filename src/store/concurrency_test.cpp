#include "store/test_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace fx::store {
namespace {

using namespace test;

class ConcurrencyOnEveryEngine : public OnEveryEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, ConcurrencyOnEveryEngine, testing::Values("sqlite", "postgres"));

/// Each job moves one unit between two rows and appends two entries; every snapshot must see the same sum.
TEST_P(ConcurrencyOnEveryEngine, ReadersSeeWholeCommitsOnlyWhileManyWrite) {
    TestStore store(GetParam());
    auto const left = store.id(), right = store.id();
    auto const put = [](Tx& tx, Id const& id, std::int64_t value) {
        tx.put(household, {county, id, std::string("x"), value, Value()});
    };
    store->write([&](Tx& tx) -> Result<void> { return put(tx, left, 1'000), put(tx, right, 1'000), Result<void>(); })
        .value();
    std::atomic<std::int64_t> followed = 0;
    store->follow([&](std::span<Entry const> entries) { followed += std::int64_t(entries.size()); });

    std::atomic<bool> stop = false;
    std::atomic<int> reads = 0, failures = 0;
    std::vector<std::thread> threads;
    for (int reader = 0; reader < 3; ++reader) {
        threads.emplace_back([&] {
            while (!stop) {
                auto const read = store->read([&](Reader& snapshot) -> Result<void> {
                    FX_TRY(auto const one, snapshot.get(household, {county, left}));
                    FX_TRY(auto const sum,
                           snapshot.query("SELECT CAST(sum(place) AS BIGINT) FROM household WHERE county = $1", {county}));
                    FX_TRY(auto const other, snapshot.get(household, {county, right}));
                    bool const whole = *integer_in(one->at(3)) + *integer_in(other->at(3)) == 2'000 &&
                                       sum[0][0] == Value(std::int64_t(2'000));
                    if (!whole) ++failures;
                    return {};
                });
                if (read.has_error()) ++failures;
                ++reads;
                static_cast<void>(store->journal().newest(county));
            }
        });
    }
    constexpr int writers = 4, moves = 100;
    std::atomic<int> done = 0;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&] {
            for (int i = 0; i < moves; ++i) {
                auto const moved = store->write([&](Tx& tx) -> Result<void> {
                    FX_TRY(auto const from, tx.get(household, {county, left}));
                    FX_TRY(auto const to, tx.get(household, {county, right}));
                    put(tx, left, *integer_in(from->at(3)) - 1);
                    put(tx, right, *integer_in(to->at(3)) + 1);
                    tx.append(entry(left));
                    tx.append(entry(right));
                    return {};
                });
                if (moved.has_error()) ++failures;
                if (++done == writers * moves) stop = true;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(failures, 0);
    EXPECT_GT(reads, 0);
    EXPECT_EQ(store.get(left)->at(3), Value(std::int64_t(1'000 - writers * moves)));
    EXPECT_EQ(followed, 2 * writers * moves);
    EXPECT_TRUE(store.verify().empty());
}

TEST_P(ConcurrencyOnEveryEngine, WhatWasAcceptedBeforeClosingIsFinishedAndTheRestRefused) {
    TestStore store(GetParam());
    std::atomic<int> done = 0;
    std::vector<Id> ids;
    for (int i = 0; i < 500; ++i) {
        ids.push_back(store.id());
        store->submit([id = ids.back()](Tx& tx) -> Result<void> { return tx.put(household, row(id, "a")), Result<void>(); },
                      [&](Result<void> outcome) { done += outcome.has_value() ? 1 : 0; });
    }
    store.close();
    EXPECT_EQ(done, 500);
    store.reopen();
    for (auto const& id : ids) EXPECT_TRUE(store.get(id));
}

TEST_P(ConcurrencyOnEveryEngine, AFullQueueIsRefusedWithARemedyAndLosesNothing) {
    TestStore store(GetParam());
    std::promise<void> gate;
    auto const opened = gate.get_future().share();
    std::atomic<int> done = 0, refused = 0;
    auto const count = [&](Result<void> outcome) {
        if (outcome.has_value())
            ++done;
        else if (outcome.error().number() == "503.45")
            ++refused;
    };
    store->submit([opened](Tx&) -> Result<void> { return opened.wait(), Result<void>(); }, count);
    constexpr int jobs = 40'000;
    for (int i = 0; i < jobs; ++i) store->submit([](Tx&) -> Result<void> { return {}; }, count);
    EXPECT_GT(refused, 0);
    gate.set_value();
    store.close();
    EXPECT_EQ(done + refused, jobs + 1);
}

}  // namespace
}  // namespace fx::store
