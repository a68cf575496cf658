#include "server/static_site.hpp"

#include "server/http_test_kit.hpp"

#include <filesystem>
#include <fstream>

namespace fx::server {
namespace {

namespace fs = std::filesystem;
using testkit::Client;
using testkit::TestServer;

struct Site : ::testing::Test {
    fs::path root = fs::temp_directory_path() / ("fx_site_" + std::to_string(::getpid()));
    TestServer at;
    std::optional<StaticSite> site;

    Site() {
        put("secret.txt", "outside");
        put("web/index.html", "<desk>");
        put("web/field/index.html", "<field>");
        put("web/assets/app.1a2b.js", "plain js");
        put("web/assets/app.1a2b.js.gz", "gzip js");
        put("web/assets/app.1a2b.js.br", "brotli js");
        put("web/.hidden", "hidden");
        put("web/.git/config", "hidden");
        fs::create_symlink(root / "secret.txt", root / "web/link.txt");
        fs::create_directory_symlink(root, root / "web/up");
        SiteOptions options;
        options.fallbacks = {{"/", "index.html"}, {"/field/", "field/index.html"}};
        auto loaded = StaticSite::load(root / "web", options);
        EXPECT_TRUE(loaded.has_value());
        site.emplace(std::move(*loaded));
        at.site = &*site;
        at.start();
    }
    ~Site() override {
        at.stop();
        fs::remove_all(root);
    }
    void put(fs::path const& path, std::string_view text) const {
        fs::create_directories((root / path).parent_path());
        std::ofstream(root / path) << text;
    }
};

TEST_F(Site, pages_fall_back_to_their_application) {
    Client client(at.port);
    for (auto const* path : {"/", "/index.html", "/coverage/610627", "/field"})
        EXPECT_EQ(client.get(path).body, "<desk>") << path;
    for (auto const* path : {"/field/", "/field/next", "/field/index.html"})
        EXPECT_EQ(client.get(path).body, "<field>") << path;
    auto const reply = client.get("/?x=1");
    EXPECT_EQ(reply.field("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(reply.field("Cache-Control"), "no-cache");
    auto const policy = reply.field("Content-Security-Policy");
    EXPECT_NE(policy.find("script-src 'self';"), std::string::npos);
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe-eval"), std::string::npos);
    EXPECT_EQ(reply.field("X-Frame-Options"), "DENY");
    EXPECT_EQ(reply.field("X-Content-Type-Options"), "nosniff");
}

TEST_F(Site, a_missing_file_or_api_is_not_a_page) {
    Client client(at.port);
    EXPECT_EQ(client.get("/assets/app.0000.js").status, 404);
    EXPECT_EQ(client.get("/api/nothing").status, 404);
    EXPECT_EQ(client.get("/api/nothing").field("Content-Type"), "application/json");
    EXPECT_EQ(client.ask("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\n\r\n").status, 404);
}

TEST_F(Site, no_path_leads_out_of_the_folder) {
    Client client(at.port);
    for (auto const* path : {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt",
                             "//secret.txt", "/link.txt", "/up/secret.txt", "/.hidden", "/.git/config", "/index.html%00.txt",
                             "/./index.html", "/..\\secret.txt"}) {
        auto const reply = client.get(path);
        EXPECT_TRUE(reply.status == 404 || reply.body == "<desk>") << path << reply.body;
        EXPECT_NE(reply.body, "outside") << path;
        EXPECT_NE(reply.body, "hidden") << path;
    }
}

TEST_F(Site, compressed_siblings_go_to_who_accepts_them) {
    Client client(at.port);
    struct Case {
        std::string accept, body, encoding;
    };
    for (auto const& [accept, body, encoding] :
         {Case{"", "plain js", ""}, Case{"gzip, deflate", "gzip js", "gzip"}, Case{"gzip, deflate, br", "brotli js", "br"},
          Case{"br;q=0, gzip;q=0.5", "gzip js", "gzip"}, Case{"br;q=0.0,gzip; q=0.000", "plain js", ""},
          Case{"identity", "plain js", ""}, Case{"gzipped, brr", "plain js", ""}}) {
        auto const reply = client.get("/assets/app.1a2b.js", accept.empty() ? "" : "Accept-Encoding: " + accept + "\r\n");
        EXPECT_EQ(reply.body, body) << accept;
        EXPECT_EQ(reply.field("Content-Encoding"), encoding) << accept;
        EXPECT_EQ(reply.field("Vary"), "Accept-Encoding");
        EXPECT_EQ(reply.field("Content-Type"), "text/javascript; charset=utf-8");
        EXPECT_EQ(reply.field("Cache-Control"), "public, max-age=31536000, immutable");
    }
    EXPECT_EQ(client.get("/", "Accept-Encoding: gzip, br\r\n").field("Content-Encoding"), "");
}

TEST_F(Site, an_unchanged_file_is_not_sent_again) {
    Client client(at.port);
    auto const etag = client.get("/").field("ETag");
    ASSERT_EQ(etag.size(), 34U);
    auto const again = client.get("/", "If-None-Match: \"x\", W/" + etag + "\r\n");
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.field("ETag"), etag);
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(client.get("/", "If-None-Match: \"x\"\r\n").status, 200);
    EXPECT_NE(client.get("/assets/app.1a2b.js").field("ETag"),
              client.get("/assets/app.1a2b.js", "Accept-Encoding: br\r\n").field("ETag"));
    client.send("HEAD / HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_EQ(client.receive(true).field("Content-Length"), "6");
    EXPECT_EQ(client.get("/").body, "<desk>");
}

TEST_F(Site, too_large_or_missing_folders_are_problems) {
    EXPECT_EQ(StaticSite::load(root / "nowhere").error().field(), "site");
    SiteOptions tiny;
    tiny.bytes_max = 10;
    EXPECT_EQ(StaticSite::load(root / "web", tiny).error().field(), "site");
    EXPECT_EQ(site->files(), 5U);
}

}  // namespace
}  // namespace fx::server
