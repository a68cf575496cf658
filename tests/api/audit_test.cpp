#include "served.hpp"

#include <gtest/gtest.h>

namespace fx::api {
namespace {

/// Who looks at what, over three days: Wang twice at a household, the officer at a post and away with a list.
class Audit : public Api {
protected:
    void SetUp() override {
        look("wang", "household", county.home(0).id, "电话核实");
        county.clock().advance(ms_per_day);
        look("wang", "household", county.home(1).id, "联系复访");
        county.clock().advance(ms_per_day);
        look("officer", "post", county.actor("wang").post, "联系网格员");
        county.clock().advance(1000);
        EXPECT_EQ(site.as("officer").post("/api/records/household/export", R"({"purpose":"例会材料"})").status, 200);
    }
    void look(std::string const& who, std::string const& type, Id const& id, std::string const& purpose) {
        auto const answer =
            site.as(who).post("/api/records/" + type + "/" + format(id) + "/unmask", R"({"purpose":")" + purpose + "\"}");
        EXPECT_EQ(answer.status, 200) << answer.body;
    }
    /// The purposes found, newest first, joined by |.
    std::string found(std::string const& query) {
        std::string all;
        auto const answer = site.as("auditor").get("/api/access-log?" + query).object();
        for (auto const& item : answer.at("items").as_array())
            all += (all.empty() ? "" : "|") + json::value_to<std::string>(item.at("purpose"));
        return all;
    }
    std::string day(int after) { return format(date_at(county.clock().now()) + after); }
};

TEST_F(Audit, TheLogIsAskedByPersonActionTypeRecordAndDay) {
    EXPECT_EQ(found(""), "例会材料 · 12|联系网格员|联系复访|电话核实");
    EXPECT_EQ(found("person=wang"), "联系复访|电话核实");
    EXPECT_EQ(found("action=export"), "例会材料 · 12");
    EXPECT_EQ(found("action=unmask&type=household"), "联系复访|电话核实");
    EXPECT_EQ(found("type=post"), "联系网格员");
    EXPECT_EQ(found("record=" + format(county.home(1).id)), "联系复访");
    EXPECT_EQ(found("from=" + day(-1) + "&to=" + day(-1)), "联系复访") << "a day is whole, in China's time";
    EXPECT_EQ(found("to=" + day(-1)), "联系复访|电话核实");
    EXPECT_EQ(found("from=" + day(0)), "例会材料 · 12|联系网格员");
    EXPECT_EQ(found("person=wang&action=export"), "");
    auto const who = site.as("auditor").get("/api/access-log?person=wang").object().at("items").at(0);
    auto const shown = json::value_to<std::string>(who.at("name"));
    EXPECT_EQ(found("person=" + encoded(shown)), "联系复访|电话核实") << "the name people know finds them too";
}

TEST_F(Audit, PagesHoldTheFilterAndSkipNobody) {
    auto const auditor = site.as("auditor");
    auto const first = auditor.get("/api/access-log?type=household&limit=2").object();
    ASSERT_EQ(first.at("items").as_array().size(), 2U);
    auto const rest =
        auditor.get("/api/access-log?type=household&limit=2&cursor=" + json::value_to<std::string>(first.at("next")))
            .object();
    ASSERT_EQ(rest.at("items").as_array().size(), 1U);
    EXPECT_EQ(rest.at("items").at(0).at("purpose"), "电话核实");
    EXPECT_TRUE(rest.at("next").is_null());
}

TEST_F(Audit, ABadFilterIsNamedAndFindsNothing) {
    auto const auditor = site.as("auditor");
    auto const refused = [&](std::string const& query) {
        auto const answer = auditor.get("/api/access-log?" + query);
        EXPECT_TRUE(answer.explains_itself()) << query;
        return answer.problem() + " " + answer.problem_field();
    };
    EXPECT_EQ(refused("person=nobody"), "404.5 person");
    EXPECT_EQ(refused("action=read"), "400.7 action");
    EXPECT_EQ(refused("type=rumour"), "404.54 type");
    EXPECT_EQ(refused("from=yesterday"), "400.7 from");
    EXPECT_EQ(refused("to=2020-02-31"), "400.7 to");
    EXPECT_EQ(refused("record=x"), "400.7 record");
    EXPECT_EQ(refused("cursor=x"), "400.61 cursor");
    EXPECT_EQ(site.as("wang").get("/api/access-log?person=wang").problem(), "403.163");
}

TEST_F(Api, ThePhonesOfAnAreaAreListedWithTheirHoldersAndWhenTheyLastSent) {
    auto const wang = site.as("wang"), li = site.as("li");
    auto const one = format(county.fresh_id()), other = format(county.fresh_id());
    ASSERT_EQ(wang.post("/api/field/device", "{\"device\":\"" + one + "\",\"name\":\"Android 9\"}").status, 200);
    county.clock().advance(1000);
    ASSERT_EQ(li.post("/api/field/device", "{\"device\":\"" + other + "\"}").status, 200);
    EXPECT_EQ(wang.post("/api/push", "{\"device\":\"" + one + "\",\"sequence\":1,\"device_offset_ms\":-90000,\"items\":[]}")
                  .status,
              200);
    auto const admin = site.as("administrator");
    auto const list = admin.get("/api/devices").object();
    EXPECT_EQ(list.at("total"), 2);
    ASSERT_EQ(list.at("items").as_array().size(), 2U);
    EXPECT_TRUE(list.at("items").at(0).at("seen_at").is_null()) << "registered, never sent";
    auto const& phone = list.at("items").at(1);
    EXPECT_EQ(phone.at("record").at("fields").at("username"), "wang");
    EXPECT_EQ(phone.at("clock_offset_ms"), -90000);
    EXPECT_FALSE(phone.at("seen_at").is_null());

    auto const move =
        R"({"command":")" + format(county.fresh_id()) + R"(","base_version":1,"fields":{"note":"手机在集市丢失"}})";
    ASSERT_EQ(admin.post("/api/records/device/" + one + "/moves/revoke", move).status, 200);
    auto const revoked = admin.get("/api/devices?state=revoked").object();
    ASSERT_EQ(revoked.at("items").as_array().size(), 1U);
    EXPECT_EQ(revoked.at("items").at(0).at("record").at("fields").at("note"), "手机在集市丢失");
    EXPECT_EQ(site.as("east").get("/api/devices").object().at("total"), 2) << "a village officer sees those of the village";
    EXPECT_EQ(site.as("west").get("/api/devices").object().at("total"), 0);
    EXPECT_EQ(site.as("wang").get("/api/devices").problem(), "403.50");
    EXPECT_EQ(site.as("west").get("/api/devices?place=610627").problem(), "403.51");
}

}  // namespace
}  // namespace fx::api
