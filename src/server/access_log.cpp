#include "server/access_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iterator>
#include <utility>

namespace fx::server {

AccessLog::AccessLog(AccessLog&& other) noexcept
    : file_(std::exchange(other.file_, -1)), waiting_(std::move(other.waiting_)) {}

AccessLog& AccessLog::operator=(AccessLog&& other) noexcept {
    std::swap(file_, other.file_);
    std::swap(waiting_, other.waiting_);
    return *this;
}

AccessLog::~AccessLog() {
    flush();
    if (file_ > STDERR_FILENO) ::close(file_);
}

Result<AccessLog> AccessLog::open(std::string const& path) {
    AccessLog made;
    if (path == "-") made.file_ = STDERR_FILENO;
    if (path.empty() || path == "-") return made;
    made.file_ = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    if (made.file_ < 0) return Problem(ProblemKind::invalid_usage, {path + ": " + std::strerror(errno)}).at("access_log");
    return made;
}

void AccessLog::write(AccessLine const& line) {
    if (file_ < 0) return;
    fmt::format_to(std::back_inserter(waiting_),
                   R"({{"t":{},"id":"{:016x}","method":"{}","route":"{}","status":{},"us":{},"in":{},"out":{}}})"
                   "\n",
                   line.at_ms, line.request_id, name(line.method), line.route, line.status, line.took_us, line.bytes_in,
                   line.bytes_out);
    if (waiting_.size() >= 64 << 10) flush();
}

void AccessLog::flush() {
    std::string_view rest = waiting_;
    while (file_ >= 0 && !rest.empty()) {
        auto const wrote = ::write(file_, rest.data(), rest.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) break;  // a full disk must not stop the service: these lines are lost
        rest.remove_prefix(std::size_t(wrote));
    }
    waiting_.clear();
}

}  // namespace fx::server
