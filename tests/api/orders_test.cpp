#include "app/ticker.hpp"
#include "command/order.hpp"
#include "served.hpp"

#include <gtest/gtest.h>

namespace fx::api {
namespace {

/// Orders in the story county: the officer commands the township, its two villages and three grid workers.
class Orders : public Api {
protected:
    static std::string due(Instant at) { return "\"" + format(at) + "\""; }
    Instant in(int hours) { return county.clock().now() + hours * ms_per_hour; }

    std::string order_fields(std::string const& to, std::string const& more = {}, int acknowledge = 1, int report = 4) {
        return R"({"subject":"加强返乡人员排查","topic":"1","urgency":"2","body":"逐户核对返乡人员。","addressees":)" + to +
               R"(,"acknowledge_by":)" + due(in(acknowledge)) + (report > 0 ? ",\"report_by\":" + due(in(report)) : "") +
               more + "}";
    }
    Answer try_issue(std::string const& who, std::string const& fields, Id id = {}) {
        return site.as(who).post("/api/records/order", site.creation(id.is_nil() ? county.fresh_id() : id, fields));
    }
    Id issue(std::string const& who, std::string const& to, std::string const& more = {}, int acknowledge = 1,
             int report = 4) {
        auto const id = county.fresh_id();
        auto const answer = try_issue(who, order_fields(to, more, acknowledge, report), id);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    static std::string villages() { return R"([{"role":"village_officer"}])"; }

    Id post(std::string const& who) { return county.actor(who).post; }
    json::object receipt(Id const& order, std::string const& who) {
        auto const answer = site.as(who).get("/api/records/order_receipt/" + format(command::receipt_id(order, post(who))));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object();
    }
    Answer move_as(std::string const& mover, Id const& order, std::string const& of, std::string const& step,
                   std::string const& fields = "{}") {
        auto const version = receipt(order, of).at("version").as_int64();
        return site.as(mover).post(
            "/api/records/order_receipt/" + format(command::receipt_id(order, post(of))) + "/moves/" + step,
            site.change(version, fields));
    }
    Answer step(std::string const& who, Id const& order, std::string const& name, std::string const& fields = "{}") {
        return move_as(who, order, who, name, fields);
    }
    Answer end_order(std::string const& who, Id const& order, std::string const& how) {
        auto const version = site.as("officer").get("/api/orders/" + format(order)).object();
        return site.as(who).post("/api/records/order/" + format(order) + "/moves/" + how,
                                 site.change(version.at("order").at("version").as_int64(), R"({"end_reason":"情况有变"})"));
    }
    json::object seen(std::string const& who, Id const& order, Place place = {}) {
        auto const answer =
            site.as(who).get("/api/orders/" + format(order) + (place.is_nil() ? "" : "?place=" + format(place)));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object();
    }
    std::int64_t waiting(std::string const& who, std::string const& what) {
        return site.as(who).get("/api/orders/waiting").object().at(what).as_int64();
    }
    void tick() { ASSERT_TRUE(app::Ticker(county.program(), std::chrono::milliseconds(0)).tick().has_value()); }
    /// "recipient's post:hop:missing:state" of every escalation of an order.
    std::vector<std::string> escalations() {
        std::vector<std::string> all;
        for (auto const& one : county.records("escalation")) {
            auto const of = county.field(one, "escalation", "recipient");
            std::string who;
            for (auto const* name : {"officer", "township", "east", "west"})
                if (of.find(format(post(name))) != std::string::npos) who = name;
            all.push_back(who + " " + county.field(one, "escalation", "hop") + " " +
                          county.field(one, "escalation", "missing") + " " + one.state);
        }
        std::sort(all.begin(), all.end());
        return all;
    }
};

TEST_F(Orders, AreAcknowledgedActedOnReportedAndVerified) {
    auto const order = issue("officer", villages());
    EXPECT_EQ(seen("officer", order).at("progress").at("addressed"), 2);
    EXPECT_EQ(waiting("east", "acknowledge"), 1);
    EXPECT_EQ(step("east", order, "deliver").status, 200);
    EXPECT_EQ(step("east", order, "acknowledge").status, 200);
    EXPECT_EQ(step("east", order, "act").status, 200);
    EXPECT_EQ(waiting("east", "acknowledge"), 0);
    EXPECT_EQ(waiting("east", "report"), 1);
    EXPECT_EQ(step("east", order, "report").problem(), "422.22") << "a report says something";
    EXPECT_EQ(step("east", order, "report", R"({"report":"已逐户核对，无新返乡人员。"})").status, 200);
    EXPECT_EQ(waiting("officer", "verify"), 1);
    EXPECT_EQ(move_as("officer", order, "east", "verify").status, 200);
    auto const progress = seen("officer", order).at("progress").as_object();
    EXPECT_EQ(progress.at("verified"), 1);
    EXPECT_EQ(progress.at("unacknowledged"), 1) << "the west has not answered";
    auto const period = command::duty_period(story::county_code, command::report_duty, order);
    EXPECT_EQ(county.figures(period, story::county), story::figures(2, 1, 0));
}

TEST_F(Orders, AreSeenAsATreeAndByThoseAboveTheAddressed) {
    auto const order = issue("officer", R"([{"role":"village_officer"},{"role":"grid_worker"}])");
    auto const tree = seen("township", order);
    EXPECT_EQ(text(tree.at("place")), format(story::township)) << "the township sees its part of a county's order";
    EXPECT_EQ(tree.at("children").as_array().size(), 2U);
    EXPECT_EQ(tree.at("own"), json::value()) << "it is not addressed itself";
    EXPECT_EQ(seen("officer", order, story::east).at("here").as_array().size(), 1U);
    EXPECT_EQ(text(seen("wang", order).at("own").at("state")), "issued");
    EXPECT_EQ(site.as("wang").get("/api/orders/" + format(order) + "?place=" + format(story::county)).problem(), "403.51");
    auto const east_only = issue("officer", R"([{"role":"village_officer","area":")" + format(story::east) + R"("}])");
    EXPECT_EQ(site.as("west").get("/api/orders/" + format(east_only)).problem(), "404.55") << "not addressed to it";
    auto const listed = site.as("west").get("/api/orders?box=received").object();
    EXPECT_EQ(listed.at("items").as_array().size(), 1U);
    EXPECT_EQ(site.as("officer").get("/api/orders?box=issued").object().at("total"), 2);
}

TEST_F(Orders, AReturnedReportIsOwedAgain) {
    auto const order = issue("officer", villages());
    EXPECT_EQ(step("east", order, "acknowledge").status, 200);
    EXPECT_EQ(step("east", order, "report", R"({"report":"已办"})").status, 200);
    EXPECT_EQ(move_as("officer", order, "east", "return").problem(), "422.22") << "with a reason only";
    EXPECT_EQ(move_as("officer", order, "east", "return", R"({"return_reason":"请写明户数"})").status, 200);
    auto const period = command::duty_period(story::county_code, command::report_duty, order);
    EXPECT_EQ(county.figures(period, story::county), story::figures(2, 0, 0));
    EXPECT_EQ(waiting("east", "report"), 1);
    EXPECT_EQ(step("east", order, "report", R"({"report":"已核对 126 户"})").status, 200);
    EXPECT_FALSE(receipt(order, "east").at("fields").as_object().contains("return_reason"));
    EXPECT_EQ(county.figures(period, story::county), story::figures(2, 1, 0));
}

TEST_F(Orders, AreVerifiedByTheIssuersOwnDeadlineOrToldUpwards) {
    auto const order = issue("officer", villages(), R"(,"verify_by":)" + due(in(6)));
    auto const period = command::duty_period(story::county_code, command::verification_duty, order);
    EXPECT_EQ(county.figures(period, story::county), story::figures(1, 0, 0)) << "the officer's own";
    for (auto const* who : {"east", "west"}) {
        EXPECT_EQ(step(who, order, "acknowledge").status, 200);
        EXPECT_EQ(step(who, order, "report", R"({"report":"已核对"})").status, 200);
    }
    county.clock().advance(7 * ms_per_hour);
    tick();
    EXPECT_EQ(escalations(), std::vector<std::string>{"officer 1 1 raised"}) << "nobody stands above the county here";
    for (auto const* who : {"east", "west"}) EXPECT_EQ(move_as("officer", order, who, "verify").status, 200);
    tick();
    tick();
    EXPECT_EQ(text(seen("officer", order).at("order").at("state")), "closed");
    EXPECT_EQ(county.figures(period, story::county), story::figures(1, 1, 1)) << "and late";
    EXPECT_EQ(escalations(), std::vector<std::string>{"officer 1 1 ended"});
    EXPECT_EQ(try_issue("officer", order_fields(villages(), R"(,"verify_by":)" + due(in(2)))).problem_field(), "verify_by");
}

TEST_F(Orders, OnlyThePostItIsAddressedToAnswersAndOnlyTheIssuerJudges) {
    auto const order = issue("officer", villages());
    EXPECT_EQ(move_as("township", order, "east", "acknowledge").problem(), "403.256");
    EXPECT_EQ(step("east", order, "acknowledge").status, 200);
    EXPECT_EQ(step("east", order, "report", R"({"report":"已办"})").status, 200);
    EXPECT_EQ(move_as("township", order, "east", "verify").problem(), "403.257");
    EXPECT_EQ(move_as("east", order, "east", "verify").problem(), "403.257") << "nobody verifies his own report";
    EXPECT_EQ(end_order("township", order, "withdraw").status, 404) << "the township does not stand over the county's order";
    EXPECT_EQ(end_order("cdc", order, "withdraw").problem(), "403.257");
}

TEST_F(Orders, AStepCarriesNothingButWhatItAsksFor) {
    auto const order = issue("officer", villages());
    auto const own = issue("township", R"([{"role":"grid_worker"}])");
    EXPECT_EQ(move_as("township", order, "east", "acknowledge", R"({"post":")" + format(post("township")) + "\"}").problem(),
              "403.50");
    EXPECT_EQ(step("east", order, "acknowledge", R"({"of_order":")" + format(own) + "\"}").problem_field(), "of_order");
    EXPECT_EQ(step("east", order, "acknowledge").status, 200);
    EXPECT_EQ(step("east", order, "report", R"({"report":"已办"})").status, 200);
    EXPECT_EQ(move_as("officer", order, "east", "return", R"({"return_reason":"不全","report":"县里写的"})").problem_field(),
              "report");
    EXPECT_EQ(text(receipt(order, "east").at("fields").at("report")), "已办");
    auto const withdrawn = site.as("officer").post("/api/records/order/" + format(order) + "/moves/withdraw",
                                                   site.change(1, R"({"end_reason":"改了","body":"从来没有说过"})"));
    EXPECT_EQ(withdrawn.problem_field(), "body");
    EXPECT_TRUE(withdrawn.explains_itself()) << withdrawn.body;
    EXPECT_EQ(text(seen("officer", order).at("order").at("fields").at("body")), "逐户核对返乡人员。");
}

TEST_F(Orders, GoWithAPostThatGoesElsewhere) {
    auto const order = issue("officer", villages());
    auto const record = county.record("post", post("east"));
    ASSERT_EQ(story::refusal(county.change("officer", "post", record.id, record.version,
                                           R"({"area":")" + format(story::west) + R"("})")),
              "");
    EXPECT_EQ(seen("officer", order, story::east).at("here").as_array().size(), 0U);
    EXPECT_EQ(seen("officer", order, story::west).at("here").as_array().size(), 2U);
    EXPECT_EQ(site.as("township").post("/api/orders/preview", R"({"fields":)" + order_fields(villages()) + "}").status, 200);
}

TEST_F(Orders, GoByTheServersClock) {
    auto const order = issue("officer", villages());
    county.clock().advance(2 * ms_per_hour);
    auto const at = [&](std::string const& when) {
        return R"({"command":")" + format(county.fresh_id()) + R"(","base_version":1,"stated_at":")" + when + R"("})";
    };
    auto const acknowledge =
        "/api/records/order_receipt/" + format(command::receipt_id(order, post("east"))) + "/moves/acknowledge";
    auto const early = site.as("east").post(acknowledge, at("2020-02-03T09:30:00+08:00"));
    EXPECT_EQ(early.problem(), "400.7") << "two hours late is not made good by a clock";
    EXPECT_EQ(early.problem_field(), "stated_at");
    EXPECT_EQ(site.as("officer")
                  .post("/api/records/order", site.creation(county.fresh_id(), order_fields(villages()),
                                                            R"(,"stated_at":"2020-02-01T09:00:00+08:00")"))
                  .problem_field(),
              "stated_at");
    EXPECT_EQ(site.as("east").post(acknowledge, at("2020-02-03T10:55:00+08:00")).status, 200);
    auto const period = command::duty_period(story::county_code, command::acknowledgement_duty, order);
    EXPECT_EQ(county.figures(period, story::county), story::figures(2, 1, 1)) << "and it is late";
}

TEST_F(Orders, TheirSubjectsAreNotForThoseBesideOrBelow) {
    (void)issue("officer", villages());
    EXPECT_EQ(site.as("west").get("/api/periods").body.find("返乡"), std::string::npos);
    EXPECT_EQ(site.as("west").get("/api/coverage/" + format(story::west) + "?type=order_report").status, 404);
    EXPECT_NE(site.as("officer").get("/api/periods").body.find("返乡"), std::string::npos);
}

TEST_F(Orders, AreNotAnsweredByTheDozen) {
    auto const order = issue("officer", villages());
    auto const body = R"({"type":"order_receipt","move":"acknowledge","records":[{"id":")" +
                      format(command::receipt_id(order, post("east"))) + R"(","version":1}]})";
    EXPECT_EQ(site.as("east").post("/api/bulk/preview", body).problem(), "422.233");
    EXPECT_EQ(text(receipt(order, "east").at("state")), "issued");
}

