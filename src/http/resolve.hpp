#pragma once
/// A host's addresses, within a time. Internal to http.

#include <netdb.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace fx::http {

using Steady = std::chrono::steady_clock;

struct Resolved {
    std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses{nullptr, ::freeaddrinfo};
    std::string why;  ///< there are none
};

/// The system's resolver cannot be cut short and may take half a minute: it asks on a thread of its own, which is left
/// behind when time is up. A numeric host is asked for on this thread.
Resolved resolve(std::string const& host, std::string const& port, Steady::time_point deadline,
                 std::atomic<bool> const& cancelled);

}  // namespace fx::http
