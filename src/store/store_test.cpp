#include "store/store.hpp"

#include "store/test_store.hpp"

#include <gtest/gtest.h>

namespace fx::store {
namespace {

using namespace test;

class StoreOnEveryEngine : public OnEveryEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, StoreOnEveryEngine, testing::Values("sqlite", "postgres"));

TEST_P(StoreOnEveryEngine, KeepsWhatAJobPutAndGivesItBack) {
    TestStore store(GetParam());
    auto const id = store.id();
    ASSERT_TRUE(store
                    ->write([&](Tx& tx) -> Result<void> {
                        tx.put(household, row(id, "甘泉县"));
                        EXPECT_EQ(tx.get(household, {county, id}).value()->at(2), Value(std::string("甘泉县")));
                        return {};
                    })
                    .has_value());
    auto const stored = store.get(id);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->at(2), Value(std::string("甘泉县")));
    EXPECT_EQ(stored->at(1), Value(id));
}

TEST_P(StoreOnEveryEngine, AFailedJobLeavesNothingAndHurtsNoOther) {
    TestStore store(GetParam());
    auto const good = store.id(), bad = store.id(), thrown = store.id();
    auto outcomes = store.together({
        [&](Tx& tx) -> Result<void> { return tx.put(household, row(good, "a")), Result<void>(); },
        [&](Tx& tx) -> Result<void> {
            tx.put(household, row(bad, "b"));
            tx.put(household, row(good, "overwritten"));
            tx.append(entry(bad));
            return Problem(ProblemKind::not_found, {"household"});
        },
        [&](Tx& tx) -> Result<void> {
            tx.put(household, row(thrown, "c"));
            throw std::runtime_error("broken");
        },
        [&](Tx& tx) -> Result<void> {
            EXPECT_EQ(tx.get(household, {county, good}).value()->at(2), Value(std::string("a")));
            EXPECT_FALSE(tx.get(household, {county, bad}).value());
            EXPECT_EQ(tx.append(entry(good)).index(), 0);
            return {};
        },
    });
    EXPECT_TRUE(outcomes[0].has_value());
    EXPECT_EQ(outcomes[1].error().number(), "404.5");
    EXPECT_EQ(outcomes[2].error().number(), "500.11");
    EXPECT_TRUE(outcomes[3].has_value());
    EXPECT_TRUE(store.get(good));
    EXPECT_FALSE(store.get(bad));
    EXPECT_FALSE(store.get(thrown));
}

TEST_P(StoreOnEveryEngine, AQueryInsideAJobSeesWhatItPutAndAFailureAfterItStillLeavesNothing) {
    TestStore store(GetParam());
    auto const first = store.id(), second = store.id();
    auto outcomes = store.together({
        [&](Tx& tx) -> Result<void> { return tx.put(household, row(first, "a")), Result<void>(); },
        [&](Tx& tx) -> Result<void> {
            tx.put(household, row(second, "b"));
            tx.put(household, row(first, "changed"));
            FX_TRY(auto const rows, tx.query("SELECT count(*) FROM household WHERE county = $1", {county}));
            EXPECT_EQ(rows[0][0], Value(std::int64_t(2)));
            return Problem(ProblemKind::not_found, {"household"});
        },
        [&](Tx& tx) -> Result<void> {
            FX_TRY(auto const rows, tx.query("SELECT label FROM household WHERE county = $1", {county}));
            EXPECT_EQ(rows, Rows({{std::string("a")}}));
            return {};
        },
    });
    EXPECT_TRUE(outcomes[1].has_error());
    EXPECT_EQ(store.get(first)->at(2), Value(std::string("a")));
    EXPECT_FALSE(store.get(second));
}

