#pragma once
/// Statements over HTTP.

#include "http/client.hpp"
#include "relay/transport.hpp"

namespace fx::relay {

/// "https://host[:port][/path]" or "http://…"; the path is the upper instance's, without a slash at the end. 400.205
/// otherwise.
Result<http::Address> parse_address(std::string const& url);

class HttpTransport final : public Transport {
public:
    /// `authorities`: PEM file of certificate authorities; empty = the system's. 400.154 when it cannot be read.
    static Result<std::unique_ptr<HttpTransport>> open(http::Address address, std::string const& authorities,
                                                       std::int64_t timeout_ms);

    Answer post(Envelope const& envelope) override;
    void cancel() override { client_->cancel(); }

private:
    HttpTransport(http::Address address, std::unique_ptr<http::Client> client, std::int64_t timeout_ms);

    http::Address const address_;
    std::unique_ptr<http::Client> const client_;
    std::int64_t const timeout_ms_;
};

}  // namespace fx::relay
