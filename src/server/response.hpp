#pragma once
/// What a handler returns. The transport writes it; a handler never sees the socket.

#include "base/problem.hpp"
#include "server/events.hpp"
#include "server/request.hpp"

#include <memory>
#include <optional>
#include <string>

namespace fx::server {

struct Response {
    int status = 200;
    std::string content_type;  ///< empty = application/json
    std::string body;
    std::shared_ptr<std::string const> shared_body;  ///< used instead of `body` when set: one copy for many answers
    Pairs headers;                                   ///< extra fields; control characters become spaces
    std::optional<EventStream> events;               ///< set: the answer is a server-sent event stream

    static Response json(std::string body, int status = 200);
    static Response text(std::string body, std::string content_type = "text/plain; charset=utf-8");
    /// 204.
    static Response empty();
    /// {"problem":{"number","name","field","zh","en"}} with the problem's status. `details`, when given, is JSON
    /// that becomes the member "details" beside "problem".
    static Response problem(Problem const& problem, std::string_view details = {});
    static Response stream(EventStream events);

    std::string_view content() const { return shared_body ? std::string_view(*shared_body) : std::string_view(body); }
};

/// "OK", "Not Found"…; "Unknown" for a status that is none of ours.
std::string_view reason(int status);

/// What the head of an answer needs besides the Response.
struct HeadContext {
    std::string_view date;  ///< IMF-fixdate
    std::uint64_t request_id = 0;
    bool keep_alive = true;
    bool secure = false;  ///< adds Strict-Transport-Security
};

/// Appends status line and header fields. API answers are never cached and never framed; a Response that brings its
/// own Cache-Control or Content-Security-Policy keeps it. An event stream has no Content-Length.
void write_head(std::string& out, Response const& response, HeadContext const& context);

/// "Sat, 21 Nov 2026 20:43:10 GMT" (RFC 9110, 5.6.7).
std::string http_date(std::int64_t unix_ms);

}  // namespace fx::server
