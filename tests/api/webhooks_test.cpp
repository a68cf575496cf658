#include "app/webhooks.hpp"
#include "gateway.hpp"
#include "served.hpp"

#include <gtest/gtest.h>

namespace fx::api {
namespace {

class ServedWebhooks : public Api {
protected:
    std::string fields(std::string const& url, Place area = story::county) {
        return R"({"name":"短信网关","area":")" + format(area) + R"(","url":")" + url +
               R"(","events":["order_issued","response_declared","situation_issued"]})";
    }
    Id made(std::string const& url) {
        auto const id = county.fresh_id();
        auto const answer = site.as("administrator").post("/api/records/webhook", site.creation(id, fields(url)));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    Id order() {
        auto const id = county.fresh_id();
        auto const by = format(county.clock().now() + ms_per_hour);
        auto const answer = site.as("officer").post(
            "/api/records/order",
            site.creation(id, R"({"subject":"找张三","topic":"1","urgency":"2","body":"电话 13800138000","addressees":)"
                              R"([{"role":"village_officer"}],"acknowledge_by":")" +
                                  by + "\"}"));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    json::object listed(std::string const& who = "administrator") {
        auto const answer = site.as(who).get("/api/webhooks");
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object();
    }
    /// The deliveries of the only webhook, once `done` holds of them.
    template <class Done>
    json::object deliveries(Done done) {
        json::object found;
        EXPECT_TRUE(server::testkit::soon([&] {
            found = listed().at("items").as_array().at(0).at("delivery").as_object();
            return done(found);
        }));
        return found;
    }
    std::string secret(Id const& id) {
        auto const answer =
            site.as("administrator").post("/api/webhooks/" + format(id) + "/secret", R"({"purpose":"配置短信网关"})");
        EXPECT_EQ(answer.status, 200) << answer.body;
        return text(answer.object().at("secret"));
    }
    Gateway gateway;
};

TEST_F(ServedWebhooks, TellTheGatewayAndShowHowItGoes) {
    auto const id = made(gateway.url());
    auto const of = order();
    auto const heard = gateway.wait_for(1);
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_TRUE(heard[0].head.starts_with("POST /in HTTP/1.1\r\n"));
    EXPECT_EQ(heard[0].field("Fangxian-Signature"),
              webhooks::signature(secret(id), heard[0].field("Fangxian-Timestamp"), heard[0].body));
    auto const body = json::parse(heard[0].body).as_object();
    EXPECT_EQ(text(body.at("link")), "/#/orders/" + format(of));
    EXPECT_EQ(text(body.at("place_name")), "甘泉县");
    EXPECT_EQ(body.at("posts"), 2);
    EXPECT_EQ(heard[0].body.find("张三"), std::string::npos);
    EXPECT_EQ(heard[0].body.find("13800138000"), std::string::npos);
    auto const state = deliveries([](auto const& one) { return one.at("delivered") == 1; });
    EXPECT_EQ(state.at("delivered"), 1);
    EXPECT_EQ(state.at("waiting"), 0);
    EXPECT_EQ(state.at("last_status"), 200);
    EXPECT_TRUE(state.at("problem").is_null());
}

TEST_F(ServedWebhooks, AResponseAndASituationReportAreToldInWordsOfTheCatalogue) {
    made(gateway.url());
    auto const response = site.as("officer").post(
        "/api/records/response",
        site.creation(county.fresh_id(), R"({"area":")" + format(story::county) +
                                             R"(","plan":"risk_2020","level":"low","ends_at":")" +
                                             format(county.clock().now() + ms_per_day) +
                                             R"(","decided_by":"县指挥部","reason":"研判：张三","confirmed_total":5,)"
                                             R"("confirmed_recent":0,"clusters_recent":0})"));
    ASSERT_EQ(response.status, 201) << response.body;
    auto const report = site.as("officer").post("/api/situation", R"({"command":")" + format(county.fresh_id()) + "\"}");
    ASSERT_EQ(report.status, 201) << report.body;
    auto const id = text(report.object().at("id"));
    auto const issued = site.as("officer").post("/api/records/situation_report/" + id + "/moves/issue",
                                                site.change(1, R"({"judgement":"李四一家须转运"})"));
    ASSERT_EQ(issued.status, 200) << issued.body;
    std::string all;
    EXPECT_TRUE(server::testkit::soon([&] {
        all.clear();
        auto const heard = gateway.heard();
        for (auto const& one : heard) all += one.body;
        return all.find("低风险") != all.npos && all.find("/#/situation/" + id) != all.npos;
    })) << all;
    EXPECT_EQ(all.find("张三"), all.npos);
    EXPECT_EQ(all.find("李四"), all.npos) << "the assessment stays";
    EXPECT_NE(all.find(format(date_at(county.clock().now())) + " 情况报告"), all.npos) << all;
}

