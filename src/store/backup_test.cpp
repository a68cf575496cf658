#include "store/test_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace fx::store {
namespace {

using namespace test;
namespace fs = std::filesystem;

class BackupOnEveryEngine : public OnEveryEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, BackupOnEveryEngine, testing::Values("sqlite", "postgres"));

void add(TestStore& store, int count) {
    store
        ->write([&](Tx& tx) -> Result<void> {
            for (int i = 0; i < count; ++i) {
                auto const id = store.id();
                tx.put(household, row(id, "a"));
                tx.append(entry(id));
            }
            return {};
        })
        .value();
}

TEST_P(BackupOnEveryEngine, ABackupTakenWhileWritingRestoresToAVerifiedWhole) {
    TestStore store(GetParam());
    add(store, 2'000);
    auto const file = store.directory() + "/backup";
    std::atomic<bool> stop = false;
    std::thread writing([&] {
        while (!stop) add(store, 50);
    });
    auto const made = store->backup(file);
    stop = true;
    writing.join();
    ASSERT_TRUE(made.has_value()) << made.error().detail();

    TestStore restored(GetParam(), TestStore::Contents::nothing);
    ASSERT_TRUE(Store::restore(file, restored.options()).has_value());
    restored.random = SeededRandom(8);
    fs::copy_file(store.directory() + "/journal.pub", restored.directory() + "/journal.pub");
    restored.reopen();
    EXPECT_TRUE(restored.verify().empty()) << "signed with the old key, which journal.pub still names";
    add(restored, 3);
    EXPECT_TRUE(restored.verify().empty()) << "and goes on with a new one";
    EXPECT_NE(restored->journal().public_key(), store->journal().public_key());
    restored
        ->read([&](Reader& reader) -> Result<void> {
            FX_TRY(auto const rows,
                   reader.query("SELECT (SELECT count(*) FROM household), (SELECT count(*) FROM journal)", {}));
            EXPECT_EQ(rows[0][0], rows[0][1]) << "rows and entries of the same moment";
            EXPECT_GE(*integer_in(rows[0][0]), 2'003);
            return {};
        })
        .value();
}

TEST_P(BackupOnEveryEngine, RestoreRefusesWhatIsThereAndWhatIsNoBackup) {
    TestStore store(GetParam());
    add(store, 10);
    auto const file = store.directory() + "/backup";
    ASSERT_TRUE(store->backup(file).has_value());
    store.close();
    EXPECT_EQ(Store::restore(file, store.options()).error().number(), "409.47");
    store.reopen();
    EXPECT_TRUE(store.verify().empty()) << "what stood there is untouched";

    TestStore target(GetParam(), TestStore::Contents::nothing);
    std::ofstream(file + ".bad") << "this is no backup";
    for (auto const* name : {".bad", ".absent"}) {
        auto const refused = Store::restore(file + name, target.options());
        ASSERT_TRUE(refused.has_error()) << name;
        EXPECT_EQ(refused.error().number(), target.on_postgres() ? "500.48" : "409.47") << name;
        EXPECT_FALSE(fs::exists(target.directory() + "/fangxian.db"));
    }
}

TEST_P(BackupOnEveryEngine, AnErasedBodyIsGoneAndItsEntryStaysProvable) {
    TestStore store(GetParam());
    Sequence sequence;
    store
        ->write([&](Tx& tx) -> Result<void> {
            sequence = tx.append(entry(store.id(), R"({"name":"secret"})"));
            return {};
        })
        .value();
    add(store, 5);
    store->write([&](Tx& tx) -> Result<void> { return erase_body(tx, county, sequence); }).value();
    EXPECT_TRUE(store.verify().empty());
    store
        ->read([&](Reader& reader) -> Result<void> {
            FX_TRY(auto const entries, store->journal().feed(reader, county, {}, 1));
            EXPECT_EQ(entries[0].body, "");
            EXPECT_NE(entries[0].commitment, Hash{});
            return {};
        })
        .value();
    EXPECT_EQ(store->write([&](Tx& tx) -> Result<void> { return erase_body(tx, county, {77}); }).error().number(), "404.5");
    store
        ->write([&](Tx& tx) -> Result<void> {
            auto const own = tx.append(entry(store.id()));
            return erase_body(tx, county, own);
        })
        .value();
    EXPECT_TRUE(store.verify().empty());
}

}  // namespace
}  // namespace fx::store
