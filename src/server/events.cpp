#include "server/events.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <charconv>

namespace fx::server {

struct EventHub::Subscriber {
    std::vector<std::string> topics;
    std::function<void()> on_news;
    std::uint64_t cursor = 0;  ///< position of the next event to look at
    bool reset_first = false;
    bool notified = false;

    bool watches(std::string_view topic) const {
        return std::ranges::any_of(topics, [&](std::string_view wanted) {
            if (wanted.ends_with('*')) return topic.starts_with(wanted.substr(0, wanted.size() - 1));
            return topic == wanted;
        });
    }
};

namespace {

/// "id: 7\nevent: coverage\ndata: …\n\n" for the topic "coverage/610627001000": a browser hears events by exact name, so
/// the name is the topic's kind, and what it is about stands in the data. A line break in the data starts a new data line
/// (WHATWG HTML, 9.2.6).
std::string frame_of(std::uint64_t id, std::string_view topic, std::string_view data) {
    std::string frame = "id: " + std::to_string(id) + "\nevent: ";
    for (char const c : topic.substr(0, topic.find('/'))) frame += c == '\n' || c == '\r' ? ' ' : c;
    frame += "\ndata: ";
    for (char const c : data) {
        if (c == '\n') frame += "\ndata: ";
        if (c != '\n' && c != '\r') frame += c;
    }
    return frame += "\n\n";
}

}  // namespace

EventHub::EventHub(std::size_t events_max, std::size_t bytes_max, std::uint64_t last_id)
    : last_id_(last_id), evicted_id_(last_id), events_max_(events_max), bytes_max_(bytes_max) {
    FX_ASSERT(events_max >= 1);
}

std::uint64_t EventHub::publish(std::string_view topic, std::uint64_t id, std::string_view data) {
    std::scoped_lock const lock(mutex_);
    last_id_ = std::max(last_id_ + 1, id);
    ring_.push_back(Event{last_id_, std::string(topic), frame_of(last_id_, topic, data)});
    bytes_ += ring_.back().frame.size();
    auto const end = first_ + ring_.size();
    evict();
    for (auto* subscriber : subscribers_) {
        if (subscriber->notified) continue;
        if (subscriber->watches(topic)) {
            subscriber->notified = true;
            subscriber->on_news();
        } else {
            subscriber->cursor = end;  // nothing unread before it: an event for others must not age it
        }
    }
    return last_id_;
}

void EventHub::evict() {
    while (ring_.size() > events_max_ || (bytes_ > bytes_max_ && ring_.size() > 1)) {
        bytes_ -= ring_.front().frame.size();
        evicted_id_ = ring_.front().id;
        ring_.pop_front();
        ++first_;
    }
}

std::unique_ptr<EventHub::Subscription> EventHub::subscribe(std::vector<std::string> topics,
                                                            std::optional<std::uint64_t> last_event_id,
                                                            std::function<void()> on_news) {
    auto subscriber = std::make_unique<Subscriber>();
    subscriber->topics = std::move(topics);
    subscriber->on_news = std::move(on_news);
    std::scoped_lock const lock(mutex_);
    subscriber->cursor = first_ + ring_.size();
    if (last_event_id) {
        bool const known = *last_event_id >= evicted_id_ && *last_event_id <= last_id_;
        subscriber->reset_first = !known;
        if (known) {
            auto const next = std::ranges::upper_bound(ring_, *last_event_id, {}, &Event::id);
            subscriber->cursor = first_ + std::uint64_t(next - ring_.begin());
        }
    }
    subscriber->notified = true;  // the first take() looks by itself
    subscribers_.push_back(subscriber.get());
    return std::make_unique<Subscription>(*this, std::move(subscriber));
}

std::size_t EventHub::subscribers() const {
    std::scoped_lock const lock(mutex_);
    return subscribers_.size();
}

std::uint64_t EventHub::last_id() const {
    std::scoped_lock const lock(mutex_);
    return last_id_;
}

EventHub::Subscription::Subscription(EventHub& hub, std::unique_ptr<Subscriber> subscriber)
    : hub_(hub), subscriber_(std::move(subscriber)) {}

EventHub::Subscription::~Subscription() {
    std::scoped_lock const lock(hub_.mutex_);
    std::erase(hub_.subscribers_, subscriber_.get());
}

EventHub::Subscription::News EventHub::Subscription::take(std::string& out, std::size_t bytes_max) {
    std::scoped_lock const lock(hub_.mutex_);
    auto& me = *subscriber_;
    if (me.cursor < hub_.first_) return News::lost;
    auto const start = out.size();
    if (me.reset_first) {
        out += "id: " + std::to_string(hub_.last_id_) + "\nevent: reset\ndata: {}\n\n";
        me.reset_first = false;
    }
    auto const end = hub_.first_ + hub_.ring_.size();
    while (me.cursor < end && out.size() - start < bytes_max) {
        auto const& event = hub_.ring_[std::size_t(me.cursor++ - hub_.first_)];
        if (me.watches(event.topic)) out += event.frame;
    }
    me.notified = me.cursor < end;
    return out.size() > start ? News::some : News::none;
}

std::optional<std::uint64_t> parse_event_id(std::string_view text) {
    std::uint64_t id = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return id;
}

}  // namespace fx::server
