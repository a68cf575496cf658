#include "store/migrate.hpp"

#include "store/postgres/engine.hpp"
#include "store/sqlite/engine.hpp"
#include "store/test_store.hpp"

#include <gtest/gtest.h>

namespace fx::store {
namespace {

using namespace test;

class MigrateOnEveryEngine : public OnEveryEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, MigrateOnEveryEngine, testing::Values("sqlite", "postgres"));

/// A database without any table, and the connection that writes it.
class Empty {
public:
    explicit Empty(std::string_view engine) {
        auto pattern = (std::filesystem::temp_directory_path() / "fangxian-store-XXXXXX").string();
        options_.directory = ::mkdtemp(pattern.data());
        if (engine == "postgres") options_.url = database_.emplace().url();
        engine_ =
            (engine == "postgres" ? postgres::PostgresEngine::open(options_) : sqlite::SqliteEngine::open(options_)).value();
        session_ = engine_->open_writer().value();
    }
    ~Empty() {
        session_.reset();
        engine_.reset();
        std::filesystem::remove_all(options_.directory);
    }
    Empty(Empty const&) = delete;
    Empty& operator=(Empty const&) = delete;

    Session& session() { return *session_; }
    std::int64_t count(std::string const& table) {
        auto const rows = session_->query("SELECT count(*) FROM " + table, {});
        return rows.has_value() ? *integer_in((*rows)[0][0]) : -1;
    }

private:
    Options options_;
    std::optional<TestDatabase> database_;
    std::unique_ptr<Engine> engine_;
    std::unique_ptr<Session> session_;
};

TEST_P(MigrateOnEveryEngine, EveryEarlierVersionComesUpAndAgainChangesNothing) {
    auto const all = migrations_of(GetParam());
    ASSERT_FALSE(all.empty());
    for (std::size_t version = 0; version <= all.size(); ++version) {
        Empty database(GetParam());
        ASSERT_TRUE(migrate(database.session(), std::span(all).first(version), {1}).has_value()) << version;
        EXPECT_EQ(check_schema(database.session(), all).has_value(), version == all.size());
        ASSERT_TRUE(migrate(database.session(), all, {2}).has_value()) << version;
        ASSERT_TRUE(migrate(database.session(), all, {3}).has_value()) << version;
        EXPECT_TRUE(check_schema(database.session(), all).has_value());
        EXPECT_EQ(database.count("schema_version"), std::int64_t(all.size()));
        EXPECT_EQ(database.count("journal"), 0);
    }
}

TEST_P(MigrateOnEveryEngine, NumbersHaveNoGapsAndBothEnginesTheSame) {
    auto const all = migrations_of(GetParam());
    auto const others = migrations_of(std::string_view(GetParam()) == "sqlite" ? "postgres" : "sqlite");
    ASSERT_EQ(all.size(), others.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].number, int(i));
        EXPECT_EQ(all[i].name, others[i].name);
    }
}

TEST_P(MigrateOnEveryEngine, ANewerDatabaseIsRefused) {
    Empty database(GetParam());
    auto all = migrations_of(GetParam());
    migrate(database.session(), all, {1}).value();
    auto const older_program = std::span(all).first(all.size() - 1);
    EXPECT_EQ(migrate(database.session(), older_program, {2}).error().number(), "409.46");
    EXPECT_EQ(check_schema(database.session(), older_program).error().number(), "409.46");
}

TEST_P(MigrateOnEveryEngine, AnAlteredOldMigrationIsRefused) {
    Empty database(GetParam());
    auto all = migrations_of(GetParam());
    migrate(database.session(), all, {1}).value();
    auto const altered = std::string(all[0].sql) + "-- altered";
    all[0].sql = altered;
    EXPECT_EQ(migrate(database.session(), all, {2}).error().number(), "409.46");
}

TEST_P(MigrateOnEveryEngine, AMigrationThatFailsLeavesNothingOfItself) {
    Empty database(GetParam());
    auto const engine = std::string_view(GetParam());
    std::vector<Migration> const broken = {
        {0, "good", engine, "CREATE TABLE good (county BIGINT)"},
        {1, "bad", engine, "CREATE TABLE half (county BIGINT); INSERT INTO nowhere VALUES (1)"}};
    EXPECT_TRUE(migrate(database.session(), broken, {1}).has_error());
    EXPECT_EQ(database.count("good"), 0);
    EXPECT_EQ(database.count("half"), -1);
    EXPECT_EQ(database.count("schema_version"), 1);
}

