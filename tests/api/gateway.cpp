#include "gateway.hpp"

#include "server/http_test_kit.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace fx::api {
namespace {

bool ready(int handle, int ms) {
    pollfd one{handle, POLLIN, 0};
    return ::poll(&one, 1, ms) > 0;
}

}  // namespace

Gateway::Gateway() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0 && ::listen(listener_, 16) == 0 &&
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size) == 0)
        port_ = ntohs(at.sin_port);
    thread_ = std::thread([this] { run(); });
}

Gateway::~Gateway() {
    stop_ = true;
    thread_.join();
    ::close(listener_);
}

std::string Gateway::url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/in"; }

std::string Gateway::Heard::field(std::string const& name) const {
    auto const at = head.find("\r\n" + name + ": ");
    if (at == head.npos) return {};
    auto const begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

std::vector<Gateway::Heard> Gateway::heard() const {
    std::lock_guard const lock(mutex_);
    return heard_;
}

std::vector<Gateway::Heard> Gateway::wait_for(std::size_t count) const {
    server::testkit::soon([&] { return heard().size() >= count; });
    return heard();
}

void Gateway::run() {
    while (!stop_) {
        if (!ready(listener_, 20)) continue;
        int const line = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (line < 0) continue;
        serve(line);
        ::close(line);
    }
}

void Gateway::serve(int line) {
    std::string text;
    for (char bytes[4096]; !stop_;) {
        if (!ready(line, 20)) continue;
        auto const got = ::recv(line, bytes, sizeof bytes, 0);
        if (got <= 0) return;
        text.append(bytes, std::size_t(got));
        auto const end = text.find("\r\n\r\n");
        if (end == text.npos) continue;
        Heard one{text.substr(0, end + 2), text.substr(end + 4)};
        if (one.body.size() < std::size_t(std::atoi(one.field("Content-Length").c_str()))) continue;
        {
            std::lock_guard const lock(mutex_);
            heard_.push_back(std::move(one));
        }
        auto const answer = "HTTP/1.1 " + std::to_string(status_) + " x\r\nContent-Length: 0\r\n\r\n";
        ::send(line, answer.data(), answer.size(), MSG_NOSIGNAL);
        return;
    }
}

}  // namespace fx::api
