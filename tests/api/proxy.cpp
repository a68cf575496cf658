#include "proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace fx::api {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool readable(int handle) {
    pollfd one{handle, POLLIN, 0};
    return ::poll(&one, 1, 20) > 0;
}

}  // namespace

Proxy::Proxy(std::uint16_t target) : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), target_(target) {
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && ::listen(listener_, 16) == 0 &&
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0)
        port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

Proxy::~Proxy() {
    stop_ = true;
    thread_.join();
    ::close(listener_);
}

std::string Proxy::carried() const {
    std::lock_guard const lock(mutex_);
    return carried_;
}

void Proxy::run() {
    while (!stop_) {
        if (!readable(listener_)) continue;
        int const below = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (below < 0) continue;
        ++connections_;
        if (bytes_max_ != 0) carry(below);
        ::close(below);
    }
}

void Proxy::carry(int below) {
    int const above = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const address = loopback(target_);
    bool open = ::connect(above, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
    char bytes[4096];
    for (std::int64_t up = 0; open && !stop_;) {
        if (readable(below)) {
            auto got = ::recv(below, bytes, sizeof bytes, 0);
            auto const limit = bytes_max_.load();
            if (limit >= 0) got = std::min<std::int64_t>(got, limit - up);
            open = got > 0 && ::send(above, bytes, std::size_t(got), MSG_NOSIGNAL) == got;
            if (open) {
                up += got;
                std::lock_guard const lock(mutex_);
                carried_.append(bytes, std::size_t(got));
                open = limit < 0 || up < limit;
            }
        }
        if (open && readable(above)) {
            auto const got = ::recv(above, bytes, sizeof bytes, 0);
            open = got > 0 && !swallow_ && ::send(below, bytes, std::size_t(got), MSG_NOSIGNAL) == got;
        }
    }
    ::close(above);
}

}  // namespace fx::api
