#include "base/step_thread.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace fx {
namespace {

TEST(StepThread, StepsAgainAndBeginsNoneAfterItsEnd) {
    ManualClock const clock(Instant{1000});
    std::atomic<int> steps = 0;
    std::promise<void> third;
    {
        StepThread thread("drill", clock, [&]() -> Result<Instant> {
            if (++steps == 3) third.set_value();
            return clock.now();
        });
        third.get_future().wait();
    }
    int const done = steps;
    EXPECT_GE(done, 3);
    std::this_thread::yield();
    EXPECT_EQ(steps, done);
}

}  // namespace
}  // namespace fx
