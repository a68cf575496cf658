#pragma once
/// The thread that delivers.

#include "webhooks/dispatcher.hpp"

#include <condition_variable>
#include <thread>

namespace fx::webhooks {

class Worker {
public:
    /// `dispatcher` and `transport` live longer.
    Worker(Dispatcher& dispatcher, Transport& transport, Clock const& clock);
    /// Cuts a delivery under way short; it is repeated after the next start.
    ~Worker();
    Worker(Worker const&) = delete;
    Worker& operator=(Worker const&) = delete;

private:
    void run();

    Dispatcher& dispatcher_;
    Transport& transport_;
    Clock const& clock_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace fx::webhooks
