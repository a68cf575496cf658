#include "store/reader_pool.hpp"

namespace fx::store {
namespace {

/// More readers than cores only queue in the database instead of here.
constexpr std::size_t sessions_max = 8;

}  // namespace

Result<std::unique_ptr<Session>> ReaderPool::take() {
    {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [this] { return !idle_.empty() || open_ < sessions_max; });
        if (!idle_.empty()) {
            auto session = std::move(idle_.back());
            idle_.pop_back();
            return session;
        }
        ++open_;
    }
    auto session = engine_.open_reader();
    if (session.has_error()) give_back(nullptr);
    return session;
}

/// Null: the connection is lost and its place is free again.
void ReaderPool::give_back(std::unique_ptr<Session> session) {
    {
        std::lock_guard const lock(mutex_);
        if (session)
            idle_.push_back(std::move(session));
        else
            --open_;
    }
    returned_.notify_one();
}

Result<void> ReaderPool::read(Read const& work) {
    FX_TRY(auto session, take());
    struct Return {
        ReaderPool& pool;
        std::unique_ptr<Session>& session;
        ~Return() {
            session->rollback();
            pool.give_back(session->usable() ? std::move(session) : nullptr);
        }
    } const on_every_way_out{*this, session};
    FX_CHECK(session->begin_read());
    StoredReader reader(*session);
    return work(reader);
}

}  // namespace fx::store
