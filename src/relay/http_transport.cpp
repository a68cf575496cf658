#include "relay/http_transport.hpp"

namespace fx::relay {

Result<http::Address> parse_address(std::string const& url) {
    auto address = http::parse_address(url);
    // What the upper instance is asked for stands after the path.
    if (!address || address->path.find('?') != address->path.npos)
        return Problem(ProblemKind::relay_url_invalid, {url}).at("url");
    while (address->path.ends_with('/')) address->path.pop_back();
    address->path += "/api/relay";
    return *std::move(address);
}

HttpTransport::HttpTransport(http::Address address, std::unique_ptr<http::Client> client, std::int64_t timeout_ms)
    : address_(std::move(address)), client_(std::move(client)), timeout_ms_(timeout_ms) {}

Result<std::unique_ptr<HttpTransport>> HttpTransport::open(http::Address address, std::string const& authorities,
                                                           std::int64_t timeout_ms) {
    FX_TRY(auto client, http::Client::open(address.secure ? authorities : ""));
    return std::unique_ptr<HttpTransport>(new HttpTransport(std::move(address), std::move(client), timeout_ms));
}

Answer HttpTransport::post(Envelope const& envelope) {
    auto answer = client_->post(address_,
                                {{{"Content-Type", "application/json"},
                                  {"Fangxian-Instance", envelope.instance},
                                  {"Fangxian-Sent-At", envelope.sent_at},
                                  {"Fangxian-Signature", envelope.signature}},
                                 envelope.body},
                                timeout_ms_);
    return {answer.status, std::move(answer.body)};
}

}  // namespace fx::relay
