#include "process.hpp"
#include "served.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace fx::api {
namespace {

std::string const ring = R"([[[109,36],[110,36],[110,37],[109,36]]])";

std::string drawn(std::vector<std::string> const& codes) {
    std::string features;
    for (auto const& code : codes)
        features += (features.empty() ? "" : ",") + (R"({"type":"Feature","properties":{"code":")" + code) +
                    R"("},"geometry":{"type":"Polygon","coordinates":)" + ring + "}}";
    return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

class Map : public Api {
protected:
    void supply(std::string const& text) { std::ofstream(county.site() + "/map.geojson", std::ios::binary) << text; }
    Answer ask() { return site.as("officer").get("/map.geojson"); }
};

TEST_F(Map, WithoutAFileTheAnswerSaysHowToSupplyOne) {
    auto const answer = ask();
    EXPECT_EQ(answer.problem(), "404.5");
    EXPECT_TRUE(answer.explains_itself());
    EXPECT_NE(answer.body.find("map.geojson"), std::string::npos) << "it names the file";
}

TEST_F(Map, AFilePutInWhileTheSiteServesIsGivenOutOnceAndRevalidated) {
    auto const text = drawn({"610627101201", "610627101202"});
    supply(text);
    auto const answer = ask();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, text);
    EXPECT_NE(answer.head.find("application/geo+json"), std::string::npos);
    auto const tag = answer.head.find("ETag: ");
    ASSERT_NE(tag, std::string::npos);
    auto const etag = answer.head.substr(tag + 6, answer.head.find("\r\n", tag) - tag - 6);
    auto const officer = site.as("officer");
    server::testkit::Client again(site.port());
    again.send("GET /map.geojson HTTP/1.1\r\nHost: t\r\n" + officer.fields() + "If-None-Match: " + etag + "\r\n\r\n");
    EXPECT_EQ(again.receive().status, 304);

    supply(drawn({"610627101"}));
    EXPECT_EQ(ask().body, drawn({"610627101"})) << "a new file needs no restart";
}

TEST_F(Map, ALargeFileIsCompressed) {
    std::vector<std::string> codes;
    for (int i = 1; i <= 200; ++i) codes.push_back("610627101201" + std::to_string(1000 + i).substr(1));
    supply(drawn(codes));
    auto const officer = site.as("officer");
    server::testkit::Client client(site.port());
    client.send("GET /map.geojson HTTP/1.1\r\nHost: t\r\n" + officer.fields() + "Accept-Encoding: gzip\r\n\r\n");
    auto const answer = client.receive();
    EXPECT_NE(answer.head.find("Content-Encoding: gzip"), std::string::npos);
    EXPECT_LT(answer.body.size(), drawn(codes).size() / 5);
}

TEST_F(Map, ABrokenFileIsRefusedWithTheFeatureAtFaultAndNeverGivenOut) {
    supply(drawn({"610627101201", "61O627"}));
    auto const answer = ask();
    EXPECT_EQ(answer.problem(), "422.26");
    EXPECT_NE(answer.body.find("feature 2 (code 61O627)"), std::string::npos) << answer.body;
    EXPECT_NE(answer.body.find("第 2 个要素"), std::string::npos);
    supply("{\"type\":");
    EXPECT_EQ(ask().problem(), "422.26");
    supply(std::string((16U << 20) + 1, ' '));
    EXPECT_EQ(ask().problem(), "422.26");
    supply(drawn({"610627"}));
    EXPECT_EQ(ask().status, 200) << "mended";
}

TEST_F(Map, TheCommandTellsWhichDivisionsHaveNoBoundary) {
    auto const file = county.site() + "/draft.geojson";
    std::ofstream(file) << drawn({"610627", "610627101", "610627101201", "610628"});
    auto const checked = fangxian({"map", file, "--data", county.site(), "--json"});
    ASSERT_EQ(checked.exit, 0) << checked.err;
    auto const report = json::parse(checked.out).as_object();
    EXPECT_EQ(report.at("features"), 4);
    EXPECT_EQ(report.at("unknown"), 1);
    auto const& village = report.at("levels").as_array().back();
    EXPECT_EQ(village.at("level"), 5);
    EXPECT_EQ(village.at("drawn"), 1);
    EXPECT_EQ(village.at("without"), json::parse(R"(["610627101202"])"));
    EXPECT_EQ(fangxian({"map", "--data", county.site(), "--json"}).exit, 1) << "there is no map.geojson yet";
    std::ofstream(file) << drawn({"610627", "610627"});
    auto const wrong = fangxian({"map", file, "--data", county.site(), "--json"});
    EXPECT_EQ(wrong.exit, 1);
    EXPECT_NE(wrong.err.find("feature 2 (code 610627)"), std::string::npos) << wrong.err;
}

}  // namespace
}  // namespace fx::api
