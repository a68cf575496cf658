/// Whom an order is for: kinds of unit, saved queries, and posts that begin and end while it is in force.

#include "app/ticker.hpp"
#include "command/order.hpp"
#include "served.hpp"

#include <gtest/gtest.h>

namespace fx::api {
namespace {

class Addressing : public Api {
protected:
    Instant in(int hours) { return county.clock().now() + hours * ms_per_hour; }
    std::string fields(std::string const& to, std::string const& more = {}) {
        return R"({"subject":"加强返乡人员排查","topic":"1","urgency":"2","body":"逐户核对返乡人员。","addressees":)" + to +
               R"(,"acknowledge_by":")" + format(in(1)) + R"(","report_by":")" + format(in(8)) + "\"" + more + "}";
    }
    Answer try_issue(std::string const& who, std::string const& to, Id const& id) {
        return site.as(who).post("/api/records/order", site.creation(id, fields(to)));
    }
    Id issue(std::string const& who, std::string const& to) {
        auto const id = county.fresh_id();
        auto const answer = try_issue(who, to, id);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    std::string refused(std::string const& who, std::string const& to) {
        auto const answer = try_issue(who, to, county.fresh_id());
        return answer.problem() + " " + answer.problem_field();
    }
    Id made(std::string const& who, std::string const& type, std::string const& of) {
        auto const id = county.fresh_id();
        auto const answer = site.as(who).post("/api/records/" + type, site.creation(id, of));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    Id unit(std::string const& name, std::string const& kind, Place area) {
        return made("township", "reporting_unit",
                    R"({"name":")" + name + R"(","unit_kind":")" + kind + R"(","area":")" + format(area) + "\"}");
    }
    Id post_of(std::string const& name, std::string const& role, Place area, std::string const& more = {}) {
        return made("officer", "post",
                    R"({"name":")" + name + R"(","role":")" + role + R"(","area":")" + format(area) +
                        R"(","valid_from":"2020-01-20")" + more + "}");
    }
    Answer change_post(Id const& id, std::string const& what) {
        auto const record = county.record("post", id);
        return site.as("officer").patch("/api/records/post/" + format(id), site.change(record.version, what));
    }
    json::object progress(Id const& order) {
        return site.as("officer").get("/api/orders/" + format(order)).object().at("progress").as_object();
    }
    std::string state(Id const& order, Id const& post) {
        auto const answer = site.as("officer").get("/api/records/order_receipt/" + format(command::receipt_id(order, post)));
        return answer.status == 200 ? text(answer.object().at("state")) : answer.problem();
    }
    void tick() { ASSERT_TRUE(ticker.tick().has_value()); }
    Id own(std::string const& who) { return county.actor(who).post; }

    app::Ticker ticker{county.program(), std::chrono::milliseconds(0)};
};

TEST_F(Addressing, AKindOfUnitMeansItsOwnPostsOrThoseWhoAnswerWhereItStands) {
    auto const school = unit("东村小学", "8", story::east);
    unit("西村小学", "8", story::west);
    unit("东村卫生室", "3", story::east);
    auto const head = post_of("东村小学防控岗", "grid_worker", story::east, R"(,"unit":")" + format(school) + "\"");
    auto const preview =
        site.as("officer").post("/api/orders/preview", R"({"fields":)" + fields(R"([{"unit_kind":"8"}])") + "}");
    ASSERT_EQ(preview.status, 200) << preview.body;
    EXPECT_EQ(preview.object().at("addressed"), 2);
    auto const order = issue("officer", R"([{"unit_kind":"8"}])");
    EXPECT_EQ(progress(order).at("addressed"), 2);
    EXPECT_EQ(state(order, head), "issued") << "the school's own";
    EXPECT_EQ(state(order, own("west")), "issued") << "who answers for the village of a school without one";
    EXPECT_EQ(state(order, own("east")), "404.55");
    EXPECT_EQ(refused("officer", R"([{"unit_kind":"7"}])"), "422.251 addressees[0]") << "no such unit here";
    EXPECT_EQ(refused("officer", R"([{"unit_kind":"8","area":")" + format(story::east) + R"(","role":"cdc_officer"}])"),
              "422.251 addressees[0]");
}

