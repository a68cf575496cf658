#pragma once
/// A POST over HTTP/1.1, one connection each: the certificate of an https address is verified, redirects are not followed,
/// the answer has a limit, every wait has an end.

#include "base/result.hpp"
#include "http/address.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fx::http {

struct Answer {
    int status = 0;    ///< 0: no answer; whether the request arrived is unknown
    std::string body;  ///< of an answer; else why there is none, without a word of what the other side sent
};

struct Post {
    std::vector<std::pair<std::string, std::string>> fields;  ///< of the header, beside Host, Connection and Content-Length
    std::string body;
};

/// Answers longer than this, head and body together, are none.
inline constexpr std::size_t answer_bytes_max = 64U << 10;

class Client {
public:
    /// `authorities`: PEM file of certificate authorities; empty = the system's. 400.154 when it cannot be read.
    static Result<std::unique_ptr<Client>> open(std::string const& authorities);
    ~Client();

    /// Delivers and waits for the answer, `timeout_ms` in all. Safe from many threads at once.
    Answer post(Address const& to, Post const& post, std::int64_t timeout_ms);
    /// From another thread: what is under way ends soon, later posts at once.
    void cancel();

private:
    struct Tls;
    Client();

    std::unique_ptr<Tls> tls_;
    std::atomic<bool> cancelled_{false};
};

}  // namespace fx::http
