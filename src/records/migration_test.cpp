/// The committed migrations make exactly the tables that the catalogue and the engine mean.

#include "records/migration.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace fx::records {
namespace {

using Lines = std::set<std::string>;

constexpr auto remedy =
    "the catalogue and migrations/ differ: let `fangxian catalog migration` propose the SQL, review and commit it";

catalog::Catalogue const& product() {
    static auto const loaded = catalog::load(catalog::embedded_sources());
    return *loaded.catalogue;
}

std::string migrations_of(std::string const& engine) {
    std::set<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator("migrations"))
        if (entry.path().string().ends_with("." + engine + ".sql")) files.insert(entry.path());
    std::ostringstream sql;
    for (auto const& file : files) sql << std::ifstream(file).rdbuf();
    return sql.str();
}

/// What SQLite says of a schema: "table.column TYPE key", and the text of every index.
Lines schema_after(std::string const& sql) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open(":memory:", &database), SQLITE_OK);
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK) << (error ? error : "");
    sqlite3_free(error);
    Lines lines;
    auto const collect = [](void* out, int, char** cells, char**) {
        static_cast<Lines*>(out)->insert(cells[0]);
        return 0;
    };
    for (auto const* query :
         {"SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c.pk FROM sqlite_master m, pragma_table_info(m.name) c "
          "WHERE m.type = 'table'",
          "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"})
        EXPECT_EQ(sqlite3_exec(database, query, collect, &lines, nullptr), SQLITE_OK);
    sqlite3_close(database);
    return lines;
}

/// "table.column" of every CREATE TABLE and ADD COLUMN, whatever the types are called.
Lines named_columns(std::string const& sql) {
    Lines out;
    std::regex const table(R"(CREATE TABLE (\w+) \(([^;]*?)PRIMARY KEY)"), column(R"((\w+) [A-Z]+[^,]*,)"),
        added(R"(ALTER TABLE (\w+) ADD COLUMN (\w+))");
    for (std::sregex_iterator at(sql.begin(), sql.end(), table), end; at != end; ++at) {
        auto const body = (*at)[2].str();
        for (std::sregex_iterator each(body.begin(), body.end(), column); each != end; ++each)
            out.insert((*at)[1].str() + "." + (*each)[1].str());
    }
    for (std::sregex_iterator at(sql.begin(), sql.end(), added), end; at != end; ++at)
        out.insert((*at)[1].str() + "." + (*at)[2].str());
    return out;
}

std::vector<std::string> missing(Lines const& wanted, Lines const& present) {
    std::vector<std::string> out;
    std::ranges::set_difference(wanted, present, std::back_inserter(out));
    return out;
}

TEST(CommittedSchema, TheCommittedOnesMakeTheCataloguesTables) {
    auto const wanted = schema_after(fixed_tables(Dialect::sqlite) + propose_migration(nullptr, product(), Dialect::sqlite));
    ASSERT_GT(wanted.size(), 200U);
    EXPECT_EQ(missing(wanted, schema_after(migrations_of("sqlite"))), std::vector<std::string>()) << remedy;
}

TEST(CommittedSchema, BothDatabasesGetTheSameColumns) {
    auto const sqlite = named_columns(migrations_of("sqlite")), postgres = named_columns(migrations_of("postgres"));
    ASSERT_GT(sqlite.size(), 200U);
    EXPECT_EQ(missing(sqlite, postgres), std::vector<std::string>());
    EXPECT_EQ(missing(postgres, sqlite), std::vector<std::string>());
}

std::string a_field(std::string const& name, std::string const& kind, std::string const& more = R"("privacy":"open")") {
    return R"({"name":")" + name + R"(","kind":")" + kind + R"(","label":{"zh":"项","en":"Item"},)" + more + "}";
}

TEST(CommittedSchema, ASitesOwnFieldsNeedNoColumn) {
    auto const site = catalog::load(
        catalog::embedded_sources(),
        {{"network/household.jsonc", R"({"type":"household","add_fields":[)" + a_field("well_depth_m", "integer") + "]}"}});
    ASSERT_TRUE(site.catalogue);
    EXPECT_EQ(propose_migration(&product(), *site.catalogue, Dialect::sqlite), "");
}

}  // namespace
}  // namespace fx::records
