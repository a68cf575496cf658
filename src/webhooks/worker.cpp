#include "webhooks/worker.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace fx::webhooks {
namespace {

/// However the clock jumps: neither a busy loop nor a long sleep.
constexpr std::int64_t pause_min_ms = 20, pause_max_ms = 5'000;

}  // namespace

Worker::Worker(Dispatcher& dispatcher, Transport& transport, Clock const& clock)
    : dispatcher_(dispatcher), transport_(transport), clock_(clock), thread_([this] { run(); }) {}

Worker::~Worker() {
    {
        std::lock_guard const lock(mutex_);
        stop_ = true;
    }
    dispatcher_.stop();
    transport_.cancel();
    wake_.notify_one();
    thread_.join();
}

void Worker::run() {
    std::unique_lock lock(mutex_);
    while (!stop_) {
        lock.unlock();
        auto const next = dispatcher_.step();
        if (next.has_error()) log::warn("webhooks: " + next.error().en() + " " + next.error().detail());
        auto const pause = next.has_error() ? pause_max_ms : *next - clock_.now();
        lock.lock();
        wake_.wait_for(lock, std::chrono::milliseconds(std::clamp(pause, pause_min_ms, pause_max_ms)),
                       [&] { return stop_; });
    }
}

}  // namespace fx::webhooks
