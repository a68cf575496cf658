#include "http/resolve.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace fx::http {
namespace {

constexpr std::chrono::milliseconds look{100};  ///< how soon a cancellation is noticed

Resolved ask(std::string const& host, std::string const& port, int flags) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags;
    addrinfo* found = nullptr;
    Resolved out;
    if (int const code = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found); code != 0)
        out.why = ::gai_strerror(code);
    out.addresses.reset(found);
    return out;
}

/// Shared with the asking thread, which may outlive the question.
struct Question {
    std::mutex mutex;
    std::condition_variable answered;
    std::optional<Resolved> answer;
};

}  // namespace

Resolved resolve(std::string const& host, std::string const& port, Steady::time_point deadline,
                 std::atomic<bool> const& cancelled) {
    if (auto numeric = ask(host, port, AI_NUMERICHOST); numeric.addresses) return numeric;
    auto const question = std::make_shared<Question>();
    std::thread([question, host, port] {
        auto answer = ask(host, port, AI_ADDRCONFIG);
        std::lock_guard const lock(question->mutex);
        question->answer = std::move(answer);
        question->answered.notify_one();
    }).detach();
    std::unique_lock lock(question->mutex);
    while (!question->answer && !cancelled && Steady::now() < deadline)
        question->answered.wait_until(lock, std::min(deadline, Steady::now() + look));
    if (question->answer) return *std::move(question->answer);
    Resolved none;
    none.why = cancelled ? "stopping" : "timed out while looking up the host";
    return none;
}

}  // namespace fx::http
