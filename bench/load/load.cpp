#include "load/load.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <ctime>
#include <stdexcept>

namespace fx::load {
namespace {

double clock_seconds(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

double wall_seconds() { return clock_seconds(CLOCK_MONOTONIC); }

struct Link {
    int socket = -1;
    std::string_view unsent;
    std::string received;
    double sent_at = 0;
    bool waiting = false;  ///< for an answer
    bool wants_write = false;
};

/// The answer at the front of `received`, if complete.
struct Front {
    int status = 0;
    std::size_t head = 0, body = 0;
    bool complete = false, bad = false;
};

Front look(std::string_view received) {
    Front front;
    auto const end = received.find("\r\n\r\n");
    if (end == received.npos) return front;
    front.head = end + 4;
    auto const head = received.substr(0, end + 2);
    front.bad = !head.starts_with("HTTP/1.1 ") || head.size() < 12;
    if (front.bad) return front;
    std::from_chars(head.data() + 9, head.data() + 12, front.status);
    constexpr std::string_view field = "\r\nContent-Length: ";
    auto const at = head.find(field);
    if (at != head.npos) std::from_chars(head.data() + at + field.size(), head.data() + head.size(), front.body);
    front.bad = at == head.npos && front.status != 204 && front.status != 304;
    front.complete = received.size() >= front.head + front.body;
    return front;
}

class Client {
public:
    explicit Client(Plan const& plan) : plan_(plan), links_(std::size_t(plan.connections)) {
        epoll_ = epoll_create1(EPOLL_CLOEXEC);
        for (std::size_t i = 0; i < links_.size(); ++i) connect(i);
    }
    ~Client() {
        for (auto const& link : links_)
            if (link.socket >= 0) ::close(link.socket);
        ::close(epoll_);
    }
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    Report run() {
        auto const cpu = clock_seconds(CLOCK_THREAD_CPUTIME_ID);
        started_ = wall_seconds();
        for (std::size_t i = 0; i < links_.size(); ++i) start_request(i);
        epoll_event events[256];
        while (under_way_ > 0) {
            int const ready = epoll_wait(epoll_, events, 256, 10'000);
            if (ready == 0) throw std::runtime_error("load: no answer for ten seconds");
            for (int e = 0; e < ready; ++e) on_ready(events[e].data.u64, events[e].events);
        }
        report_.seconds = last_ - started_;
        report_.client_cpu_seconds = clock_seconds(CLOCK_THREAD_CPUTIME_ID) - cpu;
        summarise();
        return report_;
    }

private:
    void connect(std::size_t i) {
        auto& link = links_[i];
        link.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(plan_.port);
        inet_pton(AF_INET, plan_.host.c_str(), &address.sin_addr);
        if (::connect(link.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("load: cannot connect");
        int const yes = 1;
        setsockopt(link.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        fcntl(link.socket, F_SETFL, fcntl(link.socket, F_GETFL) | O_NONBLOCK);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        epoll_ctl(epoll_, EPOLL_CTL_ADD, link.socket, &event);
    }

    void start_request(std::size_t i) {
        auto const now = wall_seconds();
        bool const enough = now - started_ >= plan_.seconds || (plan_.requests_max && number_ >= plan_.requests_max);
        auto& link = links_[i];
        if (enough || link.socket < 0) return;
        link.unsent = plan_.next(int(i), number_);
        if (link.unsent.empty()) return;
        ++number_;
        ++under_way_;
        link.waiting = true;
        link.sent_at = now;
        send_on(i);
    }

    void send_on(std::size_t i) {
        auto& link = links_[i];
        while (!link.unsent.empty()) {
            auto const put = ::send(link.socket, link.unsent.data(), link.unsent.size(), MSG_NOSIGNAL);
            if (put < 0 && errno != EAGAIN) return lose(i);
            if (put < 0) break;
            link.unsent.remove_prefix(std::size_t(put));
        }
        if (bool const blocked = !link.unsent.empty(); blocked != link.wants_write) {
            link.wants_write = blocked;
            epoll_event event{};
            event.events = EPOLLIN | (blocked ? std::uint32_t(EPOLLOUT) : 0U);
            event.data.u64 = i;
            epoll_ctl(epoll_, EPOLL_CTL_MOD, link.socket, &event);
        }
    }

    void on_ready(std::size_t i, std::uint32_t events) {
        auto& link = links_[i];
        if (link.socket < 0) return;
        if (events & EPOLLOUT) send_on(i);
        if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR)) || link.socket < 0) return;
        char bytes[64 << 10];
        auto const got = ::recv(link.socket, bytes, sizeof bytes, 0);
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0) return lose(i);
        link.received.append(bytes, std::size_t(got));
        auto const front = look(link.received);
        if (front.bad) return lose(i);
        if (!front.complete) return;
        finish_request(i, front);
    }

    void finish_request(std::size_t i, Front const& front) {
        auto& link = links_[i];
        last_ = wall_seconds();
        times_us_.push_back(float((last_ - link.sent_at) * 1e6));
        ++report_.answers;
        report_.refused += front.status >= 400;
        if (plan_.on_answer)
            plan_.on_answer(int(i), front.status, std::string_view(link.received).substr(front.head, front.body));
        link.received.clear();
        link.waiting = false;
        --under_way_;
        start_request(i);
    }

    void lose(std::size_t i) {
        auto& link = links_[i];
        ++report_.broken;
        if (link.waiting) --under_way_;
        link.waiting = false;
        ::close(link.socket);
        link.socket = -1;
    }

    void summarise() {
        if (times_us_.empty()) return;
        std::ranges::sort(times_us_);
        auto const at = [&](double part) { return double(times_us_[std::size_t(part * double(times_us_.size() - 1))]); };
        report_.p50_us = at(0.5);
        report_.p99_us = at(0.99);
        report_.max_us = at(1);
    }

    Plan const& plan_;
    std::vector<Link> links_;
    int epoll_ = -1;
    std::uint64_t number_ = 0;
    int under_way_ = 0;
    double started_ = 0, last_ = 0;
    std::vector<float> times_us_;
    Report report_;
};

}  // namespace

Report drive(Plan const& plan) { return Client(plan).run(); }

std::string make_request(std::string_view method, std::string_view path, std::string_view body,
                         std::string_view extra_fields) {
    auto const length = body.empty() ? std::string() : fmt::format("Content-Length: {}\r\n", body.size());
    return fmt::format("{} {} HTTP/1.1\r\nHost: load\r\n{}{}\r\n{}", method, path, length, extra_fields, body);
}

double thread_cpu_seconds(unsigned long thread) {
    clockid_t clock{};
    return pthread_getcpuclockid(thread, &clock) == 0 ? clock_seconds(clock) : 0;
}

double process_cpu_seconds() { return clock_seconds(CLOCK_PROCESS_CPUTIME_ID); }

std::string describe(Report const& report) {
    return fmt::format("{:.0f} answers/s  p50 {:.0f} us  p99 {:.0f} us  max {:.0f} us  ({} answers, {} refused, {} broken)",
                       report.per_second(), report.p50_us, report.p99_us, report.max_us, report.answers, report.refused,
                       report.broken);
}

}  // namespace fx::load