TEST_F(Orders, NobodyCommandsHisEqualsAndNothingIsPassedOnThatIsOver) {
    EXPECT_EQ(try_issue("cdc", order_fields(R"([{"role":"county_officer"}])")).problem(), "422.251");
    auto const order = issue("officer", R"([{"role":"township_officer"}])");
    EXPECT_EQ(end_order("officer", order, "withdraw").status, 200);
    EXPECT_EQ(
        try_issue("township", order_fields(villages(), R"(,"carries_out":")" +
                                                           format(command::receipt_id(order, post("township"))) + "\""))
            .problem(),
        "409.255");
}

TEST_F(Orders, AnOrderToNobodyOutOfReachOrTooLateIsRefusedWithItsRow) {
    auto const refused = [&](std::string const& who, std::string const& to, std::string const& number,
                             std::string const& field) {
        auto const answer = try_issue(who, order_fields(to));
        EXPECT_EQ(answer.problem(), number) << answer.body;
        EXPECT_EQ(answer.problem_field(), field);
        EXPECT_TRUE(answer.explains_itself()) << answer.body;
    };
    refused("officer", R"([{"role":"village_officer"},{}])", "422.250", "addressees[1]");
    refused("township", R"([{"role":"township_officer"}])", "422.251", "addressees[0]");
    refused("officer", R"([{"role":"auditor"}])", "422.251", "addressees[0]");
    refused("east", R"([{"role":"grid_worker","area":")" + format(story::west) + R"("}])", "403.51", "addressees[0].area");
    refused("officer", R"([{"post":")" + format(county.fresh_id()) + R"("}])", "422.251", "addressees[0]");
    EXPECT_EQ(try_issue("officer", order_fields(villages(), "", -1)).problem(), "422.254");
    EXPECT_EQ(try_issue("officer", order_fields(villages(), "", 4, 1)).problem_field(), "report_by");
    EXPECT_EQ(try_issue("wang", order_fields(villages())).problem(), "403.50");
    EXPECT_EQ(site.count("r_order"), 0);
    EXPECT_EQ(site.count("r_order_receipt"), 0);
}

