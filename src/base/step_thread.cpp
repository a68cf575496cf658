#include "base/step_thread.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace fx {
namespace {

/// However the clock jumps: neither a busy loop nor a long sleep.
constexpr std::int64_t pause_min_ms = 20, pause_max_ms = 5'000;

}  // namespace

StepThread::StepThread(std::string name, Clock const& clock, Step step)
    : name_(std::move(name)), clock_(clock), step_(std::move(step)), thread_([this] { run(); }) {}

StepThread::~StepThread() {
    stop();
    thread_.join();
}

void StepThread::stop() {
    {
        std::lock_guard const lock(mutex_);
        stop_ = true;
    }
    wake_.notify_one();
}

void StepThread::run() {
    std::unique_lock lock(mutex_);
    while (!stop_) {
        lock.unlock();
        auto const next = step_();
        if (next.has_error()) log::warn(name_ + ": " + next.error().en() + " " + next.error().detail());
        auto const pause = next.has_error() ? pause_max_ms : *next - clock_.now();
        lock.lock();
        wake_.wait_for(lock, std::chrono::milliseconds(std::clamp(pause, pause_min_ms, pause_max_ms)),
                       [&] { return stop_; });
    }
}

}  // namespace fx
