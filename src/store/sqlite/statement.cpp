#include "store/sqlite/statement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace fx::store::sqlite {
namespace {
constexpr std::size_t statements_max = 200;
}

Problem problem_of(sqlite3* db, int code, bool writing, std::string_view doing) {
    int const system = sqlite3_system_errno(db);
    std::string detail =
        fmt::format("SQLite {}: {} ({}); {}", code, sqlite3_errmsg(db), sqlite3_errstr(code), doing.substr(0, 300));
    // A page that could not be written was not committed either; only the device's own error, or a failed sync, leaves
    // doubt.
    bool const full = code == SQLITE_FULL || (code == SQLITE_IOERR_WRITE && system != EIO);
    if (full) return Problem(ProblemKind::disk_full).because(std::move(detail));
    switch (code & 0xff) {
        case SQLITE_IOERR:
            if (writing) return Problem(ProblemKind::store_stopped, {sqlite3_errstr(code)}).because(std::move(detail));
            return Problem(ProblemKind::store_unavailable).because(std::move(detail));
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM: {
            char const* file = sqlite3_db_filename(db, "main");
            return Problem(ProblemKind::directory_unusable, {file ? file : "", sqlite3_errstr(code)})
                .because(std::move(detail));
        }
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return Problem(ProblemKind::store_damaged, {sqlite3_errstr(code)}).because(std::move(detail));
        default: return Problem(ProblemKind::store_unavailable).because(std::move(detail));
    }
}

Result<Statement> prepare(sqlite3* db, std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    int const code = sqlite3_prepare_v3(db, sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    Statement statement{StatementHandle(raw), {}};
    if (code != SQLITE_OK) return problem_of(db, code, false, sql);
    for (int place = 1; place <= sqlite3_bind_parameter_count(raw); ++place) {
        char const* name = sqlite3_bind_parameter_name(raw, place);
        int number = place;
        if (name && *name == '$') std::from_chars(name + 1, name + std::strlen(name), number);
        statement.parameters.push_back(number);
    }
    return statement;
}

int bind(sqlite3_stmt* statement, int place, Cell const& cell) {
    switch (cell.kind) {
        case Cell::Kind::null: return sqlite3_bind_null(statement, place);
        case Cell::Kind::integer: return sqlite3_bind_int64(statement, place, cell.integer);
        case Cell::Kind::text:
            return sqlite3_bind_text64(statement, place, cell.data ? cell.data : "", cell.size, SQLITE_STATIC, SQLITE_UTF8);
        case Cell::Kind::id:
        case Cell::Kind::blob:
            return sqlite3_bind_blob64(statement, place, cell.data ? cell.data : "", cell.size, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

Value column_value(sqlite3_stmt* statement, int column, ColumnType type) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: return sqlite3_column_int64(statement, column);
        case SQLITE_TEXT: {
            auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement, column));
            return std::string(text, std::size_t(sqlite3_column_bytes(statement, column)));
        }
        case SQLITE_BLOB: {
            auto const* data = static_cast<std::uint8_t const*>(sqlite3_column_blob(statement, column));
            auto const size = std::size_t(sqlite3_column_bytes(statement, column));
            if (type == ColumnType::bytes || size != 16) return Bytes(data, data + size);
            Id id;
            std::memcpy(id.bytes.data(), data, 16);
            return id;
        }
        case SQLITE_FLOAT: return std::int64_t(sqlite3_column_double(statement, column));
        default: return {};
    }
}

Value column_value(sqlite3_stmt* statement, int column) { return column_value(statement, column, ColumnType::id); }

Result<Statement*> StatementCache::get(std::string_view sql) {
    if (auto const found = by_text_.find(sql); found != by_text_.end()) {
        kept_.splice(kept_.begin(), kept_, found->second);
        return &kept_.front().statement;
    }
    FX_TRY(auto statement, prepare(db_, sql));
    if (kept_.size() >= statements_max) {
        by_text_.erase(kept_.back().sql);
        kept_.pop_back();
    }
    kept_.push_front({std::string(sql), std::move(statement)});
    by_text_.emplace(kept_.front().sql, kept_.begin());
    return &kept_.front().statement;
}

void StatementCache::clear() {
    by_text_.clear();
    kept_.clear();
}

}  // namespace fx::store::sqlite