TEST_F(Orders, IssuingTwiceIsIssuingOnce) {
    auto const id = county.fresh_id();
    auto const fields = order_fields(villages());
    EXPECT_EQ(try_issue("officer", fields, id).status, 201);
    EXPECT_EQ(try_issue("officer", fields, id).status, 200);
    EXPECT_EQ(site.count("r_order_receipt"), 2);
    EXPECT_EQ(try_issue("officer", order_fields(villages(), R"(,"legal_basis":"一级响应")"), id).status, 409);
}

TEST_F(Orders, WithdrawnTheyAreOwedNoMore) {
    auto const order = issue("officer", villages());
    EXPECT_EQ(end_order("officer", order, "withdraw").status, 200);
    EXPECT_EQ(waiting("east", "acknowledge"), 0);
    EXPECT_EQ(step("east", order, "acknowledge").problem(), "409.255");
    county.clock().advance(2 * ms_per_hour);
    tick();
    EXPECT_TRUE(escalations().empty());
}

TEST_F(Orders, ANewOneTakesThePlaceOfAnOld) {
    auto const old = issue("officer", villages());
    auto const fresh = issue("officer", villages(), R"(,"supersedes":")" + format(old) + "\"");
    EXPECT_EQ(text(seen("officer", old).at("order").at("state")), "superseded");
    EXPECT_EQ(text(seen("east", old).at("superseded_by").at("id")), format(fresh));
    EXPECT_EQ(waiting("east", "acknowledge"), 1) << "the new one only";
    EXPECT_EQ(try_issue("officer", order_fields(villages(), R"(,"supersedes":")" + format(old) + "\"")).problem(),
              "409.255");
    EXPECT_EQ(try_issue("cdc", order_fields(villages(), R"(,"supersedes":")" + format(fresh) + "\"")).problem(), "403.257");
}