TEST_P(StoreOnEveryEngine, RowsThatDoNotFitFailTheirOwnJobOnly) {
    TestStore store(GetParam());
    auto const id = store.id();
    for (auto const& bad : std::vector<Row>{{county, id},
                                            {county, id, std::int64_t(5), std::int64_t(0), Value()},
                                            {county, id, std::string("\xff"), std::int64_t(0), Value()},
                                            {county, id, std::string("a\0b", 3), std::int64_t(0), Value()},
                                            {county, Value(), std::string("a"), std::int64_t(0), Value()}}) {
        auto outcomes =
            store.together({[&](Tx& tx) -> Result<void> { return tx.put(household, bad), Result<void>(); },
                            [&](Tx& tx) -> Result<void> { return tx.put(household, row(id, "ok")), Result<void>(); }});
        EXPECT_EQ(outcomes[0].error().number(), "500.11");
        EXPECT_TRUE(outcomes[1].has_value());
    }
}

TEST_P(StoreOnEveryEngine, ErasedRowsAreGoneAndCanComeBack) {
    TestStore store(GetParam());
    auto const id = store.id();
    auto const put = [&](Tx& tx) -> Result<void> { return tx.put(household, row(id, "a")), Result<void>(); };
    ASSERT_TRUE(store->write(put).has_value());
    ASSERT_TRUE(store
                    ->write([&](Tx& tx) -> Result<void> {
                        tx.erase(household, {county, id});
                        EXPECT_FALSE(tx.get(household, {county, id}).value());
                        return {};
                    })
                    .has_value());
    EXPECT_FALSE(store.get(id));
    ASSERT_TRUE(store->write(put).has_value());
    EXPECT_TRUE(store.get(id));
}

TEST_P(StoreOnEveryEngine, AFailedPartOfAJobIsDroppedAndTheRestStands) {
    for (bool const with_query : {false, true}) {
        TestStore store(GetParam());
        auto const kept = store.id(), dropped = store.id(), later = store.id();
        auto const look = [&](Tx& tx) -> Result<void> {
            if (with_query) FX_CHECK(tx.query("SELECT count(*) FROM household WHERE county = $1", {county}));
            return {};
        };
        int actions = 0;
        store
            ->write([&](Tx& tx) -> Result<void> {
                tx.put(household, row(kept, "a"));
                FX_CHECK(look(tx));
                auto const part = tx.attempt([&]() -> Result<void> {
                    tx.put(household, row(kept, "b"));
                    tx.put(household, row(dropped, "c"));
                    tx.append(entry(dropped));
                    tx.on_commit([&] { actions += 100; });
                    FX_CHECK(look(tx));
                    return Problem(ProblemKind::not_found, {"household"});
                });
                EXPECT_EQ(part.error().number(), "404.5");
                EXPECT_EQ(tx.attempt([&]() -> Result<void> { return tx.put(household, {county}), Result<void>(); })
                              .error()
                              .number(),
                          "500.11");
                EXPECT_FALSE(tx.get(household, {county, dropped}).value());
                FX_CHECK(tx.attempt([&]() -> Result<void> {
                    tx.put(household, row(later, "d"));
                    EXPECT_EQ(tx.append(entry(later)).index(), 0);
                    tx.on_commit([&] { ++actions; });
                    return look(tx);
                }));
                return {};
            })
            .value();
        EXPECT_EQ(store.get(kept)->at(2), Value(std::string("a")));
        EXPECT_FALSE(store.get(dropped));
        EXPECT_TRUE(store.get(later));
        EXPECT_EQ(actions, 1);
    }
}

TEST_P(StoreOnEveryEngine, PrefetchedRowsAreRememberedAndOverwrittenOnesAreNot) {
    TestStore store(GetParam());
    auto const there = store.id(), absent = store.id();
    store->write([&](Tx& tx) -> Result<void> { return tx.put(household, row(there, "a")), Result<void>(); }).value();
    store
        ->write([&](Tx& tx) -> Result<void> {
            tx.put(household, row(there, "b"));
            FX_CHECK(tx.prefetch(household, std::vector<Row>{{county, there}, {county, absent}}));
            EXPECT_EQ(tx.get(household, {county, there}).value()->at(2), Value(std::string("b")));
            EXPECT_FALSE(tx.get(household, {county, absent}).value());
            tx.put(household, row(absent, "c"));
            EXPECT_EQ(tx.get(household, {county, absent}).value()->at(2), Value(std::string("c")));
            return {};
        })
        .value();
    EXPECT_EQ(store.get(absent)->at(2), Value(std::string("c")));
}