TEST_F(ServedWebhooks, AFailureIsShownInBothLanguagesAndRetried) {
    gateway.answer_with(500);
    made(gateway.url());
    order();
    auto const state = deliveries([](auto const& one) { return one.at("attempts") == 1; });
    EXPECT_EQ(state.at("waiting"), 1);
    EXPECT_EQ(text(state.at("problem").at("number")), "502.304");
    EXPECT_FALSE(text(state.at("problem").at("zh")).empty());
    EXPECT_FALSE(state.at("next_at").is_null());
    gateway.answer_with(200);
    county.clock().advance(ms_per_minute);
    auto const heard = gateway.wait_for(2);
    ASSERT_EQ(heard.size(), 2U);
    EXPECT_EQ(heard[0].field("Fangxian-Delivery"), heard[1].field("Fangxian-Delivery"));
    EXPECT_EQ(heard[0].body, heard[1].body);
}

TEST_F(ServedWebhooks, ATestMessageIsSentNowAndSaysHowItWent) {
    auto const id = made(gateway.url());
    auto const path = "/api/webhooks/" + format(id) + "/test";
    auto const sent = site.as("administrator").post(path);
    ASSERT_EQ(sent.status, 200) << sent.body;
    EXPECT_TRUE(sent.object().at("delivered").as_bool());
    EXPECT_EQ(sent.object().at("status"), 200);
    EXPECT_GE(sent.object().at("answer_ms").as_int64(), 0);
    auto const heard = gateway.wait_for(1);
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(heard[0].field("Fangxian-Event"), "test");
    EXPECT_EQ(heard[0].field("Fangxian-Signature"),
              webhooks::signature(secret(id), heard[0].field("Fangxian-Timestamp"), heard[0].body));
    gateway.answer_with(401);
    auto const refused = site.as("administrator").post(path).object();
    EXPECT_FALSE(refused.at("delivered").as_bool());
    EXPECT_EQ(text(refused.at("problem").at("number")), "502.304");
    auto const nobody = made("http://127.0.0.1:1/");
    EXPECT_EQ(
        text(site.as("administrator").post("/api/webhooks/" + format(nobody) + "/test").object().at("problem").at("number")),
        "502.303");
    EXPECT_EQ(site.as("administrator").post("/api/webhooks/" + format(county.fresh_id()) + "/test").problem(), "404.55");
    ASSERT_EQ(
        site.as("administrator").post("/api/records/webhook/" + format(id) + "/moves/end", site.change(1, "{}")).status,
        200);
    EXPECT_EQ(site.as("administrator").post(path).problem(), "409.301");
}

TEST_F(ServedWebhooks, TheSecretIsForTheAdministratorWithAPurposeOnRecord) {
    auto const id = made(gateway.url());
    auto const path = "/api/webhooks/" + format(id) + "/secret";
    EXPECT_EQ(site.as("administrator").get(path).status, 405) << "what is logged is no GET";
    EXPECT_EQ(site.as("administrator").post(path, "{}").problem(), "400.63");
    EXPECT_EQ(site.count("access_log"), 0);
    EXPECT_EQ(site.as("officer").post(path, R"({"purpose":"看一看吧"})").problem(), "403.163");
    auto const of = secret(id);
    EXPECT_EQ(of.size(), 64U);
    auto const log = site.rows("SELECT type, action FROM access_log");
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(std::get<std::string>(log[0][0]), "webhook");
    for (auto const* table : {"r_webhook", "webhook_delivery"})
        for (auto const& row : site.rows("SELECT * FROM " + std::string(table)))
            for (auto const& cell : row) {
                auto const* words = text_in(cell);
                EXPECT_TRUE(words == nullptr || words->find(of) == words->npos) << "stored nowhere";
            }
    EXPECT_EQ(site.as("administrator")
                  .post("/api/webhooks/" + format(county.fresh_id()) + "/secret", R"({"purpose":"看一看吧"})")
                  .problem(),
              "404.55");
}

TEST_F(ServedWebhooks, OnlyTheAdministratorSetsAnAddressAndNoneHoldsAPassword) {
    for (auto const* who : {"officer", "cdc", "township", "auditor", "wang"})
        EXPECT_EQ(site.as(who).post("/api/records/webhook", site.creation(county.fresh_id(), fields(gateway.url()))).status,
                  403)
            << who;
    for (auto const* url : {"http://user:word@127.0.0.1/", "ftp://127.0.0.1/", "file:///etc/passwd", "http://a#b"}) {
        auto const answer =
            site.as("administrator").post("/api/records/webhook", site.creation(county.fresh_id(), fields(url)));
        EXPECT_EQ(answer.problem(), "422.300") << url;
        EXPECT_EQ(answer.problem_field(), "url");
        EXPECT_TRUE(answer.explains_itself());
    }
    auto const id = made(gateway.url());
    for (auto const* who : {"administrator", "auditor", "officer"}) EXPECT_EQ(listed(who).at("items").as_array().size(), 1U);
    EXPECT_EQ(site.as("township").get("/api/webhooks").problem(), "403.163");
    EXPECT_EQ(
        site.as("officer").patch("/api/records/webhook/" + format(id), site.change(1, R"({"url":"http://evil/"})")).status,
        403);
    EXPECT_EQ(site.as("administrator")
                  .patch("/api/records/webhook/" + format(id), site.change(1, R"({"url":"http://u@evil/"})"))
                  .problem(),
              "422.300");
}

}  // namespace
}  // namespace fx::api
