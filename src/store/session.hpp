#pragma once
/// Session: one connection to one database, the part that differs between SQLite and PostgreSQL. Internal to store.

#include "base/random.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace fx::store {

/// A cell that borrows its bytes: rows and entries are written without being copied first.
struct Cell {
    enum class Kind : std::uint8_t { null, integer, text, id, blob };
    Kind kind = Kind::null;
    std::int64_t integer = 0;
    char const* data = nullptr;
    std::size_t size = 0;

    static Cell of(std::int64_t value) { return {Kind::integer, value, nullptr, 0}; }
    static Cell text(std::string_view value) { return {Kind::text, 0, value.data(), value.size()}; }
    static Cell of(Id const& id) { return {Kind::id, 0, reinterpret_cast<char const*>(id.bytes.data()), id.bytes.size()}; }
    static Cell blob(std::span<std::uint8_t const> value) {
        return {Kind::blob, 0, reinterpret_cast<char const*>(value.data()), value.size()};
    }
    static Cell of(Value const& value);
};

/// What a bulk write does when a row with the same primary key is there.
enum class Clash { replace, fail };

/// Not safe for two threads at once. A failure of the kind store_stopped means that the outcome is unknown or the
/// disk has lied: nothing may be acknowledged after it.
class Session {
public:
    virtual ~Session() = default;
    virtual Result<void> begin_read() = 0;  ///< a snapshot
    virtual Result<void> begin_write() = 0;
    /// Whether reads cost less inside the write transaction than each by itself (SQLite: no locks for each).
    virtual bool reads_in_write() const = 0;
    virtual Result<void> commit() = 0;
    virtual void rollback() = 0;
    virtual Result<void> each(std::string_view sql, std::span<Value const> parameters,
                              std::function<void(Row&)> const& visit) = 0;
    virtual Result<Rows> query(std::string_view sql, std::span<Value const> parameters);
    virtual Result<std::vector<std::optional<Row>>> get_many(Table const& table, std::span<Row const> keys) = 0;
    /// `cells` holds whole rows one after another; no key twice.
    virtual Result<void> write_rows(Table const& table, std::span<Cell const> cells, Clash clash) = 0;
    /// `cells` holds the key columns of one row after another.
    virtual Result<void> erase_rows(Table const& table, std::span<Cell const> cells) = 0;
    /// Statements separated by `;`, no parameters, no result.
    virtual Result<void> script(std::string_view sql) = 0;
    /// After migrations: what the planner must know of the tables for plans to be the same in every site.
    virtual Result<void> settle_plans() { return {}; }
    /// Marks the database as this writer's, so that a reconnection can tell whether another one wrote in between.
    virtual Result<void> claim(Random&) { return {}; }
    /// False once the connection is lost.
    virtual bool usable() const { return true; }
};

/// What is stored, without anything that waits in a group.
class StoredReader final : public Reader {
public:
    explicit StoredReader(Session& session) : session_(session) {}
    using Reader::query;
    Result<Rows> query(std::string_view sql, std::span<Value const> parameters) override {
        return session_.query(sql, parameters);
    }
    Result<void> each(std::string_view sql, std::span<Value const> parameters,
                      std::function<void(Row&)> const& visit) override {
        return session_.each(sql, parameters, visit);
    }
    Result<std::vector<std::optional<Row>>> get_many(Table const& table, std::span<Row const> keys) override {
        return session_.get_many(table, keys);
    }

private:
    Session& session_;
};

/// A database that can be opened several times.
class Engine {
public:
    virtual ~Engine() = default;
    /// "sqlite" or "postgres".
    virtual std::string_view name() const = 0;
    /// The one connection that writes; holds the writer's lock of the database while it lives.
    virtual Result<std::unique_ptr<Session>> open_writer() = 0;
    virtual Result<std::unique_ptr<Session>> open_reader() = 0;
    virtual Result<void> backup(std::string const& file) = 0;
};

}  // namespace fx::store
