#pragma once
/// One PostgreSQL connection behind the port. Internal to store.

#include "store/postgres/connection.hpp"

namespace fx::store::postgres {

class PostgresSession final : public Session {
public:
    using Reopen = std::function<Result<std::unique_ptr<Connection>>()>;
    /// `reopen`, for a writer, gives a new connection that holds the writer's lock.
    explicit PostgresSession(std::unique_ptr<Connection> connection, Reopen reopen = {})
        : connection_(std::move(connection)), reopen_(std::move(reopen)) {}

    Result<void> begin_read() override { return begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
    Result<void> begin_write() override { return begin("BEGIN"); }
    bool reads_in_write() const override { return false; }
    /// A connection lost while this waits leaves the outcome unknown: 503.49.
    Result<void> commit() override;
    void rollback() override;
    Result<Rows> query(std::string_view sql, std::span<Value const> parameters) override;
    Result<void> each(std::string_view sql, std::span<Value const> parameters,
                      std::function<void(Row&)> const& visit) override;
    Result<std::vector<std::optional<Row>>> get_many(Table const& table, std::span<Row const> keys) override;
    Result<void> write_rows(Table const& table, std::span<Cell const> cells, Clash clash) override;
    Result<void> erase_rows(Table const& table, std::span<Cell const> cells) override;
    Result<void> script(std::string_view sql) override;
    Result<void> claim(Random& random) override;
    /// Gives the connection away; the session is of no more use.
    std::unique_ptr<Connection> release() { return std::move(connection_); }
    bool usable() const override { return connection_->alive(); }

private:
    struct Plan {
        std::size_t columns = 0;
        std::string get, get_many, replace, insert, erase;
    };
    Plan const& plan(Table const& table);
    Result<void> begin(std::string_view sql);
    Result<void> ready();
    Result<std::string> claimed();
    Result<void> send(std::string_view sql, std::span<Value const> parameters);

    std::unique_ptr<Connection> connection_;
    Reopen reopen_;
    std::string claim_;
    bool stolen_ = false;  ///< another writer has been at the database
    bool in_transaction_ = false;
    Parameters parameters_;
    std::vector<Cell> cells_;
    std::unordered_map<std::string, Plan> plans_;
};

}  // namespace fx::store::postgres
