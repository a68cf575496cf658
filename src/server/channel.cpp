#include "server/channel.hpp"

#include "base/assert.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace fx::server {
namespace {

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

class PlainChannel final : public Channel {
public:
    explicit PlainChannel(int socket) : socket_(socket) {}

    IoResult read(char* into, std::size_t size) override {
        for (;;) {
            auto const got = ::recv(socket_, into, size, MSG_DONTWAIT);
            if (got > 0) return {Io::done, std::size_t(got), std::size_t(got) < size};
            if (got < 0 && errno == EINTR) continue;
            return {got < 0 && would_block() ? Io::wait_read : Io::closed};
        }
    }

    IoResult write(std::string_view bytes) override {
        for (;;) {
            auto const put = ::send(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            if (put >= 0) return {Io::done, std::size_t(put)};
            if (errno == EINTR) continue;
            return {would_block() ? Io::wait_write : Io::closed};
        }
    }

    void finish() override { ::shutdown(socket_, SHUT_WR); }

private:
    int socket_;
};

class TlsChannel final : public Channel {
public:
    TlsChannel(SSL* ssl, int socket) : ssl_(ssl), socket_(socket) {}
    ~TlsChannel() override { SSL_free(ssl_); }
    TlsChannel(TlsChannel const&) = delete;
    TlsChannel& operator=(TlsChannel const&) = delete;

    IoResult read(char* into, std::size_t size) override {
        ERR_clear_error();
        std::size_t got = 0;
        int const result = SSL_read_ex(ssl_, into, size, &got);
        return result == 1 ? IoResult{Io::done, got} : outcome(result);
    }

    IoResult write(std::string_view bytes) override {
        ERR_clear_error();
        std::size_t put = 0;
        int const result = SSL_write_ex(ssl_, bytes.data(), bytes.size(), &put);
        return result == 1 ? IoResult{Io::done, put} : outcome(result);
    }

    void finish() override {
        ERR_clear_error();
        if (!broken_ && SSL_is_init_finished(ssl_)) SSL_shutdown(ssl_);
        ::shutdown(socket_, SHUT_WR);
    }

private:
    IoResult outcome(int result) {
        switch (SSL_get_error(ssl_, result)) {
            case SSL_ERROR_WANT_READ: return {Io::wait_read};
            case SSL_ERROR_WANT_WRITE: return {Io::wait_write};
            default: break;
        }
        broken_ = true;
        return {Io::closed};
    }

    SSL* ssl_;
    int socket_;
    bool broken_ = false;
};

Problem unusable(std::string const& file, std::string field) {
    char text[256] = "?";
    if (auto const code = ERR_get_error()) ERR_error_string_n(code, text, sizeof text);
    return Problem(ProblemKind::invalid_usage, {file + ": " + text}).at(std::move(field));
}

}  // namespace

std::unique_ptr<Channel> make_plain_channel(int socket) { return std::make_unique<PlainChannel>(socket); }

Result<TlsContext> TlsContext::load(TlsFiles const& files) {
    ERR_clear_error();
    TlsContext made;
    made.context_ = std::shared_ptr<void>(SSL_CTX_new(TLS_server_method()),
                                          [](void* context) { SSL_CTX_free(static_cast<SSL_CTX*>(context)); });
    auto* const context = static_cast<SSL_CTX*>(made.context_.get());
    FX_ASSERT(context != nullptr);
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    if (SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1)
        return unusable(files.certificate, "certificate");
    if (SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) != 1) return unusable(files.key, "key");
    if (SSL_CTX_check_private_key(context) != 1) return unusable(files.key, "key");
    return made;
}

std::unique_ptr<Channel> TlsContext::accept(int socket) const {
    SSL* const ssl = SSL_new(static_cast<SSL_CTX*>(context_.get()));
    FX_ASSERT(ssl != nullptr);
    SSL_set_fd(ssl, socket);
    SSL_set_accept_state(ssl);
    return std::make_unique<TlsChannel>(ssl, socket);
}

}  // namespace fx::server
