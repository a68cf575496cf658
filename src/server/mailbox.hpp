#pragma once
/// Inside the server: answers and wake-ups on their way from any thread to the I/O thread.

#include "server/response.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace fx::server {

struct Letter {
    std::uint64_t connection = 0;
    std::uint64_t request_id = 0;      ///< a late answer must not meet the connection's next request
    std::optional<Response> response;  ///< none: only wake the connection (news on its event stream)

    Letter(std::uint64_t to, std::uint64_t request, std::optional<Response> what)
        : connection(to), request_id(request), response(std::move(what)) {}
};

class Mailbox {
public:
    /// `ring` makes the I/O thread call collect() soon; it is called once per collected batch, under the lock.
    explicit Mailbox(std::function<void()> ring) : ring_(std::move(ring)) {}

    void put(Letter letter);
    void put_all(std::vector<Letter> letters);
    /// Swaps everything waiting into `into`, which must be empty.
    void collect(std::vector<Letter>& into);
    /// From now on letters are dropped and nobody is rung.
    void close();

private:
    std::mutex mutex_;
    std::vector<Letter> waiting_;
    std::function<void()> ring_;
    bool rung_ = false;
};

}  // namespace fx::server
