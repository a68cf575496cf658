#pragma once
/// Follows the journal for every webhook and delivers what is an event of it: in order, at least once, each event under one
/// id. An event that has not arrived within its hours is given up and counted.

#include "webhooks/delivery.hpp"
#include "webhooks/message.hpp"
#include "webhooks/transport.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <set>

namespace fx::webhooks {

struct Settings {
    std::int64_t retry_min_ms = 30 * ms_per_second, retry_max_ms = ms_per_hour, give_up_ms = ms_per_day,
                 timeout_ms = 10 * ms_per_second;
    /// Of the record type `webhook`.
    static Settings of(catalog::RecordType const& type);
};

/// Why an answer is no success, without a word of what the gateway sent; empty when it is one: 200 to 299.
std::string why_not(http::Answer const& answer);

class Dispatcher {
public:
    struct Parts {
        store::Store& store;
        Sources sources;
        Transport& transport;
        Clock const& clock;
        Random& random;
        Settings settings;
        std::int64_t county = 0;
        std::int64_t look_ms = 2 * ms_per_second;  ///< how soon an event is seen
    };
    explicit Dispatcher(Parts const& parts) : parts_(parts) {}

    /// Does what is due: reads on in the journal, then gives every webhook a turn. When it is to be called again. A Problem
    /// is the store's; a gateway that is down is none.
    Result<Instant> step();
    /// From another thread: a turn under way ends after the delivery it is at.
    void stop() { stopping_ = true; }
    /// Events that wait for each webhook. From any thread.
    std::map<Id, std::int64_t> waiting() const;

private:
    struct Event {
        store::Sequence sequence;
        Instant at;
    };
    struct Line {
        records::Record webhook;
        std::optional<http::Address> address;  ///< nothing when the URL is none
        Delivery stored;                       ///< as it stands in the store
        store::Sequence read;                  ///< in the journal, up to here
        std::deque<Event> waiting;
    };

    Result<void> look(store::Reader& reader);
    Result<Line> line_of(store::Reader& reader, records::Record webhook);
    Result<void> read_on(store::Reader& reader);
    bool concerns(Line const& line, store::Entry const& entry, std::string_view event) const;
    Result<void> tidy(Line& line, Instant now);
    bool due(Line const& line, Instant now) const;
    Result<void> turn(Line& line);
    Result<void> deliver(Line& line);
    Result<std::optional<Message>> message_at(store::Sequence sequence, Id const& of);
    http::Answer send(Line const& line, Message const& message);
    void took(Line const& line, Delivery& delivery, http::Answer const& answer);
    std::int64_t pause(std::int64_t attempts);
    Result<void> keep(Line& line, Delivery delivery);
    void note();

    Parts parts_;
    std::map<Id, Line> lines_;
    bool behind_ = false;  ///< the journal holds more than one step reads
    std::atomic<bool> stopping_{false};
    mutable std::mutex mutex_;
    std::map<Id, std::int64_t> waiting_;
};

}  // namespace fx::webhooks
