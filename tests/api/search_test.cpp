#include "served.hpp"

#include <gtest/gtest.h>

namespace fx::api {
namespace {

/// One person with a telephone and an identity number in each of two villages.
class SearchApi : public Api {
protected:
    void SetUp() override {
        add("east", 0, R"("name":"王小明","id_type":"01","id_number":"11010519491231002X","phone":"13912345678")");
        add("west", 6, R"("name":"王晓敏","phone":"13812345678")");
    }

    void add(std::string const& who, std::size_t home, std::string const& fields) {
        auto const body =
            R"({"household":")" + format(county.home(home).id) + R"(","sex":"9","residence_type":"1",)" + fields + "}";
        ASSERT_EQ(site.as(who).post("/api/records/person", site.creation(county.fresh_id(), body)).status, 201);
    }
    Answer search(std::string const& who, std::string_view line, std::string const& more = {}) {
        return site.as(who).get("/api/search?q=" + encoded(line) + more);
    }
    /// The names of the persons found, in order.
    std::string persons(std::string const& who, std::string_view line) {
        auto const answer = search(who, line, "&type=person");
        if (answer.status != 200) return answer.problem();
        std::string out;
        auto const body = answer.object();
        for (auto const& one : body.at("groups").at(0).at("items").as_array())
            out += (out.empty() ? "" : " ") + text(one.at("record").at("fields").at("name"));
        return out;
    }
};

TEST_F(SearchApi, NumbersFindButAreNeverShown) {
    for (auto const* line : {"wxm", "王小明", "139 1234 5678", "11010519491231002x"}) {
        auto const answer = search("east", line);
        EXPECT_NE(answer.body.find("王小明"), std::string::npos) << line;
        EXPECT_EQ(answer.body.find("11010519491231002X"), std::string::npos) << line;
        EXPECT_EQ(answer.body.find("13912345678"), std::string::npos) << line;
    }
    EXPECT_EQ(site.count("access_log"), 0) << "nothing was unmasked";
}

TEST_F(SearchApi, AnotherVillagesPersonIsAsIfHeWereNot) {
    EXPECT_EQ(persons("officer", "wxm"), "王小明 王晓敏");
    for (auto const* line : {"王小明", "wangxiaoming", "139 1234 5678", "11010519491231002X"}) {
        EXPECT_EQ(persons("east", line), "王小明") << line;
        EXPECT_EQ(persons("west", line), "") << line;
    }
}

TEST_F(SearchApi, WhoMayNotReadPersonsFindsNone) {
    EXPECT_TRUE(search("auditor", "wxm").object().at("groups").as_array().empty());
    EXPECT_TRUE(search("administrator", "wxm").object().at("groups").as_array().empty());
    auto const refused = search("administrator", "wxm", "&type=person");
    EXPECT_EQ(refused.problem(), "403.50");
    EXPECT_TRUE(refused.explains_itself()) << refused.body;
}

TEST_F(SearchApi, WhatIsTypedIsNeverAPattern) {
    for (auto const* line : {"%", "_", "*", "王%", "王__", "王*", "' OR 1=1 --", "😀", "王😀", "\\", "w%m", "w", "1"})
        EXPECT_EQ(persons("officer", line), "") << line;
}

TEST_F(SearchApi, BadLinesAreRefusedWithTheRemedy) {
    auto const refused = [&](std::string const& path) {
        auto const answer = site.as("officer").get(path);
        EXPECT_TRUE(answer.status < 300 || answer.explains_itself()) << path.substr(0, 60) << answer.body;
        return answer.problem() + " " + answer.problem_field();
    };
    EXPECT_EQ(refused("/api/search"), "400.7 q");
    EXPECT_EQ(refused("/api/search?q="), "400.7 q");
    EXPECT_EQ(refused("/api/search?q=%20%E3%80%80"), "400.7 q");
    EXPECT_EQ(refused("/api/search?q=" + encoded(std::string(61, 'w'))), "400.7 q");
    EXPECT_EQ(refused("/api/search?q=" + std::string(10'000, 'w')).substr(0, 1), "4");
    EXPECT_EQ(refused("/api/search?q=%FF%FE").substr(0, 1), "4");
    EXPECT_EQ(refused("/api/search?q=wxm&type=account"), "400.7 type");
    EXPECT_EQ(refused("/api/search?q=wxm&limit=0"), "400.7 limit");
    EXPECT_EQ(refused("/api/search?q=wxm&limit=101"), "400.7 limit");
    EXPECT_EQ(refused("/api/search?q=wxm&limit=many"), "400.7 limit");
    auto const endless = site.as("officer").get("/api/search?q=" + std::string(61, 'w'));
    EXPECT_NE(endless.body.find("姓名、拼音、电话"), std::string::npos) << "what may be typed is said";
}

TEST_F(SearchApi, TheInterfaceSaysHowToAsk) {
    auto const paths = site.as("officer").get("/api/openapi.json").object().at("paths").as_object();
    EXPECT_EQ(paths.at("/api/search").at("get").at("parameters").as_array().size(), 3U);
    for (auto const* path : {"/api/bulk", "/api/bulk/preview", "/api/bulk/{id}/undo"})
        EXPECT_NE(text(paths.at(path).at("post").at("summary")), path) << "described, not only named";
}

}  // namespace
}  // namespace fx::api
