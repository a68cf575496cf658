#pragma once
/// A line between two machines that a test cuts and heals; it remembers what went up.

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace fx::api {

/// Listens on a free loopback port and carries bytes to another; one connection after another.
class Proxy {
public:
    explicit Proxy(std::uint16_t target);
    ~Proxy();
    Proxy(Proxy const&) = delete;
    Proxy& operator=(Proxy const&) = delete;

    std::uint16_t port() const { return port_; }
    void lead_to(std::uint16_t target) { target_ = target; }
    /// From now on a connection ends after this many bytes upward; 0: at once.
    void cut_after(std::int64_t bytes) { bytes_max_ = bytes; }
    /// Upward bytes arrive, what comes back does not.
    void swallow_answers(bool yes) { swallow_ = yes; }
    void heal() { bytes_max_ = -1, swallow_ = false; }
    std::string carried() const;  ///< all that went up
    int connections() const { return connections_; }

private:
    void run();
    void carry(int below);

    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<std::uint16_t> target_;
    std::atomic<std::int64_t> bytes_max_{-1};
    std::atomic<bool> swallow_{false}, stop_{false};
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;
    std::string carried_;
    std::thread thread_;
};

}  // namespace fx::api
