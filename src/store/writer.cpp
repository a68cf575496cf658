#include "store/writer.hpp"

#include "base/assert.hpp"
#include "base/log.hpp"

#include <chrono>

namespace fx::store {
namespace {

constexpr std::size_t queue_jobs_max = 20'000;
/// A group closes at this many jobs, at this many rows and entries, or after this long: what the first job of a group may
/// wait for.
constexpr std::size_t group_jobs_max = 4'096;
constexpr std::size_t group_size_max = 12'000;
constexpr auto group_time_max = std::chrono::milliseconds(25);

}  // namespace

Writer::Writer(std::unique_ptr<Session> session, LogBook& book, Clock const& clock)
    : session_(std::move(session)), book_(book), clock_(clock), group_(*session_, book), thread_([this] { run(); }) {}

Writer::~Writer() {
    {
        std::lock_guard const lock(queue_mutex_);
        stopping_ = true;
    }
    queue_filled_.notify_one();
    thread_.join();
}

void Writer::submit(Job job, Done done) {
    std::optional<Problem> refused;
    {
        std::lock_guard const lock(queue_mutex_);
        if (stopping_)
            refused.emplace(ProblemKind::shutting_down);
        else if (queue_.size() >= queue_jobs_max)
            refused.emplace(ProblemKind::writer_busy, std::vector<Words>{"2"});
        else
            queue_.push_back({std::move(job), std::move(done), {}});
    }
    if (refused && done) done(*refused);
    if (refused) return;
    queue_filled_.notify_one();
}

void Writer::follow(Store::Follower follower) {
    std::lock_guard const lock(session_mutex_);
    followers_.push_back(std::move(follower));
}

Result<void> Writer::between_groups(std::function<Result<void>(Session&)> const& work) {
    FX_ASSERT(std::this_thread::get_id() != thread_.get_id());
    std::lock_guard const lock(session_mutex_);
    return work(*session_);
}

void Writer::run() {
    std::deque<Task> waiting;
    for (;;) {
        {
            std::unique_lock lock(queue_mutex_);
            if (waiting.empty()) queue_filled_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            while (!queue_.empty() && waiting.size() < group_jobs_max) {
                waiting.push_back(std::move(queue_.front()));
                queue_.pop_front();
            }
        }
        if (waiting.empty()) return;
        std::lock_guard const lock(session_mutex_);
        run_group(waiting);
    }
}

/// Takes jobs from the front of `waiting` until the group is full, commits, answers.
void Writer::run_group(std::deque<Task>& waiting) {
    auto const deadline = std::chrono::steady_clock::now() + group_time_max;
    group_.begin(clock_.now());
    do {
        Task task = std::move(waiting.front());
        waiting.pop_front();
        task.outcome = stopped_ ? Result<void>(*stopped_) : group_.run(task.job);
        tasks_.push_back(std::move(task));
    } while (!waiting.empty() && group_.size() < group_size_max && std::chrono::steady_clock::now() < deadline);

    if (auto const committed = commit_group(); committed.has_error()) {
        for (auto& task : tasks_)
            if (task.outcome.has_value()) task.outcome = committed;
    }
    for (auto& task : tasks_)
        if (task.done) task.done(std::move(task.outcome));
    tasks_.clear();
}

Result<void> Writer::commit_group() {
    if (stopped_) return *stopped_;
    auto committed = group_.commit();
    if (committed.has_error()) {
        log::error("a commit failed: " + committed.error().en() + " " + committed.error().detail());
        if (committed.error().kind() == ProblemKind::store_stopped) stopped_ = committed.error();
        book_.aborted();
        return committed;
    }
    book_.committed();
    tell_followers();
    for (auto const& action : group_.actions()) action();
    book_.forget_group();
    return {};
}

void Writer::tell_followers() {
    if (book_.entries().empty()) return;
    for (auto const& follower : followers_) follower(book_.entries());
}

}  // namespace fx::store
