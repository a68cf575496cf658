#include "server/responder.hpp"

#include "base/assert.hpp"
#include "base/log.hpp"
#include "server/mailbox.hpp"

#include <utility>

namespace fx::server {

void Mailbox::put(Letter letter) {
    std::scoped_lock const lock(mutex_);
    if (!ring_) return;
    waiting_.push_back(std::move(letter));
    if (!std::exchange(rung_, true)) ring_();
}

void Mailbox::put_all(std::vector<Letter> letters) {
    std::scoped_lock const lock(mutex_);
    if (!ring_ || letters.empty()) return;
    for (auto& letter : letters) waiting_.push_back(std::move(letter));
    if (!std::exchange(rung_, true)) ring_();
}

void Mailbox::collect(std::vector<Letter>& into) {
    FX_ASSERT(into.empty());
    std::scoped_lock const lock(mutex_);
    into.swap(waiting_);
    rung_ = false;
}

void Mailbox::close() {
    std::scoped_lock const lock(mutex_);
    ring_ = nullptr;
    waiting_.clear();
}

Responder::Responder(std::shared_ptr<Mailbox> mailbox, std::uint64_t connection, std::uint64_t request_id)
    : mailbox_(std::move(mailbox)), connection_(connection), request_id_(request_id) {}

Responder& Responder::operator=(Responder&& other) noexcept {
    if (this == &other) return *this;
    abandon();
    mailbox_ = std::move(other.mailbox_);
    connection_ = other.connection_;
    request_id_ = other.request_id_;
    return *this;
}

Responder::~Responder() { abandon(); }

void Responder::abandon() noexcept {
    if (!mailbox_) return;
    log::error("request " + request_id_text(request_id_) + " was dropped unanswered");
    respond(internal_error(request_id_));
}

void Responder::respond(Response response) {
    FX_ASSERT(mailbox_ != nullptr);
    auto const mailbox = std::move(mailbox_);
    mailbox->put(Letter(connection_, request_id_, std::move(response)));
}

void respond_all(std::vector<Answer> answers) {
    std::vector<Letter> letters;
    letters.reserve(answers.size());
    std::shared_ptr<Mailbox> mailbox;
    for (auto& answer : answers) {
        FX_ASSERT(answer.to.mailbox_ != nullptr);
        auto to = std::move(answer.to.mailbox_);
        if (mailbox && mailbox != to) mailbox->put_all(std::exchange(letters, {}));
        mailbox = std::move(to);
        letters.emplace_back(answer.to.connection_, answer.to.request_id_, std::move(answer.response));
    }
    if (mailbox) mailbox->put_all(std::move(letters));
}

Response internal_error(std::uint64_t request_id) {
    return Response::problem(Problem(ProblemKind::internal_error, {request_id_text(request_id)}));
}

}  // namespace fx::server
