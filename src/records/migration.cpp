#include "records/migration.hpp"

#include "records/access_log.hpp"
#include "records/bulk.hpp"
#include "records/obligation.hpp"
#include "records/quarantine.hpp"
#include "records/record.hpp"

#include <algorithm>

namespace fx::records {
namespace {

std::string_view sql_type(store::ColumnType type, Dialect dialect) {
    bool const sqlite = dialect == Dialect::sqlite;
    switch (type) {
        case store::ColumnType::integer: return sqlite ? "INTEGER" : "BIGINT";
        case store::ColumnType::text: return "TEXT";
        case store::ColumnType::id: return sqlite ? "BLOB" : "UUID";
        case store::ColumnType::bytes: return sqlite ? "BLOB" : "BYTEA";
    }
    return "";
}

std::string create_table(store::Table const& table, Dialect dialect) {
    std::string sql = "CREATE TABLE " + table.name + " (\n", key;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        sql += "    " + table.columns[i].name + " " + std::string(sql_type(table.columns[i].type, dialect));
        if (i < table.key_columns) {
            sql += " NOT NULL";
            key += (key.empty() ? "" : ", ") + table.columns[i].name;
        }
        sql += ",\n";
    }
    // The key orders the rows themselves: one tree less to write on SQLite.
    return sql + "    PRIMARY KEY (" + key + ")\n)" + (dialect == Dialect::sqlite ? " WITHOUT ROWID" : "") + ";\n";
}

std::string create_index(std::string const& table, std::vector<std::string> const& columns) {
    std::string name = table, list = "county";
    for (auto const& column : columns) {
        name += "_" + column;
        list += ", " + column;
    }
    return "CREATE INDEX " + name + " ON " + table + " (" + list + ");\n";
}

/// The declared indexes, one for every searchable field (its keyed hash when it is sealed) unless it leads a declared one,
/// and one for every key of a name, in which whoever answers for a village finds its own persons at once.
std::vector<std::vector<std::string>> indexes(catalog::RecordType const& type) {
    auto out = type.indexes;
    auto const leads = [&](std::string const& column) {
        return std::ranges::any_of(type.indexes, [&](auto const& index) { return index.front() == column; });
    };
    for (auto const& field : type.fields)
        if (auto const column = RecordTable::sealed(field) ? field.name + "_hash" : field.name;
            field.searchable && !field.extension && !leads(column))
            out.push_back({column});
    RecordTable const table(type);
    for (auto const& key : table.name_keys()) out.push_back({table.table().columns[std::size_t(key.column)].name, "place"});
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::string whole_type(catalog::RecordType const& type, Dialect dialect) {
    RecordTable const records(type);
    auto const& table = records.table();
    auto sql = "\n" + create_table(table, dialect);
    for (auto const& columns : indexes(type)) sql += create_index(table.name, columns);
    return sql;
}

std::string changed_type(catalog::RecordType const& before, catalog::RecordType const& after, Dialect dialect) {
    RecordTable const old_table(before), new_table(after);
    std::string sql;
    for (auto const& column : new_table.table().columns) {
        auto const& known = old_table.table().columns;
        if (std::any_of(known.begin(), known.end(), [&](auto const& c) { return c.name == column.name; })) continue;
        sql += "ALTER TABLE " + new_table.table().name + " ADD COLUMN " + column.name + " " +
               std::string(sql_type(column.type, dialect)) + ";\n";
    }
    auto const known = indexes(before);
    for (auto const& columns : indexes(after))
        if (std::find(known.begin(), known.end(), columns) == known.end())
            sql += create_index(new_table.table().name, columns);
    return sql.empty() ? sql : "\n" + sql;
}

}  // namespace

std::string propose_migration(catalog::Catalogue const* before, catalog::Catalogue const& after, Dialect dialect) {
    std::string sql;
    for (auto const* type : after.types()) {
        auto const* known = before == nullptr ? nullptr : before->type(type->name);
        sql += known == nullptr ? whole_type(*type, dialect) : changed_type(*known, *type, dialect);
    }
    return sql;
}

std::string fixed_tables(Dialect dialect) {
    std::string sql;
    for (auto const* table :
         {&period_table(), &obligation_table(), &quarantine_table(), &access_log_table(), &bulk_run_table()})
        sql += "\n" + create_table(*table, dialect);
    sql += create_index("quarantine", {"state", "id"});
    for (auto const* column : {"user_id", "action", "type"}) sql += create_index("access_log", {column, "id"});
    return sql;
}

}  // namespace fx::records
