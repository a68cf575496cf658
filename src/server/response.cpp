#include "server/response.hpp"

#include "base/json_writer.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace fx::server {
namespace {

void append_number(std::string& out, std::uint64_t value) {
    char digits[20];
    auto const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out.append(digits, end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    auto const clean = [&out](std::string_view text) {
        for (char const c : text) out += (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) ? ' ' : c;
    };
    clean(name);
    out += ": ";
    clean(value);
    out += "\r\n";
}

bool has(Pairs const& headers, std::string_view name) {
    return std::ranges::any_of(headers, [&](auto const& field) { return equals_ignoring_case(field.first, name); });
}

void append_policy(std::string& out, Response const& response, bool secure) {
    out += "X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n";
    if (secure) out += "Strict-Transport-Security: max-age=31536000\r\n";
    if (response.headers.empty() || !has(response.headers, "Cache-Control")) out += "Cache-Control: no-store\r\n";
    if (response.headers.empty() || !has(response.headers, "Content-Security-Policy"))
        out += "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
}

}  // namespace

Response Response::json(std::string body, int status) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

Response Response::text(std::string body, std::string content_type) {
    Response response;
    response.content_type = std::move(content_type);
    response.body = std::move(body);
    return response;
}

Response Response::empty() {
    Response response;
    response.status = 204;
    return response;
}

Response Response::problem(Problem const& problem, std::string_view details) {
    JsonWriter json;
    json.begin_object().key("problem").begin_object();
    json.key("number").string(problem.number()).key("name").string(problem.name());
    json.key("field").string(problem.field());
    json.key("zh").string(problem.zh()).key("en").string(problem.en()).end_object();
    if (!details.empty()) json.key("details").raw(details);
    json.end_object();
    return Response::json(json.take(), problem.status());
}

Response Response::stream(EventStream events) {
    Response response;
    response.content_type = "text/event-stream";
    response.headers.emplace_back("X-Accel-Buffering", "no");  // a proxy that gathers answers would hold the news back
    response.events.emplace(std::move(events));
    return response;
}

std::string_view reason(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 207: return "Multi-Status";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 422: return "Unprocessable Content";
        case 423: return "Locked";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 503: return "Service Unavailable";
        case 507: return "Insufficient Storage";
        default: return "Unknown";
    }
}

void write_head(std::string& out, Response const& response, HeadContext const& context) {
    out += "HTTP/1.1 ";
    append_number(out, std::uint64_t(response.status));
    out += ' ';
    out += reason(response.status);
    out += "\r\nDate: ";
    out += context.date;
    out += "\r\nX-Request-Id: ";
    out += request_id_text(context.request_id);
    out += "\r\n";
    bool const bodiless = response.status == 204 || response.status == 304;
    if (!bodiless) {
        if (response.content_type.empty()) {
            out += "Content-Type: application/json\r\n";
        } else {
            append_field(out, "Content-Type", response.content_type);
        }
        if (!response.events) {
            out += "Content-Length: ";
            append_number(out, response.content().size());
            out += "\r\n";
        }
    }
    append_policy(out, response, context.secure);
    if (!context.keep_alive || response.events) out += "Connection: close\r\n";
    for (auto const& [name, value] : response.headers) append_field(out, name, value);
    out += "\r\n";
}

std::string http_date(std::int64_t unix_ms) {
    std::time_t const seconds = unix_ms / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[40];
    static constexpr char const* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr char const* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const size =
        std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[parts.tm_wday], parts.tm_mday,
                      months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    return std::string(text, std::size_t(size));
}

}  // namespace fx::server
