#pragma once
/// The two ends of the relay of one served site: what lower instances say arrives, and the site's own figures leave.

#include "app/program.hpp"
#include "relay/http_transport.hpp"
#include "relay/receiver.hpp"
#include "relay/worker.hpp"
#include "server/events.hpp"

#include <memory>
#include <optional>

namespace fx::app {

class Federation {
public:
    Federation(Program& program, server::EventHub& events);
    /// Reads whether there is a level above; 500.68 when its key file is unusable.
    Result<void> start();

    relay::Receiver& receiver() { return receiver_; }
    /// Nothing when this site relays to nobody.
    std::optional<relay::Progress> progress() const;
    /// Relays until the object goes; null when there is nobody above.
    std::unique_ptr<relay::Worker> start_worker();

private:
    Program& program_;
    relay::Receiver receiver_;
    std::unique_ptr<relay::HttpTransport> transport_;
    std::unique_ptr<relay::Sender> sender_;
};

/// A registration or its end, journalled like every other change. `by` may be the local administrator.
Result<void> register_lower(Program& program, store::Tx& tx, records::Actor const& by, relay::Lower lower);
Result<void> remove_lower(Program& program, store::Tx& tx, records::Actor const& by, Place instance);

}  // namespace fx::app
