#pragma once
/// How a statement reaches the level above. The real one speaks HTTP (relay/http_transport.hpp).

#include "relay/signature.hpp"

#include <string>

namespace fx::relay {

struct Answer {
    int status = 0;    ///< 0: no answer; whether the statement arrived is unknown
    std::string body;  ///< of an answer; else why there is none
};

class Transport {
public:
    virtual ~Transport() = default;
    /// Delivers and waits for the answer.
    virtual Answer post(Envelope const& envelope) = 0;
    /// From another thread: the post under way ends soon, later ones at once.
    virtual void cancel() {}
};

}  // namespace fx::relay
