#pragma once
/// Prepared SQLite statements, kept for the connection. Internal to store.

#include "store/session.hpp"

#include <sqlite3.h>

#include <list>
#include <memory>
#include <string>
#include <unordered_map>

namespace fx::store::sqlite {

struct CloseDatabase {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, Finalize>;

/// What the connection's last error means for the person. `writing` = an I/O error leaves a commit in doubt.
Problem problem_of(sqlite3* db, int code, bool writing, std::string_view doing);

/// A statement with `$1`, `$2`… in any order.
struct Statement {
    StatementHandle handle;
    std::vector<int> parameters;  ///< which parameter (from 1) stands at each place SQLite counts
};

Result<Statement> prepare(sqlite3* db, std::string_view sql);
int bind(sqlite3_stmt* statement, int place, Cell const& cell);
/// 16-byte blobs are ids unless `type` says that they are bytes.
Value column_value(sqlite3_stmt* statement, int column, ColumnType type);
Value column_value(sqlite3_stmt* statement, int column);

/// The statements of one connection by their text; the least recently used goes first.
class StatementCache {
public:
    explicit StatementCache(sqlite3* db) : db_(db) {}
    /// Valid until the next call.
    Result<Statement*> get(std::string_view sql);
    void clear();

private:
    struct Kept {
        std::string sql;
        Statement statement;
    };
    sqlite3* db_;
    std::list<Kept> kept_;  ///< most recently used first
    std::unordered_map<std::string_view, std::list<Kept>::iterator> by_text_;
};

/// Makes the statement ready for its next use on every way out.
class Use {
public:
    explicit Use(sqlite3_stmt* statement) : statement_(statement) {}
    ~Use() { sqlite3_reset(statement_); }
    Use(Use const&) = delete;
    Use& operator=(Use const&) = delete;

private:
    sqlite3_stmt* statement_;
};

}  // namespace fx::store::sqlite
