#pragma once
/// Inside the server: one non-blocking byte stream, plain or TLS, over a connected socket's descriptor.

#include "base/result.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace fx::server {

struct TlsFiles {
    std::string certificate;  ///< PEM, the chain, own certificate first
    std::string key;          ///< PEM, unencrypted, readable by us only
};

enum class Io { done, wait_read, wait_write, closed };

struct IoResult {
    Io io = Io::closed;
    std::size_t bytes = 0;
    bool drained = false;  ///< a read that came back short: nothing more is there right now
};

class Channel {
public:
    virtual ~Channel() = default;
    virtual IoResult read(char* into, std::size_t size) = 0;
    virtual IoResult write(std::string_view bytes) = 0;
    /// Says goodbye as far as that does not block; the socket is closed by its owner.
    virtual void finish() = 0;
};

std::unique_ptr<Channel> make_plain_channel(int socket);

/// TLS 1.2 and 1.3 with OpenSSL's default ciphers, server side, no client certificates.
class TlsContext {
public:
    /// 400.13 naming the file that cannot be used.
    static Result<TlsContext> load(TlsFiles const& files);
    std::unique_ptr<Channel> accept(int socket) const;

private:
    std::shared_ptr<void> context_;
};

}  // namespace fx::server
