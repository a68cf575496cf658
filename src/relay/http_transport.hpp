#pragma once
/// Statements over HTTP/1.1, one connection each: the certificate of an https address is verified, every wait has an end.

#include "relay/transport.hpp"

#include <atomic>
#include <memory>

namespace fx::relay {

struct Address {
    bool secure = false;
    std::string host;
    std::string port;
    std::string path;  ///< of the upper instance, without a slash at the end; mostly empty
};
/// "https://host[:port][/path]" or "http://…". 400.205 otherwise.
Result<Address> parse_address(std::string const& url);

class HttpTransport final : public Transport {
public:
    /// `authorities`: PEM file of certificate authorities; empty = the system's. 400.154 when it cannot be read.
    static Result<std::unique_ptr<HttpTransport>> open(Address address, std::string const& authorities,
                                                       std::int64_t timeout_ms);
    ~HttpTransport() override;

    Answer post(Envelope const& envelope) override;
    void cancel() override;

private:
    struct Tls;
    HttpTransport(Address address, std::int64_t timeout_ms);

    Address const address_;
    std::int64_t const timeout_ms_;
    std::unique_ptr<Tls> tls_;
    std::atomic<bool> cancelled_{false};
};

}  // namespace fx::relay
