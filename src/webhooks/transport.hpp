#pragma once
/// How a message reaches a gateway. The real one speaks HTTP (http/client.hpp).

#include "http/client.hpp"

namespace fx::webhooks {

class Transport {
public:
    virtual ~Transport() = default;
    /// Delivers and waits for the answer.
    virtual http::Answer post(http::Address const& to, http::Post const& post, std::int64_t timeout_ms) = 0;
    /// From another thread: the post under way ends soon, later ones at once.
    virtual void cancel() {}
};

class HttpTransport final : public Transport {
public:
    explicit HttpTransport(std::unique_ptr<http::Client> client) : client_(std::move(client)) {}
    http::Answer post(http::Address const& to, http::Post const& post, std::int64_t timeout_ms) override {
        return client_->post(to, post, timeout_ms);
    }
    void cancel() override { client_->cancel(); }

private:
    std::unique_ptr<http::Client> const client_;
};

}  // namespace fx::webhooks