TEST_F(Addressing, APostAnswersForAUnitOfItsOwnArea) {
    auto const school = unit("东村小学", "8", story::east);
    auto const answer = site.as("officer").post(
        "/api/records/post",
        site.creation(county.fresh_id(), R"({"name":"防控岗","role":"grid_worker","area":")" + format(story::west) +
                                             R"(","valid_from":"2020-01-20","unit":")" + format(school) + "\"}"));
    EXPECT_EQ(answer.problem(), "422.315");
    EXPECT_EQ(answer.problem_field(), "unit");
    EXPECT_TRUE(answer.explains_itself()) << answer.body;
}

TEST_F(Addressing, ASavedQueryMeansThePlacesWhereRecordsMatchWhenItIsIssued) {
    unit("东村小学", "8", story::east);
    auto const query =
        made("officer", "saved_query",
             R"J({"name":"有学校的村","of_type":"reporting_unit","filter":"{\"where\":{\"eq\":[\"unit_kind\",\"8\"]}}"})J");
    auto const rows = [&](std::string const& more) { return R"([{"query":")" + format(query) + "\"" + more + "}]"; };
    auto const by_role = issue("officer", rows(R"(,"role":"village_officer")"));
    EXPECT_EQ(progress(by_role).at("addressed"), 1);
    EXPECT_EQ(state(by_role, own("east")), "issued");
    auto const township = issue("officer", rows(R"(,"role":"township_officer")"));
    EXPECT_EQ(state(township, own("township")), "issued") << "its area holds a match";
    auto const nearest = issue("officer", rows(""));
    EXPECT_EQ(state(nearest, own("east")), "issued");
    EXPECT_EQ(refused("officer", rows(R"(,"area":")" + format(story::west) + "\"")), "422.251 addressees[0]");
    unit("西村小学", "8", story::west);
    tick();
    EXPECT_EQ(progress(by_role).at("addressed"), 1) << "what matches later was not meant";
    EXPECT_EQ(progress(issue("officer", rows(R"(,"role":"village_officer")"))).at("addressed"), 2);
    auto const dropped =
        site.as("officer").post("/api/records/saved_query/" + format(query) + "/moves/drop", site.change(1, "{}"));
    ASSERT_EQ(dropped.status, 200) << dropped.body;
    EXPECT_EQ(refused("officer", rows("")), "409.314 addressees[0].query");
    EXPECT_EQ(refused("township", rows("")), "404.55 addressees[0].query") << "kept by the county, for the county's eyes";
}

TEST_F(Addressing, AFilterThatIsNoneOrNamesIdentityIsNotKept) {
    auto const keep = [&](std::string const& who, std::string const& type, std::string const& filter) {
        auto const body =
            R"({"name":"查询","of_type":")" + type + R"(","filter":)" + json::serialize(json::string(filter)) + "}";
        auto const answer = site.as(who).post("/api/records/saved_query", site.creation(county.fresh_id(), body));
        return answer.status == 201 ? "kept" : answer.problem() + " " + answer.problem_field();
    };
    EXPECT_EQ(keep("officer", "person", R"({"where":{"eq":["sex","1"]},"state":"active"})"), "kept");
    EXPECT_EQ(keep("officer", "person", R"({"where":{"eq":["phone","13800138000"]}})"), "422.305 filter");
    EXPECT_EQ(keep("officer", "person", R"({"where":{"all":[{"not":{"eq":["id_number","610627199001011234"]}}]}})"),
              "422.305 filter");
    EXPECT_EQ(keep("officer", "person", R"({"where":{"eq":["nonsense",1]}})"), "422.305 filter");
    EXPECT_EQ(keep("officer", "person", R"({"limit":5})"), "422.305 filter");
    EXPECT_EQ(keep("officer", "person", "[]"), "422.305 filter");
    EXPECT_EQ(keep("officer", "person", std::string(3000, '[')), "422.305 filter");
    EXPECT_EQ(keep("officer", "nothing", "{}"), "422.305 filter");
    EXPECT_EQ(keep("township", "webhook", "{}"), "422.305 filter") << "a type one does not read";
    EXPECT_EQ(keep("wang", "person", "{}"), "403.50 ");
}

