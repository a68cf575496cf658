#include "divisions/boundaries.hpp"

#include <gmock/gmock.h>

namespace fx {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::string const square = R"([[[109,36],[110,36],[110,37],[109,36]]])";

std::string feature(std::string const& code, std::string const& type = "Polygon", std::string const& coordinates = square) {
    return R"({"type":"Feature","properties":{"code":)" + code + R"(},"geometry":{"type":")" + type + R"(","coordinates":)" +
           coordinates + "}}";
}
std::string collection(std::string const& features) {
    return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

/// "422.159 en text", or "" when it is accepted.
std::string fault(std::string const& geojson) {
    auto const read = read_boundaries(geojson);
    return read ? "" : read.error().number() + " " + read.error().en();
}

TEST(Boundaries, NameTheDivisionsTheyDrawInTheirOrder) {
    auto const read = read_boundaries(collection(
        feature("\"610627101201\"") + "," + feature("610627") + "," +
        feature("\"610627101\"", "MultiPolygon", "[" + square + "," + square + "]") + "," + feature("\"610627101201003\"")));
    ASSERT_TRUE(read) << read.error().en();
    EXPECT_THAT(*read, ElementsAre(Place::division(610'627'101'201), Place::division(610'627'000'000),
                                   Place::division(610'627'101'000), Place::division(610'627'101'201).group(3)));
    auto const adcode = collection(
        R"({"type":"Feature","properties":{"adcode":610627,"name":"x"},"geometry":{"type":"Polygon","coordinates":)" +
        square + "}}");
    EXPECT_EQ(fault(adcode), "") << "the files people download name it adcode";
}

TEST(Boundaries, AFaultNamesItsFeature) {
    auto const good = feature("610627") + ",";
    EXPECT_THAT(fault(collection(good + feature("\"61O627\""))),
                AllOf(HasSubstr("422.26"), HasSubstr("feature 2 (code 61O627)"), HasSubstr("a division code has")));
    EXPECT_THAT(fault(collection(good + feature("610627"))),
                AllOf(HasSubstr("feature 2 (code 610627)"), HasSubstr("the code is there twice")));
    EXPECT_THAT(fault(collection(good + feature("null"))),
                AllOf(HasSubstr("feature 2\""), HasSubstr("it has no division code")));
    EXPECT_THAT(fault(collection(feature("610627", "Point", "[109,36]"))),
                AllOf(HasSubstr("feature 1 (code 610627)"), HasSubstr("its geometry")));
    EXPECT_THAT(fault(collection(feature("610627", "Polygon", "[[[109,36],[110,36],[109,36]]]"))),
                HasSubstr("fewer than four"));
    EXPECT_THAT(fault(collection(feature("610627", "Polygon", "[[[109,36],[110,36],[110,37],[111,37]]]"))),
                HasSubstr("not closed"));
    EXPECT_THAT(fault(collection(feature("610627", "Polygon", "[[[500000,4000000],[1,1],[2,2],[500000,4000000]]]"))),
                HasSubstr("turned into degrees"));
    EXPECT_THAT(fault(collection(feature("610627", "MultiPolygon", square))), HasSubstr("feature 1"));
    EXPECT_THAT(fault(collection(R"({"type":"Feature","properties":{"code":610627},"geometry":null})")),
                AllOf(HasSubstr("feature 1 (code 610627)"), HasSubstr("its geometry")));
    EXPECT_THAT(read_boundaries(collection(feature("\"x\""))).error().zh(),
                AllOf(HasSubstr("第 1 个要素（代码 x）"), HasSubstr("区划代码")));
}

TEST(Boundaries, WhatIsNoCollectionIsRefusedAsAWhole) {
    EXPECT_THAT(fault(""), AllOf(HasSubstr("422.26"), HasSubstr("boundary file"), HasSubstr("not valid JSON")));
    EXPECT_THAT(fault("{\"type\":\"FeatureColl"), HasSubstr("not valid JSON"));
    EXPECT_THAT(fault(feature("610627")), HasSubstr("no GeoJSON FeatureCollection"));
    EXPECT_THAT(fault(R"({"type":"FeatureCollection","features":{}})"), HasSubstr("no GeoJSON FeatureCollection"));
    EXPECT_THAT(fault(collection("")), HasSubstr("holds 0"));
    EXPECT_THAT(fault(collection("7")), AllOf(HasSubstr("feature 1"), HasSubstr("its type is not Feature")));
    EXPECT_THAT(fault(std::string(100, '[')), HasSubstr("not valid JSON")) << "nesting is bounded";
    EXPECT_THAT(fault(std::string(boundaries_bytes_max + 1, ' ')), HasSubstr("larger than 16 MB"));
}

}  // namespace
}  // namespace fx
