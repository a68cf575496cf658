#pragma once
/// Moves committed pages from the WAL into the database file, off the writer's thread.

#include "store/sqlite/statement.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace fx::store::sqlite {

class Checkpointer {
public:
    /// Its own connection.
    explicit Checkpointer(Database db);
    ~Checkpointer();
    Checkpointer(Checkpointer const&) = delete;
    Checkpointer& operator=(Checkpointer const&) = delete;

    /// From the writer's connection after each commit: pages in the WAL.
    void wal_grew(sqlite3* writer, int pages);

private:
    void run();
    void checkpoint(sqlite3* db, int mode);

    Database db_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::atomic<int> pages_ = 0;
    std::atomic<bool> finish_ = false;  ///< the writer is asked to move the last pages
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace fx::store::sqlite