TEST_F(Orders, ArePassedOnByThoseWhoReceiveThem) {
    auto const order = issue("officer", R"([{"role":"township_officer"}])");
    auto const receipt = format(command::receipt_id(order, post("township")));
    auto const below = issue("township", villages(), R"(,"carries_out":")" + receipt + "\"");
    auto const above = seen("officer", order).at("passed_on").as_array();
    ASSERT_EQ(above.size(), 1U);
    EXPECT_EQ(text(above[0].at("id")), format(below));
    EXPECT_EQ(text(seen("township", below).at("carries_out").at("id")), format(order));
    EXPECT_EQ(
        try_issue("east", order_fields(R"([{"role":"grid_worker"}])", R"(,"carries_out":")" + receipt + "\"")).problem(),
        "422.258");
}

TEST_F(Orders, APreviewTellsWhomItReachesAndWhatItMayContradict) {
    auto const stands = issue("officer", villages());
    auto const preview = [&](std::string const& who, std::string const& fields) {
        return site.as(who).post("/api/orders/preview", R"({"fields":)" + fields + "}");
    };
    auto const seen = preview("township", order_fields(R"([{"role":"village_officer"},{"role":"grid_worker"}])")).object();
    EXPECT_EQ(seen.at("addressed"), 5);
    ASSERT_EQ(seen.at("conflicts").as_array().size(), 1U);
    EXPECT_EQ(seen.at("conflicts").at(0).at("posts"), 2);
    auto const replacing = order_fields(villages(), R"(,"supersedes":")" + format(stands) + "\"");
    EXPECT_EQ(preview("officer", replacing).object().at("conflicts").as_array().size(), 0U) << "it ends with the new one";
    EXPECT_EQ(
        preview("officer", R"({"addressees":[{"role":"rechecker","area":")" + format(story::east) + R"("}]})").problem(),
        "422.251");
    EXPECT_EQ(preview("officer", R"({"addressees":[]})").problem(), "422.250") << "nobody chosen is nobody told";
    EXPECT_EQ(preview("officer", "{}").problem_field(), "addressees");
    EXPECT_EQ(preview("wang", order_fields(villages())).problem(), "403.50");
    EXPECT_EQ(site.count("r_order"), 1) << "a preview stores nothing";
}