TEST_F(Addressing, APostSetUpLaterIsToldAndAnEndedOneOwesNoMore) {
    auto const order = issue("officer", R"([{"role":"village_officer"}])");
    auto const period = command::duty_period(story::county_code, command::acknowledgement_duty, order);
    tick();
    EXPECT_EQ(progress(order).at("addressed"), 2);
    county.clock().advance(2 * ms_per_hour);
    auto const later = post_of("东村副书记", "village_officer", story::east);
    tick();
    EXPECT_EQ(progress(order).at("addressed"), 3) << "who comes later is told";
    auto const receipt = site.as("officer").get("/api/records/order_receipt/" + format(command::receipt_id(order, later)));
    EXPECT_EQ(text(receipt.object().at("fields").at("acknowledge_by")), format(in(4))) << "and has time to answer";
    EXPECT_EQ(county.figures(period, story::county).expected, 3U);
    tick();
    EXPECT_EQ(progress(order).at("addressed"), 3) << "once";

    ASSERT_EQ(change_post(later, R"({"valid_to":"2020-02-03"})").status, 200);
    tick();
    EXPECT_EQ(state(order, later), "issued") << "its last day is a day";
    county.clock().advance(24 * ms_per_hour);
    tick();
    EXPECT_EQ(state(order, later), "lapsed");
    EXPECT_EQ(progress(order).at("addressed"), 2);
    EXPECT_EQ(progress(order).at("lapsed"), 1);
    EXPECT_EQ(county.figures(period, story::county).expected, 2U) << "and owes nothing";
    ASSERT_EQ(change_post(later, R"({"valid_to":null})").status, 200);
    tick();
    EXPECT_EQ(state(order, later), "issued") << "a post that stands again is told again";
    EXPECT_EQ(county.figures(period, story::county).expected, 3U);
    EXPECT_TRUE(county.verify().empty());
}

TEST_F(Addressing, AUnitThatHasItsOwnPostNowIsNoLongerItsVillages) {
    auto const school = unit("西村小学", "8", story::west);
    auto const order = issue("officer", R"([{"unit_kind":"8"}])");
    EXPECT_EQ(state(order, own("west")), "issued");
    auto const officers = issue("officer", R"([{"unit_kind":"8","role":"village_officer"}])");
    auto const head = post_of("小学防控岗", "grid_worker", story::west, R"(,"unit":")" + format(school) + "\"");
    tick();
    EXPECT_EQ(state(order, head), "issued");
    EXPECT_EQ(state(order, own("west")), "lapsed") << "the order means it no longer";
    EXPECT_EQ(state(officers, own("west")), "issued") << "a post of another role is none of the school's here";
    EXPECT_EQ(state(officers, head), "404.55");
    ASSERT_EQ(change_post(head, R"({"valid_to":"2020-02-03"})").status, 200);
    county.clock().advance(24 * ms_per_hour);
    tick();
    EXPECT_EQ(state(order, head), "lapsed");
    EXPECT_EQ(state(order, own("west")), "issued") << "and again once nobody else is there";
    auto const period = command::duty_period(story::county_code, command::acknowledgement_duty, order);
    EXPECT_EQ(county.figures(period, story::county).expected, 1U);
    EXPECT_TRUE(county.verify().empty());
}

