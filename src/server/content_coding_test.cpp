#include "server/content_coding.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

namespace fx::server {
namespace {

std::string packed(std::string const& text) {
    auto response = Response::json(text);
    compress(response, "br, gzip");
    EXPECT_EQ(response.headers.back().second, "gzip");
    return std::string(response.content());
}

bool is_packed(Response response, std::string_view accept = "gzip") {
    auto const before = std::string(response.content());
    compress(response, accept);
    return response.content() != before;
}

TEST(ContentCoding, LargeTextIsCompressedForWhoTakesItAndComesBackTheSame) {
    std::string text;
    for (int i = 0; i < 500; ++i) text += R"({"id":")" + std::to_string(i) + R"(","name":"王建国"},)";
    auto const small = packed(text);
    EXPECT_LT(small.size() * 5, text.size());
    EXPECT_EQ(decoded(small, "gzip", text.size()).value(), text);
    EXPECT_EQ(decoded(small, " GZIP ", text.size()).value(), text);
    EXPECT_TRUE(is_packed(Response::json(text)));
    EXPECT_FALSE(is_packed(Response::json(text), ""));
    EXPECT_FALSE(is_packed(Response::json(text), "gzip;q=0, br"));
    EXPECT_FALSE(is_packed(Response::json(text.substr(0, 2'000))))
        << "nothing to gain, and a session's secret is this small";
    EXPECT_FALSE(is_packed(Response::text(text, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")));
    auto twice = Response::json(text);
    compress(twice, "gzip");
    EXPECT_FALSE(is_packed(twice));
    auto plain = Response::json(text);
    compress(plain, "");
    EXPECT_EQ(plain.headers.back().second, "Accept-Encoding") << "a cache must know that it depends on this";
}

TEST(ContentCoding, NoMoreThanTheLimitComesOutOfABomb) {
    auto const bomb = packed(std::string(64U << 20, '0'));
    EXPECT_LT(bomb.size(), 300'000U);
    EXPECT_EQ(decoded(bomb, "gzip", 1U << 20).error().number(), "413.3");
    EXPECT_EQ(decoded(packed(std::string(5'000, 'x')), "gzip", 4'999).error().number(), "413.3");
    EXPECT_EQ(decoded(packed(std::string(5'000, 'x')), "gzip", 5'000)->size(), 5'000U);
}

TEST(ContentCoding, WhatIsCutShortAlteredOrNotGzipIsRefused) {
    SeededRandom dice(3);
    std::string text;
    for (int i = 0; i < 3'000; ++i) text += char('a' + dice.below(20));
    auto const good = packed(text);
    for (std::size_t cut = 0; cut < good.size(); cut += 7)
        EXPECT_EQ(decoded(good.substr(0, cut), "gzip", 10'000).error().number(), "400.7") << cut;
    EXPECT_EQ(decoded(good + "x", "gzip", 10'000).error().number(), "400.7");
    auto altered = good;
    altered[altered.size() / 2] = char(altered[altered.size() / 2] ^ 1);
    EXPECT_TRUE(decoded(altered, "gzip", 10'000).has_error()) << "the checksum tells";
    for (auto const* coding : {"br", "deflate", "gzip, gzip", "identity", "x"})
        EXPECT_EQ(decoded(good, coding, 10'000).error().field(), "Content-Encoding") << coding;
}

}  // namespace
}  // namespace fx::server
