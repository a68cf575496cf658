#pragma once
/// The thread that relays.

#include "relay/sender.hpp"

#include <condition_variable>
#include <thread>

namespace fx::relay {

class Worker {
public:
    /// `sender` and `transport` live longer.
    Worker(Sender& sender, Transport& transport, Clock const& clock);
    /// Cuts a delivery under way short; it is repeated after the next start.
    ~Worker();
    Worker(Worker const&) = delete;
    Worker& operator=(Worker const&) = delete;

private:
    void run();
    void tell();

    Sender& sender_;
    Transport& transport_;
    Clock const& clock_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stop_ = false;
    std::string told_;  ///< the last trouble logged: once, not at every attempt
    std::thread thread_;
};

}  // namespace fx::relay
