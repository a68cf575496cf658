#pragma once
/// The lower end: makes statements of what has changed, keeps each until the level above acknowledges it.
///
/// At most one change of figures waits: while the line is down nothing piles up, since figures are a state and the next
/// statement says all that has changed by then.

#include "network/network.hpp"
#include "relay/settings.hpp"
#include "relay/tables.hpp"
#include "relay/transport.hpp"

#include <deque>
#include <functional>
#include <map>
#include <mutex>

namespace fx::relay {

/// How it goes; for people who look.
struct Progress {
    std::string url;
    std::int64_t sequence = 0;  ///< of the last statement made
    std::int64_t waiting = 0;   ///< statements not yet acknowledged
    std::optional<Instant> acknowledged_at;
    std::optional<Problem> problem;  ///< of the last attempt
    std::optional<Instant> next_try;
};

class Sender {
public:
    struct Parts {
        store::Store& store;
        network::Network const& network;
        Transport& transport;
        Clock const& clock;
        Random& random;
        store::SigningKey key;
        Settings settings;
    };
    /// Reads where it stood. 404.207 when no upstream is set for `county`.
    static Result<std::unique_ptr<Sender>> start(Parts parts, std::int64_t county);

    /// Does what is due: makes a statement, or offers the first that waits. When it is to be called again. A Problem is the
    /// store's; a line that is down is none.
    Result<Instant> step();
    /// From any thread.
    Progress progress() const;

private:
    struct Waiting {
        std::int64_t sequence;
        std::string hash;
        std::string body;
    };
    Sender(Parts parts, Upstream upstream) : parts_(std::move(parts)), upstream_(std::move(upstream)) {}

    Result<void> make(Instant now);
    std::vector<PeriodFigures> changes() const;
    std::vector<Statement> cut(std::vector<PeriodFigures> changed, Instant now) const;
    Result<void> offer(Instant now);
    Result<void> acknowledged(std::int64_t sequence);
    Result<void> start_over(std::int64_t sequence);
    void wait_longer(Instant now, Problem problem);
    void note();

    Parts parts_;
    Upstream upstream_;
    std::deque<Waiting> outbox_;
    std::map<Id, PeriodFigures> stated_;
    Instant next_make_{}, next_try_{}, last_made_{};
    int failures_ = 0;
    std::optional<Problem> problem_;
    mutable std::mutex progress_mutex_;
    Progress progress_;
};

}  // namespace fx::relay
