#include "server/request_parser.hpp"

#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace fx::server {
namespace {

namespace http = boost::beast::http;

Method method_of(http::verb verb) {
    switch (verb) {
        case http::verb::get: return Method::get;
        case http::verb::head: return Method::head;
        case http::verb::post: return Method::post;
        case http::verb::put: return Method::put;
        case http::verb::patch: return Method::patch;
        case http::verb::delete_: return Method::delete_;
        case http::verb::options: return Method::options;
        default: return Method::other;
    }
}

/// A last chunk is never shorter than "0", CRLF, CRLF. Beast's parser, given one in pieces, asserts that so much is there.
bool is_begun_last_chunk(std::string_view left) { return left.size() < 5 && left.front() == '0'; }

}  // namespace

RequestParser::RequestParser(Request& into, HeadLimits const& limits) : request_(into), limits_(limits) {
    header_limit(limits.head_max);
    body_limit(boost::none);  // the route decides, once the head is known
    request_.clear();
}

RequestParser::Progress RequestParser::feed(std::string_view bytes, std::size_t& used) {
    used = 0;
    while (!is_done()) {
        auto const left = bytes.substr(used);
        if (left.empty() || (head_done_ && chunked() && is_begun_last_chunk(left))) return Progress::more;
        Error error;
        used += put(boost::asio::const_buffer(left.data(), left.size()), error);
        if (error == http::error::need_more) return Progress::more;
        if (error) {
            if (error == http::error::header_limit) failure_ = ProblemKind::headers_too_large;
            if (error == http::error::body_limit) failure_ = ProblemKind::body_too_large;
            return Progress::failed;
        }
        if (!head_done_ && is_header_done()) {
            head_done_ = true;
            return Progress::head;
        }
    }
    return Progress::done;
}

std::optional<std::uint64_t> RequestParser::declared_length() const {
    if (chunked()) return {};
    return content_length().value_or(0);
}

bool RequestParser::take_target(View target) {
    if (target.starts_with("http://") || target.starts_with("https://")) {  // absolute form (RFC 9112, 3.2.2)
        auto const slash = target.find('/', target.find("//") + 2);
        target = slash == View::npos ? View("/") : target.substr(slash);
    }
    bool const asterisk = request_.method == Method::options && target == "*";
    if (!target.starts_with('/') && !asterisk) return false;
    auto const question = std::min(target.find('?'), target.size());
    auto const path = target.substr(0, question);
    request_.path.assign(path.data(), path.size());
    if (question < target.size()) request_.query_text.assign(target.data() + question + 1, target.size() - question - 1);
    return true;
}

void RequestParser::on_request_impl(http::verb verb, View, View target, int version, Error& error) {
    request_.method = method_of(verb);
    version_ = version;
    bool const understood = version == 10 || version == 11;
    if (!understood || !take_target(target)) error = http::error::bad_target;
}

void RequestParser::on_field_impl(Field field, View name, View value, Error& error) {
    if (head_done_) return;
    if (request_.headers.size() == limits_.fields_max) {
        error = http::error::header_limit;
        return;
    }
    hosts_ += field == Field::host;
    if (field == Field::transfer_encoding && !equals_ignoring_case({value.data(), value.size()}, "chunked"))
        error = http::error::bad_transfer_encoding;
    if (field == Field::expect) expects_continue_ = equals_ignoring_case({value.data(), value.size()}, "100-continue");
    request_.headers.add({name.data(), name.size()}, {value.data(), value.size()});
}

void RequestParser::on_header_impl(Error& error) {
    // RFC 9112, 3.2: exactly one Host in HTTP/1.1; two would let a proxy and us see different sites.
    if (hosts_ > 1 || (hosts_ == 0 && version_ == 11)) error = http::error::bad_field;
}

void RequestParser::on_body_init_impl(boost::optional<std::uint64_t> const& length, Error&) {
    constexpr std::uint64_t trusted = 64 << 10;  // a claimed length costs the claimer more than it costs us
    request_.body.reserve(std::size_t(std::min(length.value_or(0), trusted)));
}

std::size_t RequestParser::on_body_impl(View body, Error&) {
    request_.body.append(body.data(), body.size());
    return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View body, Error&) {
    request_.body.append(body.data(), body.size());
    return body.size();
}

}  // namespace fx::server
