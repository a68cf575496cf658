#pragma once
/// The writer's thread: takes whatever jobs wait, runs them as one group, commits once, then answers all of them.
/// While a group commits, the next one gathers. Internal to store.

#include "store/group.hpp"

#include <condition_variable>
#include <deque>
#include <thread>

namespace fx::store {

class Writer {
public:
    /// `book` and `session` are the writer's alone from now on.
    Writer(std::unique_ptr<Session> session, LogBook& book, Clock const& clock);
    /// Finishes what was accepted.
    ~Writer();
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;

    void submit(Job job, Done done);
    void follow(Store::Follower follower);
    /// Runs `work` on the writer's connection between two groups, on the caller's thread.
    Result<void> between_groups(std::function<Result<void>(Session&)> const& work);

private:
    struct Task {
        Job job;
        Done done;
        Result<void> outcome;
    };

    void run();
    void run_group(std::deque<Task>& waiting);
    Result<void> commit_group();
    void tell_followers();

    std::unique_ptr<Session> session_;
    LogBook& book_;
    Clock const& clock_;
    Group group_;
    std::vector<Task> tasks_;  ///< of the group

    std::mutex queue_mutex_;
    std::condition_variable queue_filled_;
    std::deque<Task> queue_;
    bool stopping_ = false;

    std::mutex session_mutex_;  ///< held while a group runs
    std::vector<Store::Follower> followers_;
    std::optional<Problem> stopped_;  ///< the failure after which nothing more is acknowledged
    std::thread thread_;
};

}  // namespace fx::store