TEST_F(Orders, SilenceIsToldUpwardsLevelByLevelAndToNobodyTwice) {
    (void)issue("officer", villages());
    tick();
    EXPECT_TRUE(escalations().empty()) << "nothing is overdue yet";
    county.clock().advance(ms_per_hour + ms_per_minute);
    tick();
    EXPECT_EQ(escalations(), std::vector<std::string>{"township 1 2 raised"});
    EXPECT_EQ(waiting("township", "escalations"), 1);
    tick();
    EXPECT_EQ(escalations().size(), 1U) << "every tick here is a new clock's, as after a restart: nobody is told twice";
    county.clock().advance(30 * ms_per_minute);
    tick();
    EXPECT_EQ(escalations(), (std::vector<std::string>{"officer 2 2 raised", "township 1 2 raised"}));
}

TEST_F(Orders, AnEscalationEndsWhenTheDutyIsMadeUpForAndComesBackWhenItIsOwedAgain) {
    auto const order = issue("officer", R"([{"role":"village_officer","area":")" + format(story::east) + R"("}])");
    county.clock().advance(ms_per_hour + ms_per_minute);
    tick();
    EXPECT_EQ(escalations(), std::vector<std::string>{"township 1 1 raised"});
    EXPECT_EQ(step("east", order, "acknowledge").status, 200);
    tick();
    EXPECT_EQ(escalations(), std::vector<std::string>{"township 1 1 ended"});
    EXPECT_EQ(waiting("township", "escalations"), 0);
}

