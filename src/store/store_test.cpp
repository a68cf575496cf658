#include "store/store.hpp"

#include "store/test_store.hpp"

#include <gtest/gtest.h>

namespace fx::store {
namespace {

using namespace test;

TEST(Store, KeepsWhatAJobPutAndGivesItBack) {
    TestStore store;
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

TEST(Store, AFailedJobLeavesNothingAndHurtsNoOther) {
    TestStore store;
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

TEST(Store, AQueryInsideAJobSeesWhatItPutAndAFailureAfterItStillLeavesNothing) {
    TestStore store;
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

TEST(Store, RowsThatDoNotFitFailTheirOwnJobOnly) {
    TestStore store;
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

TEST(Store, ErasedRowsAreGoneAndCanComeBack) {
    TestStore store;
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

TEST(Store, FollowersHearEveryEntryInOrderBeforeTheAnswer) {
    TestStore store;
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

TEST(Store, ASecondWriterIsRefusedWithTheRemedy) {
    TestStore store;
    auto const second = Store::open(store.options(), store.clock, store.random);
    ASSERT_TRUE(second.has_error());
    EXPECT_EQ(second.error().number(), "409.41");
}

TEST(Store, AReaderOfItsOwnProcessSeesCommittedDataAndCannotWrite) {
    TestStore store;
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