TEST_F(Addressing, WhatIsIssuedAgainAsksForAllOfItAgain) {
    auto const post = county.actor("west").post;
    auto const order = issue("officer", R"([{"role":"village_officer"}])");
    auto const at = command::receipt_id(order, post);
    auto const step = [&](std::string const& who, std::string const& move, std::string const& of = "{}") {
        auto const body = site.change(county.record("order_receipt", at).version, of);
        auto const answer = site.as(who).post("/api/records/order_receipt/" + format(at) + "/moves/" + move, body);
        EXPECT_EQ(answer.status, 200) << answer.body;
    };
    step("west", "acknowledge");
    step("west", "report", R"({"report":"已办"})");
    step("officer", "return", R"({"return_reason":"请写明户数"})");
    ASSERT_EQ(change_post(post, R"({"valid_to":"2020-02-03"})").status, 200);
    county.clock().advance(24 * ms_per_hour);
    tick();
    EXPECT_EQ(state(order, post), "lapsed");
    auto const acknowledged = command::duty_period(story::county_code, command::acknowledgement_duty, order);
    EXPECT_EQ(county.figures(acknowledged, story::county), story::figures(1, 0, 0));
    ASSERT_EQ(change_post(post, R"({"valid_to":null})").status, 200);
    tick();
    EXPECT_EQ(state(order, post), "issued");
    EXPECT_EQ(county.figures(acknowledged, story::county), story::figures(2, 0, 0));
    EXPECT_EQ(
        site.rows("SELECT due_at FROM obligation WHERE state = 0 AND due_at > " + std::to_string(county.clock().now().ms))
            .size(),
        2U)
        << "with deadlines of their own";
    auto const fields = site.as("officer").get("/api/records/order_receipt/" + format(at)).object().at("fields").as_object();
    for (auto const* name : {"acknowledged_at", "reported_at", "report", "return_reason"})
        EXPECT_FALSE(fields.contains(name)) << name;
    EXPECT_TRUE(county.verify().empty());
}

TEST_F(Addressing, AnOrderWhoseOnlyPostEndedStaysInForceForItsIssuerToSee) {
    auto const post = post_of("东村副书记", "village_officer", story::east, R"(,"valid_to":"2020-02-03")");
    auto const order = issue("officer", R"([{"post":")" + format(post) + R"("}])");
    county.clock().advance(24 * ms_per_hour);
    tick();
    tick();
    EXPECT_EQ(state(order, post), "lapsed");
    EXPECT_EQ(text(site.as("officer").get("/api/orders/" + format(order)).object().at("order").at("state")), "issued");
}

TEST_F(Addressing, ADocumentGoesWithAnOrderToThoseWhoAreToldOfIt) {
    std::string const pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n0\n%%EOF\n";
    auto const send = [&](Id const& id, std::string const& bytes, std::string const& address) {
        return site.as("officer").post("/api/attachments?id=" + format(id) + address, bytes);
    };
    auto const id = county.fresh_id();
    ASSERT_EQ(send(id, pdf, "&type=order&field=attachment").status, 201);
    EXPECT_EQ(send(county.fresh_id(), "%PDF-1.4\n<</OpenAction<</S/Java#53cript>>>>\nstartxref\n0\n%%EOF",
                   "&type=order&field=attachment")
                  .problem(),
              "422.317");
    EXPECT_EQ(send(county.fresh_id(), "PK", "&type=order&field=attachment").problem(), "415.316");
    auto const order = county.fresh_id();
    auto const issued = site.as("officer").post(
        "/api/records/order",
        site.creation(order, fields(R"([{"role":"village_officer","area":")" + format(story::east) + R"("}])",
                                    R"(,"attachment":")" + format(id) + "\"")));
    ASSERT_EQ(issued.status, 201) << issued.body;
    auto const got = site.as("east").get("/api/attachments/" + format(id));
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.body, pdf);
    EXPECT_NE(got.head.find("Content-Type: application/pdf"), std::string::npos) << got.head;
    EXPECT_NE(got.head.find("Content-Disposition: attachment;"), std::string::npos) << "never shown within the page";
    EXPECT_EQ(site.as("west").get("/api/attachments/" + format(id)).problem(), "404.55") << "not told of it";
    EXPECT_TRUE(county.verify().empty());
}

}  // namespace
}  // namespace fx::api
