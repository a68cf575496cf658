#include "store/journal.hpp"

#include "store/merkle.hpp"
#include "store/signer.hpp"
#include "store/test_store.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace fx::store {
namespace {

using namespace test;

class JournalOnEveryEngine : public OnEveryEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, JournalOnEveryEngine, testing::Values("sqlite", "postgres"));

std::int64_t const year_2020 = 2020 * std::int64_t(10'000'000'000);

/// A store whose journal holds `count` entries, in commits of `per_commit`.
class JournalStore : public TestStore {
public:
    JournalStore(std::string_view engine, int count, int per_commit = 3) : TestStore(engine) { add(count, per_commit); }

    void add(int count, int per_commit) {
        for (int done = 0; done < count; done += per_commit) {
            (*this)
                ->write([&](Tx& tx) -> Result<void> {
                    for (int i = done; i < std::min(count, done + per_commit); ++i) {
                        Entry e = entry(id(), fmt::format(R"({{"n":{}}})", i));
                        last = tx.append(e);
                    }
                    return {};
                })
                .value();
        }
    }
    template <class Ask>
    auto ask(Ask&& question) {
        std::optional<std::decay_t<decltype(*question(std::declval<Reader&>()))>> answer;
        (*this)
            ->read([&](Reader& reader) -> Result<void> {
                FX_TRY(answer, question(reader));
                return {};
            })
            .value();
        return *answer;
    }
    /// "kind@index" of every finding.
    std::vector<std::string> findings() {
        auto const found = ask([&](Reader& reader) { return (*this)->journal().verify(reader, county); });
        std::vector<std::string> text;
        for (auto const& finding : found) text.push_back(fmt::format("{}@{}", finding.kind, finding.sequence.index()));
        return text;
    }
    void tamper(std::string const& sql) { (*this)->execute_script(sql).value(); }

    Sequence last;
};

using Findings = std::vector<std::string>;

TEST_P(JournalOnEveryEngine, AnUntouchedJournalHasNoFindings) {
    for (int const count : {0, 1, 7, 255, 256, 257, 700})
        EXPECT_EQ(JournalStore(GetParam(), count, 100).findings(), Findings()) << count;
}

TEST_P(JournalOnEveryEngine, AnAlteredBodyIsNamed) {
    JournalStore store(GetParam(), 20);
    store.tamper(fmt::format("UPDATE journal SET body = '{{}}' WHERE sequence = {}", year_2020 + 7));
    EXPECT_EQ(store.findings(), Findings({"altered@7"}));
}

TEST_P(JournalOnEveryEngine, AnAlteredHeaderIsNamed) {
    for (auto const* change :
         {"at = at + 1", "type = 'other'", "version = 9", "action = 'merge'", "place = 1", "stated_at = 0", "previous = 1",
          "account = (SELECT j.record FROM journal AS j WHERE j.version = 1 ORDER BY j.sequence DESC LIMIT 1)"}) {
        JournalStore store(GetParam(), 20);
        store.tamper(fmt::format("UPDATE journal SET {} WHERE sequence = {}", change, year_2020 + 7));
        EXPECT_EQ(store.findings(), Findings({"altered@7"})) << change;
    }
}

TEST_P(JournalOnEveryEngine, ARemovedEntryIsNamedAndTheOthersStayProvable) {
    JournalStore small(GetParam(), 20);
    small.tamper(fmt::format("DELETE FROM journal WHERE sequence = {}", year_2020 + 7));
    EXPECT_EQ(small.findings(), Findings({"missing@7"}));
    JournalStore large(GetParam(), 300, 50);
    large.tamper(fmt::format("DELETE FROM journal WHERE sequence = {}", year_2020 + 7));
    large.tamper(fmt::format("UPDATE journal SET body = '' WHERE sequence = {}", year_2020 + 290));
    EXPECT_EQ(large.findings(), Findings({"missing@7", "altered@290"}));
}

TEST_P(JournalOnEveryEngine, TwoSwappedEntriesAreNamedAsReordered) {
    JournalStore store(GetParam(), 20);
    store.tamper(
        fmt::format("UPDATE journal SET sequence = -1 WHERE sequence = {0};"
                    "UPDATE journal SET sequence = {0} WHERE sequence = {1};"
                    "UPDATE journal SET sequence = {1} WHERE sequence = -1",
                    year_2020 + 4, year_2020 + 9));
    auto const findings = store.findings();
    EXPECT_EQ(std::count(findings.begin(), findings.end(), "reordered@4"), 1);
    EXPECT_EQ(std::count(findings.begin(), findings.end(), "reordered@9"), 1);
}

TEST_P(JournalOnEveryEngine, ACutTailIsNamedByTheSignedHeadAboveIt) {
    JournalStore store(GetParam(), 20);
    store.tamper(fmt::format("DELETE FROM journal WHERE sequence >= {}", year_2020 + 15));
    EXPECT_EQ(store.findings(), Findings({"missing@15"}));
    store.tamper("DELETE FROM journal");
    EXPECT_EQ(store.findings(), Findings({"missing@0"}));
}

TEST_P(JournalOnEveryEngine, ARemovedOrForgedHeadIsNamed) {
    JournalStore store(GetParam(), 20);
    store.tamper("DELETE FROM journal_head WHERE size = 6");
    EXPECT_EQ(store.findings(), Findings({"missing@3"}));
    store.tamper("DELETE FROM journal_head WHERE size = 20");
    EXPECT_EQ(store.findings(), Findings({"missing@3", "missing@18"}));
    store.tamper("UPDATE journal_head SET at = at + 1 WHERE size = 12");
    EXPECT_EQ(store.findings(), Findings({"missing@3", "bad_signature@11", "missing@18"}));
}

TEST_P(JournalOnEveryEngine, AnEntryRewrittenWithItsLeafIsCaughtByTheSignedRoot) {
    JournalStore store(GetParam(), 20);
    auto const entries = store.ask([&](Reader& reader) { return store->journal().feed(reader, county, {}, 100); });
    store.tamper(
        fmt::format("UPDATE journal SET leaf = (SELECT leaf FROM journal WHERE sequence = {1}), "
                    "body = (SELECT body FROM journal WHERE sequence = {1}) WHERE sequence = {0}",
                    year_2020 + 7, year_2020 + 8));
    auto const findings = store.findings();
    EXPECT_EQ(std::count(findings.begin(), findings.end(), "altered@7"), 1);
    EXPECT_EQ(std::count(findings.begin(), findings.end(), "head_mismatch@6"), 1);
}

TEST_P(JournalOnEveryEngine, AnAlteredTileIsToldApartFromAnAlteredEntry) {
    JournalStore store(GetParam(), 600, 100);
    store.tamper(
        "UPDATE journal_tile SET hashes = (SELECT hashes FROM journal_tile WHERE level = 0 AND tile = 1) "
        "WHERE level = 0 AND tile = 0");
    auto const findings = store.findings();
    EXPECT_EQ(findings.size(), 256U);
    EXPECT_EQ(std::count_if(findings.begin(), findings.end(), [](auto const& f) { return f.starts_with("altered@"); }), 256);
}

TEST_P(JournalOnEveryEngine, ProofsHoldForEveryEntryAndSize) {
    JournalStore store(GetParam(), 700, 37);
    auto const head = store.ask([&](Reader& reader) { return store->journal().head(reader, county, 2020); });
    EXPECT_EQ(head.size, 700);
    EXPECT_TRUE(verify_head(head, store->journal().public_key()));
    auto forged = head;
    forged.size = 699;
    EXPECT_FALSE(verify_head(forged, store->journal().public_key()));
    auto const entries = store.ask([&](Reader& reader) { return store->journal().feed(reader, county, {}, 1000); });
    ASSERT_EQ(entries.size(), 700U);
    for (std::int64_t index = 0; index < 700; index += 13) {
        auto const path =
            store.ask([&](Reader& reader) { return store->journal().inclusion(reader, county, 2020, index, 700); });
        EXPECT_TRUE(verify_inclusion(entries[std::size_t(index)].leaf, index, 700, path, head.root)) << index;
    }
    Frontier old;
    for (std::int64_t from = 1; from <= 700; ++from) {
        old.append(entries[std::size_t(from) - 1].leaf);
        if (from % 29 != 0) continue;
        auto const path =
            store.ask([&](Reader& reader) { return store->journal().consistency(reader, county, 2020, from, 700); });
        EXPECT_TRUE(verify_consistency(from, old.root(), 700, head.root, path)) << from;
    }
    EXPECT_TRUE(store
                    ->read([&](Reader& reader) -> Result<void> {
                        EXPECT_EQ(store->journal().inclusion(reader, county, 2020, 700, 700).error().number(), "400.7");
                        EXPECT_EQ(store->journal().inclusion(reader, county, 2020, 0, 701).error().number(), "400.7");
                        EXPECT_EQ(store->journal().consistency(reader, county, 2020, 0, 700).error().number(), "400.7");
                        return {};
                    })
                    .has_value());
}

TEST_P(JournalOnEveryEngine, TheLogGrowsOnAfterARestartAtAnySize) {
    for (int const count : {1, 255, 256, 300, 513}) {
        JournalStore store(GetParam(), count, 100);
        store.reopen();
        store.add(2, 1);
        EXPECT_EQ(store.last.index(), count + 1);
        EXPECT_EQ(store.findings(), Findings()) << count;
    }
}

TEST_P(JournalOnEveryEngine, ANewCivilYearIsANewLog) {
    JournalStore store(GetParam(), 5);
    store.clock.set(parse_instant("2021-01-01T00:00:00+08:00").value());
    store.add(4, 2);
    EXPECT_EQ(store.last.year(), 2021);
    EXPECT_EQ(store.last.index(), 3);
    EXPECT_EQ(store.findings(), Findings());
    auto const feed = store.ask([&](Reader& reader) { return store->journal().feed(reader, county, {year_2020 + 3}, 3); });
    ASSERT_EQ(feed.size(), 3U);
    EXPECT_EQ(feed[0].sequence.value, year_2020 + 4);
    EXPECT_EQ(feed[1].sequence.year(), 2021);
    store.tamper("DELETE FROM journal WHERE sequence < 20210000000000");
    EXPECT_EQ(store.findings(), Findings({"missing@0"}));
}

TEST_P(JournalOnEveryEngine, AWriterRefusesToContinueALogThatWasCut) {
    JournalStore store(GetParam(), 20);
    store.tamper(fmt::format("DELETE FROM journal WHERE sequence >= {}", year_2020 + 15));
    store.reopen();
    auto const outcome = store->write([&](Tx& tx) -> Result<void> { return tx.append(entry(store.id())), Result<void>(); });
    EXPECT_EQ(outcome.error().number(), "500.43");
}

TEST_P(JournalOnEveryEngine, HistoryFollowsTheChainNewestFirst) {
    JournalStore store(GetParam(), 5);
    auto const record = store.id();
    Sequence last;
    for (int version = 1; version <= 4; ++version) {
        store.add(3, 3);
        store
            ->write([&](Tx& tx) -> Result<void> {
                Entry e = entry(record);
                e.version = version;
                e.previous = last;
                last = tx.append(e);
                return {};
            })
            .value();
    }
    auto const history = store.ask([&](Reader& reader) { return store->journal().history(reader, county, last, 3); });
    ASSERT_EQ(history.size(), 3U);
    EXPECT_EQ(history[0].version, 4);
    EXPECT_EQ(history[2].version, 2);
}

}  // namespace
}  // namespace fx::store
