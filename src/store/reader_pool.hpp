#pragma once
/// Connections for reading, kept open and lent to one caller at a time. Internal to store.

#include "store/session.hpp"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace fx::store {

class ReaderPool {
public:
    explicit ReaderPool(Engine& engine) : engine_(engine) {}
    /// Runs `work` in a snapshot on a connection of the pool; waits when all are lent.
    Result<void> read(Read const& work);

private:
    Result<std::unique_ptr<Session>> take();
    void give_back(std::unique_ptr<Session> session);

    Engine& engine_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Session>> idle_;
    std::size_t open_ = 0;
};

}  // namespace fx::store
