#pragma once
/// The promise of an answer: how a deferred handler answers later, from any thread.

#include "server/response.hpp"

#include <memory>
#include <vector>

namespace fx::server {

class Mailbox;
struct Answer;

/// Movable, thread-safe. Exactly one respond(); a Responder destroyed unanswered sends 500.11. Outliving the server or
/// the client's connection is harmless: the answer is then dropped.
class Responder {
public:
    Responder() = default;
    Responder(std::shared_ptr<Mailbox> mailbox, std::uint64_t connection, std::uint64_t request_id);
    Responder(Responder&&) noexcept = default;
    Responder& operator=(Responder&& other) noexcept;
    ~Responder();

    void respond(Response response);
    bool pending() const { return mailbox_ != nullptr; }

private:
    friend void respond_all(std::vector<Answer> answers);
    void abandon() noexcept;

    std::shared_ptr<Mailbox> mailbox_;
    std::uint64_t connection_ = 0;
    std::uint64_t request_id_ = 0;
};

struct Answer {
    Responder to;
    Response response;

    Answer(Responder responder, Response what) : to(std::move(responder)), response(std::move(what)) {}
};

/// Answers a whole group commit with one lock and at most one wake-up of the I/O thread.
void respond_all(std::vector<Answer> answers);

/// 500.11 with the request's id as its reference.
Response internal_error(std::uint64_t request_id);

}  // namespace fx::server
