#pragma once
/// A gateway on a free loopback port: keeps what it is sent, answers as a test says.

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace fx::api {

class Gateway {
public:
    Gateway();
    ~Gateway();
    Gateway(Gateway const&) = delete;
    Gateway& operator=(Gateway const&) = delete;

    std::string url() const;
    void answer_with(int status) { status_ = status; }
    struct Heard {
        std::string head, body;
        std::string field(std::string const& name) const;
    };
    std::vector<Heard> heard() const;
    /// What it has heard when it is so many, or when patience ends.
    std::vector<Heard> wait_for(std::size_t count) const;

private:
    void run();
    void serve(int line);

    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> status_{200};
    std::atomic<bool> stop_{false};
    mutable std::mutex mutex_;
    std::vector<Heard> heard_;
    std::thread thread_;
};

}  // namespace fx::api
