#pragma once
/// One JSON line per request. No personal data: the route's pattern instead of the path, no query, no peer, no names.

#include "base/result.hpp"
#include "server/request.hpp"

#include <string>

namespace fx::server {

struct AccessLine {
    std::int64_t at_ms;  ///< wall clock
    std::uint64_t request_id;
    Method method;
    std::string_view route;  ///< "/api/records/{type}/{id}", "static", or "-" when nothing matched
    int status;
    std::int64_t took_us;
    std::size_t bytes_in, bytes_out;  ///< bodies
};

/// Lines are gathered and written by flush(); the server flushes every second and at 64 KiB. I/O thread only.
class AccessLog {
public:
    AccessLog() = default;  ///< writes nothing
    AccessLog(AccessLog&& other) noexcept;
    AccessLog& operator=(AccessLog&& other) noexcept;
    ~AccessLog();

    /// "" = nothing, "-" = stderr, else a file that is appended to (rotate with copytruncate). 400.13 when it cannot
    /// be opened.
    static Result<AccessLog> open(std::string const& path);

    void write(AccessLine const& line);
    void flush();

private:
    int file_ = -1;
    std::string waiting_;
};

}  // namespace fx::server
