#include "relay/worker.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace fx::relay {
namespace {

/// However the clock jumps: neither a busy loop nor a long sleep.
constexpr std::int64_t pause_min_ms = 20, pause_max_ms = 5'000;

}  // namespace

Worker::Worker(Sender& sender, Transport& transport, Clock const& clock)
    : sender_(sender), transport_(transport), clock_(clock), thread_([this] { run(); }) {}

Worker::~Worker() {
    {
        std::lock_guard const lock(mutex_);
        stop_ = true;
    }
    transport_.cancel();
    wake_.notify_one();
    thread_.join();
}

void Worker::run() {
    std::unique_lock lock(mutex_);
    while (!stop_) {
        lock.unlock();
        auto const next = sender_.step();
        if (next.has_error()) log::warn("relay: " + next.error().en() + " " + next.error().detail());
        tell();
        auto const pause = next.has_error() ? pause_max_ms : *next - clock_.now();
        lock.lock();
        wake_.wait_for(lock, std::chrono::milliseconds(std::clamp(pause, pause_min_ms, pause_max_ms)),
                       [&] { return stop_; });
    }
}

void Worker::tell() {
    auto const problem = sender_.progress().problem;
    auto const trouble = problem ? problem->number() + " " + problem->en() : std::string();
    if (trouble == told_) return;
    if (trouble.empty())
        log::info("relay: the level above answers again");
    else
        log::warn("relay: " + trouble);
    told_ = trouble;
}

}  // namespace fx::relay
