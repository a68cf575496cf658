#include "store/sqlite/session.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>

namespace fx::store::sqlite {

void SqliteSession::rollback() {
    if (sqlite3_get_autocommit(db_.get()) == 0) static_cast<void>(run("ROLLBACK"));
}

Result<void> SqliteSession::run(std::string_view sql) {
    FX_TRY(auto* const statement, statements_.get(sql));
    Use const use(statement->handle.get());
    int const code = sqlite3_step(statement->handle.get());
    if (code != SQLITE_DONE && code != SQLITE_ROW) return problem(sqlite3_extended_errcode(db_.get()), sql);
    return {};
}

Result<void> SqliteSession::each(std::string_view sql, std::span<Value const> parameters,
                                 std::function<void(Row&)> const& visit) {
    FX_TRY(auto* const statement, statements_.get(sql));
    auto* const handle = statement->handle.get();
    Use const use(handle);
    for (std::size_t i = 0; i < statement->parameters.size(); ++i) {
        auto const number = std::size_t(statement->parameters[i]);
        if (number < 1 || number > parameters.size())
            return Problem(ProblemKind::store_unavailable).because(fmt::format("no parameter ${} for {}", number, sql));
        bind(handle, int(i) + 1, Cell::of(parameters[number - 1]));
    }
    Row row;
    int const columns = sqlite3_column_count(handle);
    int code;
    while ((code = sqlite3_step(handle)) == SQLITE_ROW) {
        row.clear();
        row.reserve(std::size_t(columns));
        for (int i = 0; i < columns; ++i) row.push_back(column_value(handle, i));
        visit(row);
    }
    if (code != SQLITE_DONE) return problem(sqlite3_extended_errcode(db_.get()), sql);
    return {};
}

/// Whether the primary key is the table's only index: then OR REPLACE overwrites in one step and can meet no other row.
bool SqliteSession::only_primary_key(Table const& table) {
    auto const indexes = query(fmt::format("PRAGMA index_list({})", table.name), {});
    return indexes.has_value() && indexes->size() == 1;
}

SqliteSession::Plan const& SqliteSession::plan(Table const& table) {
    Plan& plan = plans_[table.name];
    if (plan.columns == table.columns.size()) return plan;
    std::string names, marks, keys, match, update;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        auto const& name = table.columns[i].name;
        names += (i ? ", " : "") + name;
        marks += i ? ", ?" : "?";
        if (i < table.key_columns) {
            keys += (i ? ", " : "") + name;
            match += (i ? " AND " : "") + name + " = ?";
        } else {
            update += (update.empty() ? "" : ", ") + name + " = excluded." + name;
        }
    }
    plan.columns = table.columns.size();
    plan.get = fmt::format("SELECT {} FROM {} WHERE {}", names, table.name, match);
    plan.insert = fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, names, marks);
    plan.replace = only_primary_key(table) ? fmt::format("REPLACE INTO {} ({}) VALUES ({})", table.name, names, marks)
                                           : fmt::format("{} ON CONFLICT ({}) DO {}", plan.insert, keys,
                                                         update.empty() ? "NOTHING" : "UPDATE SET " + update);
    plan.erase = fmt::format("DELETE FROM {} WHERE {}", table.name, match);
    return plan;
}

Result<std::vector<std::optional<Row>>> SqliteSession::get_many(Table const& table, std::span<Row const> keys) {
    auto const& sql = plan(table).get;
    FX_TRY(auto* const statement, statements_.get(sql));
    auto* const handle = statement->handle.get();
    std::vector<std::optional<Row>> rows(keys.size());
    for (std::size_t k = 0; k < keys.size(); ++k) {
        Use const use(handle);
        for (std::size_t i = 0; i < table.key_columns; ++i) bind(handle, int(i) + 1, Cell::of(keys[k].at(i)));
        int const code = sqlite3_step(handle);
        if (code == SQLITE_DONE) continue;
        if (code != SQLITE_ROW) return problem(sqlite3_extended_errcode(db_.get()), sql);
        Row& row = rows[k].emplace();
        row.reserve(table.columns.size());
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            row.push_back(column_value(handle, int(i), table.columns[i].type));
    }
    return rows;
}

Result<void> SqliteSession::run_many(std::string_view sql, std::span<Cell const> cells, std::size_t width) {
    FX_ASSERT(cells.size() % width == 0);
    FX_TRY(auto* const statement, statements_.get(sql));
    auto* const handle = statement->handle.get();
    for (std::size_t at = 0; at < cells.size(); at += width) {
        Use const use(handle);
        for (std::size_t i = 0; i < width; ++i) bind(handle, int(i) + 1, cells[at + i]);
        if (sqlite3_step(handle) != SQLITE_DONE) return problem(sqlite3_extended_errcode(db_.get()), sql);
    }
    return {};
}

Result<void> SqliteSession::write_rows(Table const& table, std::span<Cell const> cells, Clash clash) {
    auto const& plans = plan(table);
    return run_many(clash == Clash::replace ? plans.replace : plans.insert, cells, table.columns.size());
}

Result<void> SqliteSession::erase_rows(Table const& table, std::span<Cell const> cells) {
    return run_many(plan(table).erase, cells, table.key_columns);
}

/// Without statistics SQLite 3.40 takes the primary key's first column, which is the county in every table, for nearly as
/// selective as an index on two columns, and reads the county row by row for each look into an index. ANALYZE would depend
/// on what the site held on that day; these figures never change: a million rows of one county, a thousandth of them for
/// each further column of an index. Format of sqlite_stat1: https://www.sqlite.org/fileformat2.html#stat1tab
Result<void> SqliteSession::settle_plans() {
    return script(R"(
        ANALYZE sqlite_schema;
        DELETE FROM sqlite_stat1;
        INSERT INTO sqlite_stat1 (tbl, idx, stat)
        SELECT tbl, CASE origin WHEN 'pk' THEN tbl ELSE idx END,
               '1000000' || group_concat(' ' || CASE WHEN at = 0 THEN 1000000 WHEN uniq AND at = last THEN 1
                                                     WHEN at = 1 THEN 1000 ELSE 10 END, '')
        FROM (SELECT t.name AS tbl, l.name AS idx, l.origin AS origin, l."unique" AS uniq, i.seqno AS at,
                     max(i.seqno) OVER (PARTITION BY t.name, l.name) AS last
              FROM sqlite_schema t, pragma_index_list(t.name) l, pragma_index_info(l.name) i
              WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
              ORDER BY t.name, l.name, i.seqno)
        GROUP BY tbl, idx;
        ANALYZE sqlite_schema;)");
}

Result<void> SqliteSession::script(std::string_view sql) {
    int const code = sqlite3_exec(db_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return problem(sqlite3_extended_errcode(db_.get()), sql);
    return {};
}

}  // namespace fx::store::sqlite
