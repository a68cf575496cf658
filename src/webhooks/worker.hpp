#pragma once
/// The thread that delivers.

#include "base/step_thread.hpp"
#include "webhooks/dispatcher.hpp"

namespace fx::webhooks {

class Worker {
public:
    /// `dispatcher` and `transport` live longer.
    Worker(Dispatcher& dispatcher, Transport& transport, Clock const& clock);
    /// Cuts a delivery under way short; it is repeated after the next start.
    ~Worker();

private:
    Dispatcher& dispatcher_;
    Transport& transport_;
    StepThread thread_;
};

}  // namespace fx::webhooks
