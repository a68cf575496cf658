#include "records/migration.hpp"
#include "records/present.hpp"
#include "records/record.hpp"
#include "records/seal.hpp"
#include "records/sql_filter.hpp"

#include "base/text.hpp"
#include "catalog/predicate_json.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace fx::records {
namespace {

Sealer sealer() {
    Sealer::Key key{};
    key[0] = 7;
    return Sealer(key);
}

catalog::Catalogue const& catalogue() {
    static auto const loaded = catalog::load(catalog::embedded_sources());
    return *loaded.catalogue;
}

TEST(Seal, OpensWhereItBelongsAndNowhereElse) {
    auto const s = sealer();
    auto const sealed = s.seal("610627195406178019", "a.id_number");
    EXPECT_EQ(s.open(sealed, "a.id_number").value(), "610627195406178019");
    EXPECT_EQ(s.seal("610627195406178019", "a.id_number"), sealed);
    EXPECT_NE(s.seal("610627195406178019", "b.id_number"), sealed);
    EXPECT_TRUE(s.open(sealed, "b.id_number").has_error());
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto altered = sealed;
        altered[i] ^= 1;
        EXPECT_TRUE(s.open(altered, "a.id_number").has_error());
    }
    EXPECT_TRUE(s.open({}, "a.id_number").has_error());
}

TEST(Seal, HashesAreEqualForEqualTextInOneField) {
    auto const s = sealer();
    EXPECT_EQ(s.hash("13800000000", "phone"), s.hash("13800000000", "phone"));
    EXPECT_NE(s.hash("13800000000", "phone"), s.hash("13800000000", "id_number"));
    EXPECT_NE(s.hash("13800000000", "phone"), s.hash("13800000001", "phone"));
}

TEST(Record, RowAndBodyReadBackAndHoldNoIdentityInClear) {
    RecordTable const table(*catalogue().type("person"));
    auto const s = sealer();
    SeededRandom random(1);
    Record record;
    record.county = 610627000000;
    record.id = make_id({1'580'000'000'000}, random);
    record.place = Place::division(610627101201);
    record.state = "active";
    record.version = 3;
    record.values.resize(table.type().fields.size());
    record.values[std::size_t(table.type().field_index("name"))] = std::string("王建国");
    record.values[std::size_t(table.type().field_index("id_number"))] = std::string("610627195406178019");
    record.values[std::size_t(table.type().field_index("birth_date"))] = std::int64_t(-5677);
    auto const row = table.to_row(record, s);
    for (auto const& cell : row) EXPECT_EQ(plain_text(cell).find("19540617"), std::string::npos);
    auto const back = table.from_row(row, s).value();
    EXPECT_EQ(back.values, record.values);
    EXPECT_EQ(back.place, record.place);
    auto const body = table.body(record.id, record.values, {}, s);
    EXPECT_EQ(body.find("610627195406178019"), body.npos);
    std::vector<Value> values(record.values.size());
    ASSERT_TRUE(table.apply_body(record.id, body, values, s).has_value());
    EXPECT_EQ(values, record.values);
}

std::string where(std::string const& type, std::string const& predicate) {
    RecordTable const table(*catalogue().type(type));
    auto const s = sealer();
    SqlFilter filter(table, s);
    auto const parsed = catalog::parse_predicate(boost::json::parse(predicate), table.type().fields);
    if (parsed.has_error()) return parsed.error().number();
    auto const added = filter.add(*parsed);
    return added.has_error() ? added.error().number() : filter.where();
}

