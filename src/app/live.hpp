#pragma once
/// Live figures: what has moved is published to the screens that watch, at most every `interval`.

#include "network/network.hpp"
#include "server/events.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace fx::app {

/// A thread of its own, so that a commit never waits for a screen. One event per node that changed, topic
/// "coverage/<place>", data {"type","period","place","expected","fulfilled","late","missing","overdue"}.
class Live {
public:
    Live(network::Network& network, server::EventHub& hub, Clock const& clock, std::chrono::milliseconds interval);
    ~Live();

private:
    void run();
    void publish(Id const& period);

    network::Network& network_;
    server::EventHub& hub_;
    Clock const& clock_;
    std::chrono::milliseconds const interval_;
    std::mutex mutex_;
    std::condition_variable news_;
    std::set<Id> moved_;
    bool stop_ = false;
    std::map<Id, std::map<Place, coverage::Figures>> published_;
    std::vector<coverage::PlaceFigures> figures_;  // memory used again by every pass
    std::thread thread_;
};

}  // namespace fx::app
