#include "store/postgres/session.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>

namespace fx::store::postgres {
namespace {

std::string_view array_type(ColumnType type) {
    switch (type) {
        case ColumnType::integer: return "bigint[]";
        case ColumnType::text: return "text[]";
        case ColumnType::id: return "uuid[]";
        case ColumnType::bytes: return "bytea[]";
    }
    return "";
}

Row row_of(PGresult const* result, int row, int first) {
    Row cells;
    int const columns = PQnfields(result);
    cells.reserve(std::size_t(columns - first));
    for (int i = first; i < columns; ++i) cells.push_back(value_of(result, row, i));
    return cells;
}

}  // namespace

/// A writer whose connection was lost between commits may go on when nobody else has written since: its figures in
/// memory still follow the data. After a connection lost within a commit Writer has stopped for good.
Result<void> PostgresSession::ready() {
    if (!stolen_) {
        if (!reopen_ || in_transaction_ || connection_->still_there()) return {};
        FX_TRY(connection_, reopen_());
        FX_TRY(auto const found, claimed());
        stolen_ = found != claim_;
        if (!stolen_) return {};
    }
    return Problem(ProblemKind::store_stopped, {"PostgreSQL: another writer"});
}

Result<std::string> PostgresSession::claimed() {
    FX_TRY(auto const rows, query("SELECT value FROM meta WHERE county = 0 AND name = 'writer'", {}));
    auto const* text = rows.empty() ? nullptr : text_in(rows[0][0]);
    return text ? *text : std::string();
}

Result<void> PostgresSession::claim(Random& random) {
    claim_ = fmt::format("{:016x}", random.next());
    FX_CHECK(
        query("INSERT INTO meta (county, name, value) VALUES (0, 'writer', $1) "
              "ON CONFLICT (county, name) DO UPDATE SET value = excluded.value",
              std::vector<Value>{claim_}));
    return {};
}

Result<void> PostgresSession::script(std::string_view sql) {
    FX_CHECK(ready());
    return connection_->script(std::string(sql));
}

Result<void> PostgresSession::begin(std::string_view sql) {
    FX_CHECK(ready());
    FX_CHECK(connection_->send(sql));
    in_transaction_ = true;
    return {};
}

Result<void> PostgresSession::commit() {
    FX_CHECK(connection_->send("COMMIT"));
    auto const answer = connection_->ask();
    if (answer.has_value()) {
        in_transaction_ = false;
        return {};
    }
    if (connection_->alive()) return answer.error();
    return Problem(ProblemKind::store_stopped, {"PostgreSQL"}).because(answer.error().detail());
}

void PostgresSession::rollback() {
    if (!std::exchange(in_transaction_, false) || !connection_->alive()) return;
    if (connection_->waiting()) static_cast<void>(connection_->ask());
    if (connection_->send("ROLLBACK").has_value()) static_cast<void>(connection_->ask());
}

Result<void> PostgresSession::send(std::string_view sql, std::span<Value const> parameters) {
    FX_CHECK(ready());
    parameters_.clear();
    for (auto const& value : parameters) parameters_.add(Cell::of(value));
    return connection_->send(sql, parameters_);
}

Result<Rows> PostgresSession::query(std::string_view sql, std::span<Value const> parameters) {
    FX_CHECK(send(sql, parameters));
    FX_TRY(auto const answer, connection_->ask());
    Rows rows;
    int const count = PQntuples(answer.get());
    rows.reserve(std::size_t(count));
    for (int i = 0; i < count; ++i) rows.push_back(row_of(answer.get(), i, 0));
    return rows;
}

Result<void> PostgresSession::each(std::string_view sql, std::span<Value const> parameters,
                                   std::function<void(Row&)> const& visit) {
    FX_CHECK(send(sql, parameters));
    return connection_->ask_each([&visit](PGresult const* result) {
        Row row = row_of(result, 0, 0);
        visit(row);
    });
}

/// Many keys are joined one by one from arrays. LATERAL with LIMIT keeps the planner from reading the whole table when
/// its figures for it are old.
PostgresSession::Plan const& PostgresSession::plan(Table const& table) {
    Plan& plan = plans_[table.name];
    if (plan.columns == table.columns.size()) return plan;
    std::string names, arrays, keys, key_arrays, key_names, match, lateral, update;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        auto const& [name, type] = table.columns[i];
        char const* comma = i ? ", " : "";
        names += comma + name;
        arrays += fmt::format("{}${}::{}", comma, i + 1, array_type(type));
        if (i < table.key_columns) {
            keys += comma + name;
            key_names += fmt::format("{}k{}", comma, i);
            match += fmt::format("{}{} = ${}", i ? " AND " : "", name, i + 1);
            lateral += fmt::format("{}t.{} = k.k{}", i ? " AND " : "", name, i);
        } else {
            update += fmt::format("{}{} = excluded.{}", update.empty() ? "" : ", ", name, name);
        }
        if (i + 1 == table.key_columns) key_arrays = arrays;
    }
    plan.columns = table.columns.size();
    plan.get = fmt::format("SELECT {} FROM {} WHERE {}", names, table.name, match);
    plan.get_many = fmt::format(
        "SELECT k.ord, r.* FROM unnest({}) WITH ORDINALITY AS k ({}, ord) CROSS JOIN LATERAL "
        "(SELECT {} FROM {} AS t WHERE {} LIMIT 1) AS r",
        key_arrays, key_names, names, table.name, lateral);
    plan.insert = fmt::format("INSERT INTO {} ({}) SELECT * FROM unnest({})", table.name, names, arrays);
    plan.replace =
        fmt::format("{} ON CONFLICT ({}) DO {}", plan.insert, keys, update.empty() ? "NOTHING" : "UPDATE SET " + update);
    plan.erase =
        fmt::format("DELETE FROM {} AS t USING unnest({}) AS k ({}) WHERE {}", table.name, key_arrays, key_names, lateral);
    return plan;
}

