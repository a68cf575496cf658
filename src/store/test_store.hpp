#pragma once
/// A store in a directory of its own that disappears with the test, and the table the tests write.

#include "store/store.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <future>
#include <string>
#include <vector>

namespace fx::store::test {

inline std::int64_t const county = 610'627'000'000;

inline Table const household{"household",
                             {{"county", ColumnType::integer},
                              {"id", ColumnType::id},
                              {"label", ColumnType::text},
                              {"place", ColumnType::integer},
                              {"secret", ColumnType::bytes}},
                             2};

inline Row row(Id const& id, std::string label) {
    return {county, id, std::move(label), std::int64_t(610'627'100'201'003), Bytes(16, 7)};
}

inline Entry entry(Id const& record, std::string body = R"({"outcome":"seen_in_person"})") {
    Entry e;
    e.county = county;
    e.type = "household_screening";
    e.record = record;
    e.action = "create";
    e.place = {610'627'100'201'003};
    e.command = e.post = e.user = record;
    e.stated_at = {1'580'000'000'000};
    e.body = std::move(body);
    return e;
}

/// The PostgreSQL to test against, or null.
inline char const* postgres_url() { return std::getenv("FANGXIAN_TEST_POSTGRES"); }

/// A database of its own on the test server; gone with the object.
class TestDatabase {
public:
    /// A copy of `model`, which nobody may be connected to.
    explicit TestDatabase(std::string const& model = "template1")
        : name_(fmt::format("test_{:x}_{}", ::getpid(), ++count())) {
        run(fmt::format("CREATE DATABASE {} TEMPLATE {}", name_, model));
    }
    ~TestDatabase() { run("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)"); }
    TestDatabase(TestDatabase const&) = delete;
    TestDatabase& operator=(TestDatabase const&) = delete;
    std::string const& name() const { return name_; }
    std::string url() const {
        std::string const server = postgres_url();
        return server.substr(0, server.rfind('/') + 1) + name_;
    }
    static void run(std::string const& sql) {
        auto* const connection = PQconnectdb(postgres_url());
        auto* const answer = PQexec(connection, sql.c_str());
        EXPECT_EQ(PQresultStatus(answer), PGRES_COMMAND_OK) << PQerrorMessage(connection);
        PQclear(answer);
        PQfinish(connection);
    }

private:
    static int& count() {
        static int made = 0;
        return made;
    }
    std::string name_;
};

/// Tests that every engine must pass: TEST_P(OnEveryEngine, …) with TestStore store(GetParam()).
class OnEveryEngine : public testing::TestWithParam<char const*> {
protected:
    void SetUp() override {
        if (std::string_view(GetParam()) == "postgres" && !postgres_url())
            GTEST_SKIP() << "set FANGXIAN_TEST_POSTGRES=postgresql://… to test PostgreSQL too (tools/postgres.sh start DIR)";
    }
};

class TestStore {
public:
    enum class Contents { empty_table, nothing };
    explicit TestStore(std::string_view engine = "sqlite", Contents contents = Contents::empty_table)
        : directory_(make_directory()) {
        bool const empty = contents == Contents::nothing;
        if (engine == "postgres") database_.emplace(empty ? "template1" : model().name());
        if (empty) return;
        reopen();
        if (!on_postgres()) make_table(*store_, "BLOB", "BLOB");
    }
    ~TestStore() {
        store_.reset();
        std::filesystem::remove_all(directory_);
    }
    TestStore(TestStore const&) = delete;
    TestStore& operator=(TestStore const&) = delete;

    Store* operator->() { return store_.get(); }
    Store& operator*() { return *store_; }
    void close() { store_.reset(); }
    void reopen() {
        store_.reset();
        store_ = Store::open(options(), clock, random).value();
    }
    Options options() const { return {database_ ? database_->url() : "", directory_, false}; }
    bool on_postgres() const { return database_.has_value(); }
    std::string database_name() const { return database_ ? database_->name() : ""; }
    /// What is wrong with the county's journal.
    std::vector<Finding> verify() {
        std::vector<Finding> findings;
        store_
            ->read([&](Reader& reader) -> Result<void> {
                FX_TRY(findings, store_->journal().verify(reader, county));
                return {};
            })
            .value();
        return findings;
    }
    std::string const& directory() const { return directory_; }
    Id id() { return make_id(clock.now(), random); }
    /// A bytes literal in the engine's SQL.
    std::string bytes(std::string const& hex) const { return (on_postgres() ? "'\\x" : "x'") + hex + "'"; }

    std::optional<Row> get(Id const& id) {
        std::optional<Row> found;
        auto const read = store_->read([&](Reader& reader) -> Result<void> {
            FX_TRY(found, reader.get(household, {county, id}));
            return {};
        });
        read.value();
        return found;
    }

    /// Runs the jobs in one group: the first one waits until all are queued.
    std::vector<Result<void>> together(std::vector<Job> jobs) {
        std::promise<void> queued;
        auto ready = queued.get_future().share();
        std::vector<std::promise<Result<void>>> done(jobs.size() + 1);
        store_->submit([ready](Tx&) -> Result<void> { return ready.wait(), Result<void>(); },
                       [&](Result<void> outcome) { done.back().set_value(std::move(outcome)); });
        for (std::size_t i = 0; i < jobs.size(); ++i)
            store_->submit(jobs[i], [&, i](Result<void> outcome) { done[i].set_value(std::move(outcome)); });
        queued.set_value();
        std::vector<Result<void>> outcomes;
        for (auto& promise : done) outcomes.push_back(promise.get_future().get());
        outcomes.pop_back();
        return outcomes;
    }

    ManualClock clock{Instant{1'580'000'000'000}};
    SeededRandom random{7};

private:
    static std::string make_directory() {
        auto pattern = (std::filesystem::temp_directory_path() / "fangxian-store-XXXXXX").string();
        return ::mkdtemp(pattern.data());
    }
    static void make_table(Store& store, char const* id, char const* bytes) {
        store
            .execute_script(fmt::format("CREATE TABLE household (county BIGINT NOT NULL, id {} NOT NULL, label TEXT, "
                                        "place BIGINT, secret {}, PRIMARY KEY (county, id))",
                                        id, bytes))
            .value();
    }
    /// A migrated database to copy: migrating one for each test would take most of the tests' time.
    static TestDatabase const& model() {
        static TestDatabase const made;
        static bool const filled = [] {
            auto const directory = make_directory();
            SystemClock const clock;
            SecureRandom random;
            auto store = Store::open({made.url(), directory, false}, clock, random).value();
            make_table(*store, "UUID", "BYTEA");
            store.reset();
            std::filesystem::remove_all(directory);
            return true;
        }();
        static_cast<void>(filled);
        return made;
    }

    std::string directory_;
    std::optional<TestDatabase> database_;
    std::unique_ptr<Store> store_;
};

}  // namespace fx::store::test