TEST(Filter, UserTextIsAParameterAndSealedFieldsAreSearchedByTheirHash) {
    EXPECT_EQ(where("person", R"({"eq":["name","x' OR 1=1 --"]})"), "((name_initials = $2 AND name = $1))")
        << "a name has no index, its key has";
    EXPECT_EQ(where("person", R"({"eq":["phone","13800000000"]})"), "(phone_hash = $1)");
    EXPECT_EQ(where("person", R"({"range":["birth_date","1950-01-01",null]})"),
              "(birth_date IS NOT NULL AND birth_date >= $1 AND 1 = 1)");
    EXPECT_EQ(where("person", R"({"not":{"present":"employer"}})"), "(NOT COALESCE(((employer IS NOT NULL)), 1 = 0))");
    EXPECT_EQ(where("person", R"({"eq":["no_such_field","x"]})").substr(0, 3), "400");
    EXPECT_EQ(where("person", R"({"drop table":["name","x"]})").substr(0, 3), "400");
}

TEST(Filter, WhatARoleMayNotReadItMayNotAskAboutEither) {
    auto type = *catalogue().type("person");
    int const birth = type.field_index("birth_date");
    type.fields[std::size_t(birth)].read_roles = {"cdc_officer"};
    for (auto const* filter : {R"({"present":"birth_date"})", R"({"range":["birth_date",null,"1950-01-01"]})",
                               R"({"any":[{"eq":["name","x"]},{"not":{"present":"birth_date"}}]})",
                               R"({"range":["valid_from",{"field":"birth_date"},null]})"}) {
        auto const parsed = catalog::parse_predicate(boost::json::parse(filter), type.fields).value();
        EXPECT_EQ(unreadable_field(parsed, type, "grid_worker"), birth) << filter;
        EXPECT_EQ(unreadable_field(parsed, type, "cdc_officer"), -1) << filter;
    }
    auto const other = catalog::parse_predicate(boost::json::parse(R"({"eq":["name","x"]})"), type.fields).value();
    EXPECT_EQ(unreadable_field(other, type, "grid_worker"), -1);
}

/// All migrations of an engine in one text.
std::string migrations(std::string const& engine) {
    std::set<std::filesystem::path> files;
    for (auto const& file : std::filesystem::directory_iterator("migrations"))
        if (file.path().string().ends_with("." + engine + ".sql")) files.insert(file.path());
    std::stringstream text;
    for (auto const& file : files) text << std::ifstream(file).rdbuf();
    return text.str();
}

/// CREATE TABLE without the columns that a later migration has added: as it was first committed.
std::string as_first_made(std::string_view statement, std::string const& committed) {
    std::string out;
    std::string_view table;
    for (auto const line : split(statement, '\n')) {
        if (line.starts_with("CREATE TABLE ")) table = line.substr(13, line.size() - 15);
        auto const column = std::string(trim(line.ends_with(',') ? line.substr(0, line.size() - 1) : line));
        if (committed.find("ALTER TABLE " + std::string(table) + " ADD COLUMN " + column + ";") == committed.npos)
            out += (out.empty() ? "" : "\n") + std::string(line);
    }
    return out;
}

/// Everything the catalogue needs is in the committed migrations, statement by statement: a forgotten one fails here.
TEST(Migration, TheCommittedOnesMakeWhatTheCatalogueProposes) {
    for (auto const& [dialect, name] : {std::pair(Dialect::sqlite, "sqlite"), std::pair(Dialect::postgres, "postgres")}) {
        auto const committed = migrations(name);
        auto const proposed = fixed_tables(dialect) + propose_migration(nullptr, catalogue(), dialect);
        std::size_t statements = 0;
        for (std::size_t from = 0, end; (end = proposed.find(";\n", from)) != proposed.npos; from = end + 2) {
            auto const statement = trim(std::string_view(proposed).substr(from, end + 1 - from));
            EXPECT_NE(committed.find(as_first_made(statement, committed)), committed.npos)
                << name << ": the catalogue has changed; add a migration (fangxian catalog migration)\n"
                << statement;
            ++statements;
        }
        EXPECT_GT(statements, 20U);
    }
}

TEST(Migration, ANewFieldIsANewColumnAndAGoneFieldStaysInTheDatabase) {
    auto const source = [](std::string const& fields) {
        return std::vector<catalog::Source>{
            {"network/thing.jsonc", R"({"type":"thing","label":{"zh":"物","en":"Thing"},"plural":{"zh":"物","en":"Things"},
            "source":"test","title":["name"],"place":{"from":"post"},"fields":[)" +
                                        fields + R"(],"permissions":{"read":["auditor"]}})"},
            {"codes/post_role.jsonc",
             R"({"list":"post_role","label":{"zh":"角色","en":"Role"},"source":"test","codes":[{"code":"auditor","label":{"zh":"审计员","en":"auditor"}}]})"}};
    };
    std::string const name = R"({"name":"name","kind":"text","privacy":"open","label":{"zh":"名称","en":"Name"}})";
    std::string const weight = R"({"name":"weight","kind":"integer","privacy":"open","label":{"zh":"重量","en":"Weight"}})";
    auto const before = catalog::load(source(name + "," + weight)), after = catalog::load(source(name)),
               back = catalog::load(source(name + "," + weight));
    ASSERT_TRUE(before.catalogue && after.catalogue) << before.mistakes.size();
    EXPECT_EQ(propose_migration(before.catalogue.get(), *after.catalogue, Dialect::sqlite), "");
    EXPECT_EQ(propose_migration(after.catalogue.get(), *back.catalogue, Dialect::postgres),
              "\nALTER TABLE r_thing ADD COLUMN weight BIGINT;\n");
}

}  // namespace
}  // namespace fx::records