TEST_P(StoreOnEveryEngine, AJobReadsTheJournalEntriesOfItsOwnGroup) {
    TestStore store(GetParam());
    auto const record = store.id();
    store
        ->write([&](Tx& tx) -> Result<void> {
            auto const first = tx.append(entry(record));
            Entry second = entry(record);
            second.version = 2;
            second.previous = first;
            auto const last = tx.append(second);
            auto const history = store->journal().history(tx, county, last, 10).value();
            EXPECT_EQ(history.size(), 2U);
            EXPECT_EQ(history[1].leaf, tx.leaf(county, first));
            EXPECT_EQ(store->journal().feed(tx, county, {}, 10).value().size(), 2U);
            EXPECT_EQ(store->journal().history(tx, county, last, 10).value().size(), 2U);
            return {};
        })
        .value();
}

TEST_P(StoreOnEveryEngine, FollowersHearEveryEntryInOrderBeforeTheAnswer) {
    TestStore store(GetParam());
    std::vector<std::string> heard;
    store->follow([&](std::span<Entry const> entries) {
        for (auto const& e : entries) heard.push_back(std::to_string(e.sequence.index()));
    });
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(store
                        ->write([&](Tx& tx) -> Result<void> {
                            auto const sequence = tx.append(entry(store.id()));
                            auto const leaf = tx.leaf(county, sequence);
                            tx.on_commit([&, leaf] {
                                EXPECT_NE(leaf, Hash{});
                                EXPECT_EQ(store->journal().newest(county)->size, std::int64_t(heard.size()));
                                heard.push_back("action");
                                heard.pop_back();
                            });
                            return {};
                        })
                        .has_value());
        EXPECT_EQ(heard.back(), std::to_string(i));
    }
}

TEST_P(StoreOnEveryEngine, RowsAreVisitedOneByOneWithParametersInAnyOrder) {
    TestStore store(GetParam());
    store
        ->write([&](Tx& tx) -> Result<void> {
            for (int i = 0; i < 5; ++i) tx.put(household, row(store.id(), std::to_string(i)));
            return {};
        })
        .value();
    std::string seen;
    store
        ->read([&](Reader& reader) -> Result<void> {
            return reader.each("SELECT label FROM household WHERE label >= $2 AND county = $1 AND label < $3 ORDER BY label",
                               std::vector<Value>{county, std::string("1"), std::string("4")},
                               [&](Row& found) { seen += *text_in(found[0]); });
        })
        .value();
    EXPECT_EQ(seen, "123");
}

TEST_P(StoreOnEveryEngine, ASecondWriterIsRefusedWithTheRemedy) {
    TestStore store(GetParam());
    auto const second = Store::open(store.options(), store.clock, store.random);
    ASSERT_TRUE(second.has_error());
    EXPECT_EQ(second.error().number(), "409.41");
}

TEST_P(StoreOnEveryEngine, AReaderOfItsOwnProcessSeesCommittedDataAndCannotWrite) {
    TestStore store(GetParam());
    auto const id = store.id();
    ASSERT_TRUE(
        store->write([&](Tx& tx) -> Result<void> { return tx.put(household, row(id, "a")), Result<void>(); }).has_value());
    auto options = store.options();
    options.read_only = true;
    auto const reading = Store::open(options, store.clock, store.random).value();
    EXPECT_TRUE(reading
                    ->read([&](Reader& reader) -> Result<void> {
                        EXPECT_TRUE(reader.get(household, {county, id}).value());
                        return {};
                    })
                    .has_value());
    EXPECT_TRUE(reading->write([](Tx&) -> Result<void> { return {}; }).has_error());
}

}  // namespace
}  // namespace fx::store
