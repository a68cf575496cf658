#include "store/sqlite/engine.hpp"

#include "store/sqlite/session.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace fx::store::sqlite {
namespace {

constexpr int page_size = 8192;

/// Counting what is allocated takes a mutex for every allocation; nobody reads the count.
bool without_memory_statistics() { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK; }

Result<Database> open_database(std::string const& file, int flags, std::string const& pragmas) {
    [[maybe_unused]] static bool const once = without_memory_statistics();
    sqlite3* raw = nullptr;
    int code = sqlite3_open_v2(file.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    Database db(raw);
    if (code == SQLITE_OK) sqlite3_busy_timeout(raw, 5000);
    if (code == SQLITE_OK) code = sqlite3_exec(raw, pragmas.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return problem_of(raw, code, false, "open " + file);
    return db;
}

/// A path inside a URI.
std::string escaped(std::string const& path) {
    std::string out;
    for (char const c : path) out += c == '%' ? "%25" : c == '?' ? "%3f" : c == '#' ? "%23" : std::string(1, c);
    return out;
}

/// Who holds the lock, as written in the file.
std::string holder(int file) {
    char text[32] = {};
    auto const size = ::pread(file, text, sizeof text - 1, 0);
    return size > 0 ? "pid " + std::string(text, std::size_t(size)) : std::string("?");
}

int on_wal(void* checkpointer, sqlite3* writer, char const*, int pages) {
    static_cast<Checkpointer*>(checkpointer)->wal_grew(writer, pages);
    return SQLITE_OK;
}

/// A few pages at a time within one snapshot, so that writers neither wait nor make the copy begin again.
Result<void> copy_database(sqlite3* source, std::string const& file) {
    FX_TRY(auto target, open_database(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "PRAGMA synchronous=FULL"));
    int code = sqlite3_exec(source, "BEGIN; SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return problem_of(source, code, false, "backup");
    auto* const copy = sqlite3_backup_init(target.get(), "main", source, "main");
    if (copy) {
        while ((code = sqlite3_backup_step(copy, 1024)) == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        }
        sqlite3_backup_finish(copy);
    }
    sqlite3_exec(source, "COMMIT", nullptr, nullptr, nullptr);
    if (!copy || code != SQLITE_DONE)
        return problem_of(target.get(), sqlite3_extended_errcode(target.get()), false, "backup");
    return {};
}

}  // namespace

Result<DirectoryLock> DirectoryLock::take(std::string const& directory) {
    std::string const path = directory + "/fangxian.lock";
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return Problem(ProblemKind::directory_unusable, {path, std::strerror(errno)});
    DirectoryLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) return Problem(ProblemKind::store_locked, {directory, holder(file)});
    auto const text = std::to_string(::getpid());
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, text.data(), text.size(), 0) != ssize_t(text.size()))
        return Problem(ProblemKind::directory_unusable, {path, std::strerror(errno)});
    return lock;
}

DirectoryLock::~DirectoryLock() {
    if (file_ >= 0) ::close(file_);
}

Result<std::unique_ptr<Engine>> SqliteEngine::open(Options const& options) {
    std::string const file = options.directory + "/fangxian.db";
    if (options.read_only) {
        if (::access(file.c_str(), R_OK) != 0) return Problem(ProblemKind::directory_unusable, {file, std::strerror(errno)});
        return std::unique_ptr<Engine>(std::make_unique<SqliteEngine>(file, std::nullopt));
    }
    std::error_code error;
    std::filesystem::create_directories(options.directory, error);
    if (error) return Problem(ProblemKind::directory_unusable, {options.directory, error.message()});
    FX_TRY(auto lock, DirectoryLock::take(options.directory));
    return std::unique_ptr<Engine>(std::make_unique<SqliteEngine>(file, std::move(lock)));
}

Result<std::unique_ptr<Session>> SqliteEngine::open_writer() {
    // The order matters: a page size counts only before the first page is written.
    auto const pragmas = fmt::format(
        "PRAGMA page_size={};PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA wal_autocheckpoint=0;"
        "PRAGMA cache_size=-32768;PRAGMA temp_store=MEMORY;PRAGMA foreign_keys=ON",
        page_size);
    FX_TRY(auto db, open_database(file_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, pragmas));
    FX_TRY(auto second, open_database(file_, SQLITE_OPEN_READWRITE,
                                      "PRAGMA synchronous=FULL;PRAGMA cache_size=-256;PRAGMA busy_timeout=50"));
    checkpointer_ = std::make_unique<Checkpointer>(std::move(second));
    sqlite3_wal_hook(db.get(), on_wal, checkpointer_.get());
    return std::unique_ptr<Session>(std::make_unique<SqliteSession>(std::move(db), true));
}

Result<std::unique_ptr<Session>> SqliteEngine::open_reader() {
    constexpr auto pragmas =
        "PRAGMA query_only=ON;PRAGMA cache_size=-8192;PRAGMA mmap_size=1073741824;PRAGMA temp_store=MEMORY;"
        "SELECT count(*) FROM sqlite_schema";
    auto db = open_database(file_, SQLITE_OPEN_READONLY, pragmas);
    if (db.has_error() && ::access((file_ + "-wal").c_str(), F_OK) != 0)
        db = open_database("file:" + escaped(file_) + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, pragmas);
    if (db.has_error()) return std::move(db).error();
    return std::unique_ptr<Session>(std::make_unique<SqliteSession>(std::move(*db), false));
}

Result<void> SqliteEngine::backup(std::string const& file) {
    FX_TRY(auto source, open_database(file_, SQLITE_OPEN_READONLY, "PRAGMA query_only=ON"));
    return copy_database(source.get(), file);
}

Result<void> restore_file(std::string const& source, std::string const& directory) {
    auto const target = directory + "/fangxian.db";
    auto const refused = [&](std::string const& why) { return Problem(ProblemKind::restore_refused, {directory, why}); };
    std::error_code error;
    if (std::filesystem::exists(target, error)) return refused("fangxian.db exists");
    if (!std::filesystem::is_regular_file(source, error)) return refused(source + " is missing");
    std::filesystem::create_directories(directory, error);
    auto copy = open_database(source, SQLITE_OPEN_READONLY, "PRAGMA query_only=ON");
    if (copy.has_error()) return refused(source + ": " + copy.error().detail());
    bool intact = false;
    if (auto check = prepare(copy->get(), "PRAGMA quick_check(1)"); check.has_value()) {
        auto* const statement = check->handle.get();
        intact = sqlite3_step(statement) == SQLITE_ROW &&
                 std::string_view(reinterpret_cast<char const*>(sqlite3_column_text(statement, 0))) == "ok";
    }
    if (!intact) return refused(source + " is damaged");
    auto copied = copy_database(copy->get(), target);
    if (copied.has_error()) std::filesystem::remove(target, error);
    return copied;
}

}  // namespace fx::store::sqlite
