#pragma once
/// Inside the server: bytes -> Request, on Beast's basic_parser, without Beast's own message containers.

#include "server/request.hpp"

#include <boost/beast/http/basic_parser.hpp>

namespace fx::server {

struct HeadLimits {
    std::uint32_t head_max = 16 << 10;  ///< bytes of request line and fields; more is 431.9
    std::size_t fields_max = 100;       ///< more is 431.9

    HeadLimits() = default;
};

/// Parses one request into `into`; a new parser for the next one. Trailer fields are dropped, so that nothing can be
/// said about a request after the Gate has judged it.
class RequestParser final : public boost::beast::http::basic_parser<true> {
public:
    enum class Progress { more, head, done, failed };

    RequestParser(Request& into, HeadLimits const& limits);

    /// Takes from `bytes`, tells in `used` how many. `head`: the head has just become complete (asked once; set the body
    /// limit, then feed on). `more`: everything usable is used.
    Progress feed(std::string_view bytes, std::size_t& used);
    /// Bytes of body the request declares; nothing when chunked.
    std::optional<std::uint64_t> declared_length() const;
    /// A longer body fails with 413.3. Before the first feed() after `head`.
    void limit_body(std::uint64_t bytes) { body_limit(bytes); }
    /// HTTP/1.1 without "Connection: close".
    bool wants_keep_alive() const { return version_ == 11 && keep_alive(); }
    bool expects_continue() const { return expects_continue_; }
    /// What to answer after `failed`.
    ProblemKind failure() const { return failure_; }

private:
    using Error = boost::beast::error_code;
    using View = boost::beast::string_view;
    using Field = boost::beast::http::field;

    void on_request_impl(boost::beast::http::verb, View method, View target, int version, Error&) override;
    void on_response_impl(int, View, int, Error&) override {}
    void on_field_impl(Field, View name, View value, Error&) override;
    void on_header_impl(Error&) override;
    void on_body_init_impl(boost::optional<std::uint64_t> const&, Error&) override;
    std::size_t on_body_impl(View body, Error&) override;
    void on_chunk_header_impl(std::uint64_t, View, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, View body, Error&) override;
    void on_finish_impl(Error&) override {}
    bool take_target(View target);

    Request& request_;
    HeadLimits const limits_;
    int version_ = 0;
    int hosts_ = 0;
    bool head_done_ = false;
    bool expects_continue_ = false;
    ProblemKind failure_ = ProblemKind::malformed_request;
};

}  // namespace fx::server
