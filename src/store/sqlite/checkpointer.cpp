#include "store/sqlite/checkpointer.hpp"

#include "base/log.hpp"

#include <fmt/format.h>

#include <chrono>

namespace fx::store::sqlite {
namespace {

/// Pages in the WAL from which a passive checkpoint is worth its fsync.
constexpr int passive_pages = 2'000;
/// A passive checkpoint cannot start the WAL over while the writer keeps adding to it. From this size on the rest is
/// moved under the writer's lock: short, since a passive one has just moved nearly all of it.
constexpr int restart_pages = 16'000;
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

void Checkpointer::wal_grew(int pages) {
    int const before = pages_.exchange(pages);
    if (pages >= passive_pages && before / 1000 != pages / 1000) wake_.notify_one();
}

void Checkpointer::checkpoint(int mode) {
    int in_wal = 0, moved = 0;
    int const code = sqlite3_wal_checkpoint_v2(db_.get(), "main", mode, &in_wal, &moved);
    if (code != SQLITE_OK && code != SQLITE_BUSY)
        log::warn(fmt::format("checkpoint failed, the WAL grows on: {} ({})", sqlite3_errmsg(db_.get()), code));
}

void Checkpointer::run() {
    int done_at = 0;
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        auto const woken = wake_.wait_for(lock, idle_time);
        int const pages = pages_.load();
        bool const idle = woken == std::cv_status::timeout && pages > 0;
        if (stopping_ || (pages < passive_pages && !idle) || pages == 0) continue;
        if (idle && pages == done_at) continue;
        lock.unlock();
        checkpoint(SQLITE_CHECKPOINT_PASSIVE);
        if (pages >= restart_pages) checkpoint(SQLITE_CHECKPOINT_RESTART);
        done_at = pages;
        lock.lock();
    }
}

}  // namespace fx::store::sqlite
