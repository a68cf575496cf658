#include "server/reader_pool.hpp"

#include "base/assert.hpp"
#include "base/log.hpp"
#include "server/content_coding.hpp"

#include <exception>

namespace fx::server {

ReaderPool::ReaderPool(int threads, std::size_t waiting_max) : waiting_max_(waiting_max) {
    FX_ASSERT(threads >= 1);
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

ReaderPool::~ReaderPool() {
    std::deque<Job> unserved;
    {
        std::scoped_lock const lock(mutex_);
        stopping_ = true;
        unserved.swap(waiting_);
    }
    wake_.notify_all();
    for (auto& job : unserved) job.responder.respond(Response::problem(Problem(ProblemKind::shutting_down)));
    for (auto& thread : threads_) thread.join();
}

bool ReaderPool::submit(Route const& route, Request& request, Responder& responder) {
    {
        std::scoped_lock const lock(mutex_);
        if (waiting_.size() >= waiting_max_) return false;
        waiting_.emplace_back(route, std::move(request), std::move(responder));
    }
    wake_.notify_one();
    return true;
}

void ReaderPool::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        auto job = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        auto response = run_handler(*job.route, job.request);
        compress(response, job.request.headers.find("Accept-Encoding"));
        job.responder.respond(std::move(response));
        lock.lock();
    }
}

Response run_handler(Route const& route, Request const& request) {
    try {
        return route.handler(request);
    } catch (std::exception const& error) {
        log::error("request " + request_id_text(request.id) + " " + route.pattern + ": " + error.what());
    }
    return internal_error(request.id);
}

}  // namespace fx::server