TEST_F(Orders, AnEscalationIsSettledByThePostThatWasTold) {
    (void)issue("officer", villages());
    county.clock().advance(ms_per_hour + ms_per_minute);
    tick();
    auto const raised = county.records("escalation").front();
    auto const settle = [&](std::string const& who, std::string const& fields) {
        return site.as(who).post("/api/records/escalation/" + format(raised.id) + "/moves/settle", site.change(1, fields));
    };
    EXPECT_EQ(settle("officer", R"({"note":"已催"})").problem(), "403.259");
    EXPECT_EQ(settle("township", "{}").problem(), "422.22");
    EXPECT_EQ(settle("township", R"({"note":"已电话催办","missing":1})").problem_field(), "missing");
    EXPECT_EQ(settle("township", R"({"note":"已电话催办"})").status, 200);
    tick();
    EXPECT_EQ(escalations(), std::vector<std::string>{"township 1 2 settled"}) << "and it is not told again";
}

TEST_F(Orders, AVacantPostInTheChainIsPassedOver) {
    auto const vacate = [&](std::string const& who) {
        auto const record = county.record("post", post(who));
        ASSERT_EQ(story::refusal(county.change("officer", "post", record.id, record.version, R"({"holder":null})")), "");
    };
    (void)issue("officer", R"([{"role":"grid_worker","area":")" + format(story::east) + R"("}])");
    vacate("east");
    county.clock().advance(ms_per_hour + ms_per_minute);
    tick();
    EXPECT_EQ(escalations(), std::vector<std::string>{"township 1 2 raised"});
}

TEST_F(Orders, OneThatEverybodyHasCarriedOutClosesItself) {
    auto const order = issue("officer", R"([{"role":"village_officer","area":")" + format(story::east) + R"("}])", "", 1, 0);
    tick();
    EXPECT_EQ(text(seen("officer", order).at("order").at("state")), "issued");
    EXPECT_EQ(step("east", order, "acknowledge").status, 200);
    EXPECT_EQ(step("east", order, "act").problem(), "409.260") << "acknowledging is all that is asked";
    EXPECT_EQ(step("east", order, "report", R"({"report":"x"})").problem(), "409.260");
    tick();
    EXPECT_EQ(text(seen("officer", order).at("order").at("state")), "closed");
    EXPECT_TRUE(county.verify().empty());
}

TEST_F(Orders, AnOverdueDailyReportIsToldUpwardsTooAndNobodyIsWokenForIt) {
    ASSERT_TRUE(
        county
            .create("township", "reporting_unit",
                    R"({"name":"东村村委会","unit_kind":"1","area":")" + format(story::east) + R"(","reports_daily":true})")
            .ok());
    tick();
    county.clock().set(parse_instant("2020-02-03T16:14:00+08:00").value());
    tick();
    EXPECT_TRUE(escalations().empty()) << "a quarter of an hour of grace";
    county.clock().set(parse_instant("2020-02-03T16:21:00+08:00").value());
    tick();
    EXPECT_EQ(escalations(), std::vector<std::string>{"township 1 1 raised"});
}

}  // namespace
}  // namespace fx::api
