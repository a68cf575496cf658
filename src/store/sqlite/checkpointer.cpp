#include "store/sqlite/checkpointer.hpp"

#include "base/log.hpp"

#include <fmt/format.h>

#include <chrono>

namespace fx::store::sqlite {
namespace {

/// Pages in the WAL from which a checkpoint is worth its fsync.
constexpr int passive_pages = 2'000;
/// The WAL starts over only when all of it has been moved, which this thread cannot reach while the writer adds to it.
/// From this size on the writer moves the rest itself after a commit: little, since this thread has just moved most.
constexpr int finish_pages = 8'000;
constexpr auto idle_time = std::chrono::seconds(2);

}  // namespace

Checkpointer::Checkpointer(Database db) : db_(std::move(db)), thread_([this] { run(); }) {}

Checkpointer::~Checkpointer() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Checkpointer::wal_grew(sqlite3* writer, int pages) {
    int const before = pages_.exchange(pages);
    if (finish_.exchange(false))
        checkpoint(writer, SQLITE_CHECKPOINT_PASSIVE);
    else if (pages >= passive_pages && before / 1000 != pages / 1000)
        wake_.notify_one();
}

void Checkpointer::checkpoint(sqlite3* db, int mode) {
    int const code = sqlite3_wal_checkpoint_v2(db, "main", mode, nullptr, nullptr);
    if (code != SQLITE_OK && code != SQLITE_BUSY)
        log::warn(fmt::format("checkpoint failed, the WAL grows on: {} ({})", sqlite3_errmsg(db), code));
}

/// Under load: passive ones, then the writer's finish. After two seconds without a commit: all of it, and an empty WAL.
void Checkpointer::run() {
    int done_at = 0;
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        bool const idle = wake_.wait_for(lock, idle_time) == std::cv_status::timeout;
        int const pages = pages_.load();
        if (stopping_ || pages == done_at || (!idle && pages < passive_pages)) continue;
        lock.unlock();
        checkpoint(db_.get(), idle ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE);
        if (!idle && pages >= finish_pages) finish_ = true;
        done_at = pages;
        lock.lock();
    }
}

}  // namespace fx::store::sqlite
