#pragma once
/// One SQLite connection. Internal to store.

#include "store/sqlite/statement.hpp"

namespace fx::store::sqlite {

class SqliteSession final : public Session {
public:
    SqliteSession(Database db, bool writer) : db_(std::move(db)), statements_(db_.get()), writer_(writer) {}

    Result<void> begin_read() override { return run("BEGIN"); }
    Result<void> begin_write() override { return run("BEGIN IMMEDIATE"); }
    bool reads_in_write() const override { return true; }
    Result<void> commit() override { return run("COMMIT"); }
    void rollback() override;
    Result<void> each(std::string_view sql, std::span<Value const> parameters,
                      std::function<void(Row&)> const& visit) override;
    Result<std::vector<std::optional<Row>>> get_many(Table const& table, std::span<Row const> keys) override;
    Result<void> write_rows(Table const& table, std::span<Cell const> cells, Clash clash) override;
    Result<void> erase_rows(Table const& table, std::span<Cell const> cells) override;
    Result<void> script(std::string_view sql) override;
    Result<void> settle_plans() override;
    sqlite3* handle() const { return db_.get(); }

private:
    /// The statements on one table's rows.
    struct Plan {
        std::size_t columns;
        std::string get, replace, insert, erase;
    };
    Plan const& plan(Table const& table);
    bool only_primary_key(Table const& table);
    Result<void> run(std::string_view sql);
    Result<void> run_many(std::string_view sql, std::span<Cell const> cells, std::size_t width);
    Problem problem(int code, std::string_view doing) const { return problem_of(db_.get(), code, writer_, doing); }

    Database db_;
    StatementCache statements_;
    bool writer_;
    std::unordered_map<std::string, Plan> plans_;
};

}  // namespace fx::store::sqlite
