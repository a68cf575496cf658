#pragma once
/// The thread that relays.

#include "base/step_thread.hpp"
#include "relay/sender.hpp"

namespace fx::relay {

class Worker {
public:
    /// `sender` and `transport` live longer.
    Worker(Sender& sender, Transport& transport, Clock const& clock);
    /// Cuts a delivery under way short; it is repeated after the next start.
    ~Worker();

private:
    Result<Instant> step();
    void tell();

    Sender& sender_;
    Transport& transport_;
    std::string told_;  ///< the last trouble logged: once, not at every attempt
    StepThread thread_;
};

}  // namespace fx::relay
