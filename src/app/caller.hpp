#pragma once
/// Who is behind a request, as the gate found out: what Request::context holds.

#include "records/actor.hpp"

#include <string>

namespace fx::app {

struct Caller {
    records::Actor actor;
    Id account;
    std::string username;
    bool by_token = false;  ///< a machine's API token, not a person's session
    Id device = {};         ///< the registered device of the session; nil for a browser or a machine
};

}  // namespace fx::app
