#pragma once
/// The small pool that runs `Run::pool` handlers: reading the store, hashing a password.

#include "server/router.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace fx::server {

class ReaderPool {
public:
    ReaderPool(int threads, std::size_t waiting_max);
    /// Lets running handlers finish; requests still waiting are answered 503.12.
    ~ReaderPool();

    /// False when `waiting_max` requests wait already: the caller answers 503.15. `route` outlives the pool.
    bool submit(Route const& route, Request& request, Responder& responder);

private:
    struct Job {
        Route const* route;
        Request request;
        Responder responder;

        Job(Route const& what, Request from, Responder to)
            : route(&what), request(std::move(from)), responder(std::move(to)) {}
    };
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> waiting_;
    std::size_t const waiting_max_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

/// The handler's answer; an exception becomes 500.11 and a line in the log.
Response run_handler(Route const& route, Request const& request);

}  // namespace fx::server
