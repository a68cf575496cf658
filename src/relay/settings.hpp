#pragma once
/// How often and how patiently figures travel upward, and when information counts as old. site.jsonc, "relay".

#include <cstdint>
#include <string>

namespace fx::relay {

struct Settings {
    std::int64_t interval_ms = 5'000;     ///< many changes become one statement at most this often
    std::int64_t heartbeat_ms = 60'000;   ///< without any change, a statement that says so
    std::int64_t retry_min_ms = 2'000;    ///< first pause after a failure; doubles, with jitter,
    std::int64_t retry_max_ms = 300'000;  ///< up to this
    std::int64_t timeout_ms = 20'000;     ///< of one attempt
    std::int64_t rows_max = 5'000;        ///< rows of figures in one statement
    std::int64_t fresh_ms = 180'000;      ///< information younger than this is fresh
    std::int64_t silent_ms = 3'600'000;   ///< nothing received for this long: the instance is silent
    std::string authorities;              ///< PEM file of certificate authorities for https; empty = the system's
};

}  // namespace fx::relay