/// Asked for one value of an index beside the county, SQLite must not read the county.
TEST(Migrate, EveryIndexOfSqliteIsUsed) {
    Empty database("sqlite");
    migrate(database.session(), migrations_of("sqlite"), {1}).value();
    auto const indexes = database.session()
                             .query(
                                 "SELECT t.name, c.name FROM sqlite_schema t, pragma_index_list(t.name) l, "
                                 "pragma_index_info(l.name) c WHERE l.origin = 'c' AND c.seqno = 1 "
                                 "AND l.partial = 0",  // a partial one serves the question it was made for
                                 {})
                             .value();
    ASSERT_GT(indexes.size(), 10U);
    for (auto const& row : indexes) {
        auto const table = *text_in(row[0]), column = *text_in(row[1]);
        auto const plan = database.session()
                              .query("EXPLAIN QUERY PLAN SELECT * FROM " + table + " WHERE county = 1 AND " + column +
                                         " = 2 ORDER BY id DESC LIMIT 20",
                                     {})
                              .value();
        EXPECT_NE(text_in(plan.front().back())->find("(county=? AND " + column + "=?"), std::string::npos)
            << *text_in(plan.front().back());
    }
}

/// Visits are looked for by household, and counted by day: each in the index that was made for it.
TEST(Migrate, VisitsOfARoundAreFoundByHouseholdAndByDay) {
    Empty database("sqlite");
    migrate(database.session(), migrations_of("sqlite"), {1}).value();
    auto const plan_of = [&](std::string const& also) {
        auto const rows =
            database.session()
                .query(
                    "EXPLAIN QUERY PLAN SELECT place, COUNT(*) FROM r_household_screening WHERE county = 1 AND "
                    "place BETWEEN 1 AND 9 AND round IN (2, 3) AND " +
                        also + " GROUP BY place",
                    {})
                .value();
        return *text_in(rows.front().back());
    };
    EXPECT_NE(plan_of("visited_at BETWEEN 1 AND 2").find("round_visited_at (county=? AND round=? AND visited_at>?"),
              std::string::npos);
    EXPECT_NE(plan_of("household = 7").find("round_household (county=? AND round=? AND household=?"), std::string::npos);
}

/// The beginning of a name is looked for in the index alone: rows are read for those that are shown.
TEST(Migrate, BeginningsOfNamesAreFoundInTheIndexAlone) {
    Empty database("sqlite");
    migrate(database.session(), migrations_of("sqlite"), {1}).value();
    for (auto const& [table, key] : {std::pair{"r_person", "name_sound"},
                                     {"r_person", "name_initials"},
                                     {"r_household", "head_name_pinyin"},
                                     {"r_household", "head_name_initials"}}) {
        auto const of = std::string(table);
        for (std::string const condition : {" = 'wxm'", " >= 'wx' AND %s < 'wy'"}) {
            auto wanted = condition;
            if (auto const at = wanted.find("%s"); at != wanted.npos) wanted.replace(at, 2, key);
            auto const plan =
                database.session()
                    .query("EXPLAIN QUERY PLAN SELECT id FROM " + of + " WHERE county = 1 AND place BETWEEN 1 AND 9 AND " +
                               key + wanted + " ORDER BY " + (wanted.starts_with(" =") ? "" : key + std::string(", ")) +
                               "place, id LIMIT 21",
                           {})
                    .value();
            EXPECT_NE(text_in(plan.front().back())->find("COVERING INDEX " + of + "_" + key + "_place"), std::string::npos)
                << *text_in(plan.front().back());
            EXPECT_EQ(plan.size(), 1U) << "sorted by the index: " << *text_in(plan.back().back());
        }
    }
}

/// A household's visits lie under their rounds: a look for each round, never the county's visits one by one.
TEST(Migrate, VisitsOfAHouseholdAreFoundThroughTheRounds) {
    Empty database("sqlite");
    migrate(database.session(), migrations_of("sqlite"), {1}).value();
    for (std::string const order :
         {"", " ORDER BY id LIMIT 20", " ORDER BY id DESC LIMIT 20", " ORDER BY visited_at DESC LIMIT 20"}) {
        auto const plan =
            database.session()
                .query(
                    "EXPLAIN QUERY PLAN SELECT * FROM r_household_screening WHERE county = 1 AND +place BETWEEN 1 AND 9 "
                    "AND household = 2 AND round IN (SELECT id FROM r_screening_round WHERE county = 1)" +
                        order,
                    {})
                .value();
        EXPECT_NE(text_in(plan.front().back())
                      ->find("INDEX r_household_screening_round_household (county=? AND round=? AND household=?"),
                  std::string::npos)
            << order << ": " << *text_in(plan.front().back());
    }
}

}  // namespace
}  // namespace fx::store
