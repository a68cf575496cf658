#pragma once
/// Server-sent events: one hub, many screens. Memory is one bounded ring, however slow a screen is.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fx::server {

/// Thread-safe. A screen that falls behind the ring is dropped; its browser reconnects with Last-Event-ID and gets
/// what the ring still holds, or one event named `reset` when something was missed: then it must load afresh.
class EventHub {
    struct Subscriber;

public:
    class Subscription;

    /// Keeps the last `events_max` events, at most `bytes_max` of text. `last_id`: the id before the first event
    /// (the feed position at start), so that screens of before a restart resume without a reset if nothing happened.
    explicit EventHub(std::size_t events_max = 4096, std::size_t bytes_max = 16 << 20, std::uint64_t last_id = 0);

    /// Sends `data` (UTF-8, usually JSON) to all who watch `topic`. Ids rise: an `id` not above the last one (0 for
    /// "any") is replaced by the next number. Returns the id used. From any thread; does not wait for any screen.
    std::uint64_t publish(std::string_view topic, std::uint64_t id, std::string_view data);

    /// `on_news` is called from the publishing thread, under the hub's lock, at most once per take(): it must be short.
    std::unique_ptr<Subscription> subscribe(std::vector<std::string> topics, std::optional<std::uint64_t> last_event_id,
                                            std::function<void()> on_news);
    std::size_t subscribers() const;
    std::uint64_t last_id() const;

private:
    struct Event {
        std::uint64_t id;
        std::string topic;
        std::string frame;
    };
    void evict();

    mutable std::mutex mutex_;
    std::deque<Event> ring_;
    std::uint64_t first_ = 0;  ///< position of ring_.front() among all events ever
    std::uint64_t last_id_;
    std::uint64_t evicted_id_;  ///< id of the newest event no longer in the ring
    std::size_t bytes_ = 0;
    std::size_t const events_max_;
    std::size_t const bytes_max_;
    std::vector<Subscriber*> subscribers_;
};

class EventHub::Subscription {
public:
    enum class News { none, some, lost };

    Subscription(EventHub& hub, std::unique_ptr<Subscriber> subscriber);
    ~Subscription();
    Subscription(Subscription const&) = delete;
    Subscription& operator=(Subscription const&) = delete;

    /// Appends what has come since, stopping after `bytes_max`. `lost`: fell off the ring, must reconnect.
    News take(std::string& out, std::size_t bytes_max = 256 << 10);

private:
    EventHub& hub_;
    std::unique_ptr<Subscriber> subscriber_;
};

/// What an SSE handler returns (Response::stream).
struct EventStream {
    EventHub* hub = nullptr;          ///< outlives the server
    std::vector<std::string> topics;  ///< exact, or a prefix that ends in '*': "coverage/610627*"
    std::optional<std::uint64_t> last_event_id;
    /// Asked on the I/O thread before every heartbeat; false ends the stream (session revoked). Empty = true.
    std::function<bool()> still_allowed;

    EventStream() = default;
};

/// The Last-Event-ID header's value; nothing when absent or not a number.
std::optional<std::uint64_t> parse_event_id(std::string_view text);

}  // namespace fx::server
