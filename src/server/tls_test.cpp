#include "server/http_test_kit.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace fx::server {
namespace {

namespace fs = std::filesystem;
using testkit::Client;
using testkit::post;
using testkit::TestServer;

/// Writes a fresh self-signed P-256 certificate and its key.
void make_certificate(fs::path const& certificate, fs::path const& key) {
    EVP_PKEY* const pair = EVP_EC_gen("P-256");
    X509* const made = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), -60);
    X509_gmtime_adj(X509_getm_notAfter(made), 3600);
    X509_set_pubkey(made, pair);
    X509_NAME* const name = X509_get_subject_name(made);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(made, name);
    X509_sign(made, pair, EVP_sha256());
    BIO* out = BIO_new_file(certificate.c_str(), "w");
    PEM_write_bio_X509(out, made);
    BIO_free(out);
    out = BIO_new_file(key.c_str(), "w");
    PEM_write_bio_PrivateKey(out, pair, nullptr, nullptr, 0, nullptr, nullptr);
    BIO_free(out);
    X509_free(made);
    EVP_PKEY_free(pair);
}

/// A blocking TLS client over a testkit connection.
class TlsClient {
public:
    TlsClient(std::uint16_t port, int newest_version) : tcp_(port), context_(SSL_CTX_new(TLS_client_method())) {
        SSL_CTX_set_security_level(context_, 0);
        SSL_CTX_set_max_proto_version(context_, newest_version);
        ssl_ = SSL_new(context_);
        SSL_set_fd(ssl_, tcp_.socket());
        connected_ = SSL_connect(ssl_) == 1;
    }
    ~TlsClient() {
        SSL_free(ssl_);
        SSL_CTX_free(context_);
        ERR_clear_error();
    }
    TlsClient(TlsClient const&) = delete;
    TlsClient& operator=(TlsClient const&) = delete;

    bool connected() const { return connected_; }
    std::string version() const { return SSL_get_version(ssl_); }
    /// Sends and reads until `until` has arrived or the connection ends.
    std::string ask(std::string_view request, std::string_view until) {
        EXPECT_EQ(SSL_write(ssl_, request.data(), int(request.size())), int(request.size()));
        std::string all;
        char bytes[16 << 10];
        while (all.find(until) == all.npos) {
            int const got = SSL_read(ssl_, bytes, sizeof bytes);
            if (got <= 0) break;
            all.append(bytes, std::size_t(got));
        }
        return all;
    }

private:
    Client tcp_;
    SSL_CTX* context_;
    SSL* ssl_ = nullptr;
    bool connected_ = false;
};

struct Tls : ::testing::Test {
    fs::path certificate = fs::temp_directory_path() / ("fx_cert_" + std::to_string(::getpid()));
    fs::path key = fs::temp_directory_path() / ("fx_key_" + std::to_string(::getpid()));
    TestServer at;

    Tls() {
        make_certificate(certificate, key);
        at.options.tls = TlsFiles{certificate.string(), key.string()};
        at.router.add(Method::post, "/api/echo", Permission::public_(), Run::pool,
                      [](Request const& request) { return Response::text(request.secure ? request.body : "insecure"); });
    }
    ~Tls() override {
        at.stop();
        fs::remove(certificate);
        fs::remove(key);
    }
};

TEST_F(Tls, carries_requests_and_says_so) {
    at.start();
    for (int const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClient client(at.port, version);
        ASSERT_TRUE(client.connected());
        EXPECT_EQ(client.version(), version == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3");
        for (int i = 0; i < 3; ++i) {
            auto const reply =
                client.ask(post("/api/echo", "over tls " + std::to_string(i)), "over tls " + std::to_string(i));
            EXPECT_TRUE(reply.starts_with("HTTP/1.1 200 OK\r\n"));
            EXPECT_NE(reply.find("Strict-Transport-Security: max-age="), std::string::npos);
        }
    }
}

TEST_F(Tls, carries_large_bodies_both_ways) {
    at.start();
    TlsClient client(at.port, TLS1_3_VERSION);
    auto const body = std::string(3 << 20, 'x') + "end of body";
    EXPECT_NE(client.ask(post("/api/echo", body), "end of body").find("Content-Length: " + std::to_string(body.size())),
              std::string::npos);
}

TEST_F(Tls, old_versions_and_plain_text_get_nothing) {
    at.options.limits.head_ms = 300;
    at.start();
    EXPECT_FALSE(TlsClient(at.port, TLS1_1_VERSION).connected());
    Client plain(at.port);
    EXPECT_EQ(plain.get("/api/echo").status, 0);
    Client silent(at.port);
    EXPECT_TRUE(silent.is_closed()) << "a handshake that never starts is timed out";
}

TEST_F(Tls, a_client_that_hangs_up_does_not_end_the_process) {
    at.start();
    for (int i = 0; i < 5; ++i) {
        Client rude(at.port);
        rude.send("\x16\x03\x01");
    }
    {
        TlsClient client(at.port, TLS1_3_VERSION);
        ASSERT_TRUE(client.connected());
    }
    TlsClient client(at.port, TLS1_3_VERSION);
    EXPECT_NE(client.ask(post("/api/echo", "still here"), "still here"), "");
}

TEST_F(Tls, unusable_files_are_named) {
    std::ofstream(key) << "not a key";
    EXPECT_EQ(TlsContext::load(*at.options.tls).error().field(), "key");
    fs::remove(certificate);
    EXPECT_EQ(TlsContext::load(*at.options.tls).error().field(), "certificate");
}

TEST_F(Tls, a_key_of_another_certificate_is_refused) {
    auto const other = certificate.string() + "_other";
    make_certificate(other, key);
    EXPECT_EQ(TlsContext::load(*at.options.tls).error().field(), "key");
    fs::remove(other);
}

}  // namespace
}  // namespace fx::server
