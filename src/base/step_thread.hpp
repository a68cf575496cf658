#pragma once
/// A thread that does what is due and sleeps until more is.

#include "base/result.hpp"
#include "base/time.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace fx {

class StepThread {
public:
    /// `step` does what is due and says when it is to be called again; its Problem goes to the log under `name`, and it is
    /// tried again after five seconds. `clock` lives longer.
    using Step = std::function<Result<Instant>()>;
    StepThread(std::string name, Clock const& clock, Step step);
    /// Waits for the step under way: whoever can cut it short does so between stop() and this.
    ~StepThread();
    StepThread(StepThread const&) = delete;
    StepThread& operator=(StepThread const&) = delete;

    /// No further step begins. From any thread.
    void stop();

private:
    void run();

    std::string const name_;
    Clock const& clock_;
    Step const step_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace fx
