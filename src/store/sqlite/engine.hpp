#pragma once
/// SQLite in a directory: fangxian.db (WAL, synchronous=FULL), a lock file, and a checkpointer of its own thread.

#include "store/session.hpp"
#include "store/sqlite/checkpointer.hpp"

#include <optional>
#include <utility>

namespace fx::store::sqlite {

/// Holds `directory`/fangxian.lock while it lives, so that one process writes.
class DirectoryLock {
public:
    /// 409.41 with the holder's process id; 503.42 when the file cannot be made.
    static Result<DirectoryLock> take(std::string const& directory);
    DirectoryLock(DirectoryLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    DirectoryLock& operator=(DirectoryLock&&) = delete;
    ~DirectoryLock();

private:
    explicit DirectoryLock(int file) : file_(file) {}
    int file_;
};

/// Puts a backup file in place as `directory`/fangxian.db. 409.47 when one is there, or `source` is no intact database.
Result<void> restore_file(std::string const& source, std::string const& directory);

class SqliteEngine final : public Engine {
public:
    static Result<std::unique_ptr<Engine>> open(Options const& options);
    SqliteEngine(std::string file, std::optional<DirectoryLock> lock) : file_(std::move(file)), lock_(std::move(lock)) {}

    std::string_view name() const override { return "sqlite"; }
    Result<std::unique_ptr<Session>> open_writer() override;
    Result<std::unique_ptr<Session>> open_reader() override;
    Result<void> backup(std::string const& file) override;

private:
    std::string file_;
    std::optional<DirectoryLock> lock_;
    std::unique_ptr<Checkpointer> checkpointer_;
};

}  // namespace fx::store::sqlite