Result<std::vector<std::optional<Row>>> PostgresSession::get_many(Table const& table, std::span<Row const> keys) {
    std::vector<std::optional<Row>> rows(keys.size());
    if (keys.empty()) return rows;
    FX_CHECK(ready());
    cells_.clear();
    for (auto const& key : keys)
        for (std::size_t i = 0; i < table.key_columns; ++i) cells_.push_back(Cell::of(key.at(i)));
    parameters_.clear();
    bool const single = keys.size() == 1;
    for (std::size_t i = 0; i < table.key_columns; ++i) {
        if (single)
            parameters_.add(cells_[i]);
        else
            parameters_.add_array(table.columns[i].type, cells_, i, table.key_columns);
    }
    FX_CHECK(connection_->send(single ? plan(table).get : plan(table).get_many, parameters_));
    FX_TRY(auto const answer, connection_->ask());
    for (int i = 0; i < PQntuples(answer.get()); ++i) {
        auto const at = single ? 0 : *integer_in(value_of(answer.get(), i, 0)) - 1;
        rows[std::size_t(at)] = row_of(answer.get(), i, single ? 0 : 1);
    }
    return rows;
}

Result<void> PostgresSession::write_rows(Table const& table, std::span<Cell const> cells, Clash clash) {
    std::size_t const width = table.columns.size();
    FX_ASSERT(cells.size() % width == 0);
    parameters_.clear();
    for (std::size_t i = 0; i < width; ++i) parameters_.add_array(table.columns[i].type, cells, i, width);
    auto const& plans = plan(table);
    return connection_->send(clash == Clash::replace ? plans.replace : plans.insert, parameters_);
}

Result<void> PostgresSession::erase_rows(Table const& table, std::span<Cell const> cells) {
    parameters_.clear();
    for (std::size_t i = 0; i < table.key_columns; ++i)
        parameters_.add_array(table.columns[i].type, cells, i, table.key_columns);
    return connection_->send(plan(table).erase, parameters_);
}

}  // namespace fx::store::postgres
