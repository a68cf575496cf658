#include "app/ticker.hpp"
#include "records/obligation.hpp"
#include "served.hpp"

#include <gtest/gtest.h>

#include <set>

namespace fx::api {
namespace {

/// Levels of response in the story county. The plans are the product's own: risk_2020 for the county, community_2020 for a
/// village, emergency_county.
class Responses : public Api {
protected:
    Instant in(int hours) { return county.clock().now() + hours * ms_per_hour; }
    static std::string quoted(std::string const& text) { return "\"" + text + "\""; }

    std::string fields(Place area, std::string const& plan, std::string const& level, std::string const& figures,
                       std::string const& more = {}, int hours = 14 * 24) {
        return R"({"area":")" + format(area) + R"(","plan":")" + plan + R"(","level":")" + level + R"(","ends_at":")" +
               format(in(hours)) + R"(","decided_by":"县指挥部","reason":"按标准研判。")" + figures + more + "}";
    }
    std::string risk(std::string const& level, std::string const& more = {}, int hours = 14 * 24) {
        auto const recent = level == "low" ? "0" : "2";
        return fields(story::county, "risk_2020", level,
                      R"(,"confirmed_total":)" + std::string(level == "high" ? "60" : "5") + R"(,"confirmed_recent":)" +
                          recent + R"(,"clusters_recent":)" + (level == "high" ? "1" : "0"),
                      more, hours);
    }
    std::string community(Place village, std::string const& level, std::string const& more = {}) {
        auto const recent = level == "none" ? "0" : "1";
        return fields(village, "community_2020", level,
                      R"(,"confirmed_recent":)" + std::string(recent) + R"(,"clusters_recent":0,"unlinked_recent":0)", more);
    }
    static std::string replacing(Id const& id) { return R"(,"replaces":")" + format(id) + "\""; }
    static std::string changed(std::string const& rows) { return R"(,"adjustments":[)" + rows + "]"; }

    Answer try_declare(std::string const& who, std::string const& body, Id id = {}) {
        return site.as(who).post("/api/records/response", site.creation(id.is_nil() ? county.fresh_id() : id, body));
    }
    Id declare(std::string const& who, std::string const& body) {
        auto const id = county.fresh_id();
        auto const answer = try_declare(who, body, id);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    json::object preview(std::string const& who, std::string const& body) {
        auto const answer = site.as(who).post("/api/responses/preview", R"({"fields":)" + body + "}");
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object();
    }
    json::object one(std::string const& who, Id const& id) {
        auto const answer = site.as(who).get("/api/responses/" + format(id));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object();
    }
    std::string state(Id const& id) { return county.record("response", id).state; }
    Answer move(std::string const& who, std::string const& type, Id const& id, std::string const& step,
                std::string const& body) {
        auto const version = county.record(type, id).version;
        return site.as(who).post("/api/records/" + type + "/" + format(id) + "/moves/" + step, site.change(version, body));
    }
    Id measure(Id const& response, std::string const& name) {
        for (auto const& each : county.records("response_measure"))
            if (county.field(each, "response_measure", "measure") == quoted(name) &&
                county.field(each, "response_measure", "of_response") == quoted(format(response)))
                return each.id;
        ADD_FAILURE() << "no measure " << name;
        return {};
    }
    /// "name state" of every measure, in order.
    std::set<std::string> measures() {
        std::set<std::string> all;
        for (auto const& each : county.records("response_measure")) {
            auto const name = county.field(each, "response_measure", "measure");
            all.insert(name.substr(1, name.size() - 2) + " " + each.state);
        }
        return all;
    }
    std::map<std::string, std::string> orders() {
        std::map<std::string, std::string> all;
        for (auto const& each : county.records("order")) {
            auto const subject = county.field(each, "order", "subject");
            all[subject.substr(1, subject.size() - 2)] = each.state;
        }
        return all;
    }
    std::int64_t waiting(std::string const& who, std::string const& what = "acknowledge") {
        return site.as(who).get("/api/orders/waiting").object().at(what).as_int64();
    }
    void tick() { ASSERT_TRUE(app::Ticker(county.program(), std::chrono::milliseconds(0)).tick().has_value()); }
    static std::vector<std::string> names(json::value const& list) {
        std::vector<std::string> out;
        for (auto const& each : list.as_array()) out.push_back(text(each.at("measure")));
        return out;
    }
    void refused(std::string const& body, std::string const& number, std::string const& field) {
        auto const answer = try_declare("officer", body);
        EXPECT_EQ(answer.problem(), number) << answer.body;
        EXPECT_EQ(answer.problem_field(), field);
        EXPECT_TRUE(answer.explains_itself()) << answer.body;
    }
};

using Names = std::vector<std::string>;

TEST_F(Responses, DeclaringALevelOpensItsMeasuresAsOrdersToThePostsThatCarryThemOut) {
    auto const id = declare("officer", risk("low"));
    EXPECT_EQ(measures(), (std::set<std::string>{"keep_out in_force", "restore_all in_force"}));
    EXPECT_EQ(waiting("township"), 2);
    EXPECT_EQ(waiting("cdc"), 1);
    EXPECT_EQ(waiting("east"), 0);
    auto const seen = one("officer", id);
    EXPECT_EQ(seen.at("response").at("fields").at("opened"), 2);
    EXPECT_EQ(text(seen.at("response").at("fields").at("scheme")), "3");
    EXPECT_EQ(text(seen.at("response").at("fields").at("judged")), "low");
    ASSERT_EQ(seen.at("measures").as_array().size(), 2U);
    EXPECT_EQ(seen.at("measures").at(0).at("order").at("progress").at("addressed").as_int64() +
                  seen.at("measures").at(1).at("order").at("progress").at("addressed").as_int64(),
              3);
    auto const order = county.records("order").front();
    EXPECT_EQ(county.field(order, "order", "of_response"), quoted(format(id)));
    EXPECT_NE(county.field(order, "order", "body").find("执行到另行通知为止"), std::string::npos);
}

TEST_F(Responses, RaisingALevelKeepsWhatGoesOnOpensWhatIsNewAndTellsWhatEnds) {
    auto const low = declare("officer", risk("low"));
    auto const asked = preview("officer", risk("medium"));
    EXPECT_EQ(text(asked.at("current").at("id")), format(low));
    EXPECT_EQ(names(asked.at("opens")), (Names{"stop_spread", "restore_steps"}));
    EXPECT_EQ(names(asked.at("continues")), (Names{"keep_out"}));
    EXPECT_EQ(names(asked.at("ends")), (Names{"restore_all"}));
    EXPECT_EQ(asked.at("posts"), 2) << "the CDC and the township, each once";
    EXPECT_EQ(asked.at("opens").at(0).at("addressed"), 2);
    EXPECT_EQ(site.count("r_response"), 1) << "a preview stores nothing";

    auto const medium = declare("officer", risk("medium", replacing(low)));
    EXPECT_EQ(state(low), "replaced");
    EXPECT_EQ(measures(), (std::set<std::string>{"keep_out in_force", "restore_all ended", "restore_steps in_force",
                                                 "stop_spread in_force"}));
    auto const issued = orders();
    EXPECT_EQ(issued.at("全面恢复生产生活秩序"), "closed") << "nobody is asked for it any more";
    EXPECT_EQ(issued.at("外防输入"), "issued") << "what goes on is not ordered twice";
    EXPECT_EQ(issued.at("停止执行：全面恢复生产生活秩序"), "issued");
    EXPECT_EQ(issued.size(), 5U);
    auto const seen = one("officer", medium);
    EXPECT_EQ(text(seen.at("previous").at("level")), "low");
    EXPECT_EQ(text(one("officer", low).at("next").at("id")), format(medium));
    EXPECT_EQ(seen.at("measures").as_array().size(), 3U);
    ASSERT_EQ(seen.at("ended").as_array().size(), 1U);
    EXPECT_EQ(text(seen.at("ended").at(0).at("measure").at("fields").at("measure")), "restore_all");
}

TEST_F(Responses, ALevelBesideThePublishedRuleSaysWhy) {
    auto const figures = R"(,"confirmed_total":60,"confirmed_recent":4,"clusters_recent":1)";
    auto const low = [&](std::string const& more) { return fields(story::county, "risk_2020", "low", figures, more); };
    EXPECT_EQ(text(preview("officer", low("")).at("judged")), "high");
    refused(low(""), "422.290", "deviation_reason");
    auto const id = declare("officer", low(R"(,"deviation_reason":"省里按街道划定风险等级")"));
    EXPECT_EQ(text(one("officer", id).at("response").at("fields").at("judged")), "high");
    auto const fifty = R"(,"confirmed_total":50,"confirmed_recent":4,"clusters_recent":1)";
    EXPECT_EQ(text(preview("officer", fields(story::county, "risk_2020", "high", fifty)).at("judged")), "medium")
        << "high begins above fifty";
    EXPECT_EQ(text(preview("officer", community(story::east, "case")).at("judged")), "case");
    auto const spread = R"(,"confirmed_recent":3,"clusters_recent":1,"unlinked_recent":2)";
    EXPECT_EQ(text(preview("officer", fields(story::east, "community_2020", "spread", spread)).at("judged")), "spread");
    EXPECT_EQ(preview("officer", fields(story::county, "emergency_county", "I", "")).at("judged"), json::value())
        << "an authority decides";
}

TEST_F(Responses, ADeclarationFromWhatIsNoLongerSoIsRefused) {
    auto const low = declare("officer", risk("low"));
    refused(risk("medium"), "409.294", "replaces");
    auto const medium = declare("officer", risk("medium", replacing(low)));
    refused(risk("high", replacing(low)), "409.294", "replaces");
    (void)declare("officer", community(story::east, "case"));
    (void)declare("officer", risk("high", replacing(medium)));
    EXPECT_EQ(site.rows("SELECT id FROM r_response WHERE state = 'in_force'").size(), 2U) << "a scheme and an area each";
}

TEST_F(Responses, AMeasureIsLeftOutWithAReasonOrEndsEarlier) {
    auto const early = format(in(48));
    auto const id = declare("officer", risk("low", changed(R"({"measure":"restore_all","left_out":"春节后再恢复"},)"
                                                           R"({"measure":"keep_out","ends_at":")" +
                                                           early + R"("})")));
    EXPECT_EQ(measures(), (std::set<std::string>{"keep_out in_force"}));
    auto const seen = one("officer", id);
    ASSERT_EQ(seen.at("left_out").as_array().size(), 1U);
    EXPECT_EQ(text(seen.at("left_out").at(0).at("reason")), "春节后再恢复");
    county.clock().advance(49 * ms_per_hour);
    tick();
    EXPECT_EQ(measures(), (std::set<std::string>{"keep_out expired"}));
    EXPECT_EQ(state(id), "in_force");
    EXPECT_EQ(orders().at("外防输入"), "closed");
    auto const row = [&](std::string const& text) { return risk("low", replacing(id) + changed(text)); };
    refused(row(R"({"measure":"closure","left_out":"没有"})"), "422.297", "adjustments[0].measure");
    refused(row(R"({"measure":"keep_out","left_out":"一"},{"measure":"keep_out","left_out":"二"})"), "422.297",
            "adjustments[1].measure");
    refused(row(R"({"measure":"keep_out","ends_at":")" + format(in(15 * 24)) + R"("})"), "422.299",
            "adjustments[0].ends_at");
    refused(row(R"({"measure":"keep_out","ends_at":")" + format(in(-1)) + R"("})"), "422.296", "adjustments[0].ends_at");
}

TEST_F(Responses, TheOrderOfAMeasureSaysWhatItNeedsAndOnWhatLawItRests) {
    (void)declare("officer", community(story::east, "case"));
    for (auto const& order : county.records("order"))
        if (county.field(order, "order", "subject").find("疫点消毒") != std::string::npos) {
            EXPECT_EQ(county.field(order, "order", "legal_basis"), quoted("传染病防治法第二十七条"));
            EXPECT_NE(county.field(order, "order", "body").find("消毒液、防护用品"), std::string::npos);
            return;
        }
    FAIL() << "no order to disinfect";
}

TEST_F(Responses, WhatIsLeftOutOfTheNewLevelEnds) {
    auto const low = declare("officer", risk("low"));
    auto const body = risk("medium", replacing(low) + changed(R"({"measure":"keep_out","left_out":"另有专班"})"));
    EXPECT_EQ(names(preview("officer", body).at("ends")), (Names{"keep_out", "restore_all"}));
    (void)declare("officer", body);
    EXPECT_EQ(orders().at("外防输入"), "closed");
    EXPECT_EQ(orders().at("停止执行 2 项措施"), "issued");
}

TEST_F(Responses, TheOrderOfAMeasureStandsAndFallsWithIt) {
    (void)declare("officer", risk("low"));
    auto const order = [&](std::string const& subject) {
        for (auto const& each : county.records("order"))
            if (county.field(each, "order", "subject") == quoted(subject)) return each.id;
        return Id{};
    }("外防输入");
    for (auto const* how : {"withdraw", "close"}) {
        auto const refused = move("officer", "order", order, how, R"({"end_reason":"不用了"})");
        EXPECT_EQ(refused.problem(), "409.306") << refused.body;
        EXPECT_TRUE(refused.explains_itself());
    }
    auto const instead =
        R"({"subject":"外防输入（改）","topic":"1","urgency":"1","body":"改。","addressees":[{"role":"township_officer"}],)"
        R"("acknowledge_by":")" +
        format(in(2)) + R"(","supersedes":")" + format(order) + "\"}";
    auto const superseding = site.as("officer").post("/api/records/order", site.creation(county.fresh_id(), instead));
    EXPECT_EQ(superseding.problem(), "409.306");
    EXPECT_EQ(superseding.problem_field(), "supersedes");
}

TEST_F(Responses, WhatTheCountyHasDeclaredTheTownshipDoesNotEnd) {
    auto const id = declare("officer", community(story::east, "case"));
    auto const end = R"({"end_reason":"不用了"})";
    auto const longer = R"({"ends_at":")" + format(in(20 * 24)) + R"(","prolong_reason":"还要"})";
    EXPECT_EQ(move("township", "response", id, "end", end).problem(), "403.307");
    EXPECT_EQ(move("township", "response", id, "prolong", longer).problem(), "403.307");
    EXPECT_EQ(move("township", "response_measure", measure(id, "hygiene"), "end", end).problem(), "403.307");
    EXPECT_EQ(try_declare("township", community(story::east, "none", replacing(id))).problem(), "403.307");
    EXPECT_EQ(try_declare("township", community(story::west, "case")).problem(), "403.50") << "for the county to declare";
    EXPECT_EQ(
        site.as("township").post("/api/responses/preview", R"({"fields":)" + community(story::west, "case") + "}").problem(),
        "403.50");
    auto const own = declare("township", community(story::west, "none"));
    EXPECT_EQ(move("officer", "response", own, "end", end).status, 200) << "those above may";
}

TEST_F(Responses, EveryEndIsToldAlsoTheSecondOfOneResponse) {
    auto const low = declare("officer", risk("low"));
    auto const medium = declare("officer", risk("medium", replacing(low)));
    auto const first = county.field(county.record("response", medium), "response", "notice");
    EXPECT_EQ(move("officer", "response", medium, "end", R"({"end_reason":"疫情结束"})").status, 200);
    EXPECT_NE(county.field(county.record("response", medium), "response", "notice"), first);
    EXPECT_EQ(orders().at("停止执行 3 项措施"), "issued");
    for (auto const& each : county.records("order")) {
        if (county.field(each, "order", "subject") != quoted("停止执行 3 项措施")) continue;
        EXPECT_NE(county.field(each, "order", "body").find("疫情结束"), std::string::npos);
    }
}

TEST_F(Responses, AMeasureThatHasChangedSinceThePreviewIsLookedAtAgain) {
    auto const low = declare("officer", risk("low"));
    auto const seen = preview("officer", risk("medium", replacing(low))).at("replaces_version").as_int64();
    auto const version = [](std::int64_t of) { return R"(,"replaces_version":)" + std::to_string(of); };
    EXPECT_EQ(move("officer", "response_measure", measure(low, "keep_out"), "end", R"({"end_reason":"改由疾控"})").status,
              200);
    refused(risk("medium", replacing(low) + version(seen)), "409.294", "replaces");
    auto const now = preview("officer", risk("medium", replacing(low))).at("replaces_version").as_int64();
    EXPECT_EQ(try_declare("officer", risk("medium", replacing(low) + version(now))).status, 201);
}

TEST_F(Responses, AMeasureThatNobodyCanCarryOutIsSaidBeforeItIsDeclared) {
    for (auto const* who : {"east", "wang", "li"}) {
        auto const post = county.record("post", county.actor(who).post);
        ASSERT_EQ(story::refusal(county.change("officer", "post", post.id, post.version, R"({"valid_to":"2020-02-03"})")),
                  "");
    }
    county.clock().advance(ms_per_day);
    auto const asked = preview("officer", community(story::east, "none"));
    EXPECT_EQ(asked.at("problems").as_array().size(), asked.at("opens").as_array().size());
    EXPECT_EQ(text(asked.at("problems").at(0).at("code")), "422.295");
    refused(community(story::east, "none"), "422.295", "adjustments");
    EXPECT_EQ(site.count("r_response") + site.count("r_order"), 0);
}

TEST_F(Responses, EverythingEndsByItself) {
    auto const id = declare("officer", community(story::east, "case", ""));
    EXPECT_EQ(waiting("east"), 8);
    EXPECT_EQ(waiting("wang"), 2);
    county.clock().advance(14 * ms_per_day - 1);
    tick();
    EXPECT_EQ(state(id), "in_force");
    county.clock().advance(1);
    tick();
    tick();
    EXPECT_EQ(state(id), "expired");
    EXPECT_EQ(county.record("response", id).version, 2) << "once";
    for (auto const& each : county.records("response_measure")) EXPECT_EQ(each.state, "expired");
    auto issued = orders();
    EXPECT_EQ(issued["停止执行 8 项措施"], "issued") << "those who did it are told";
    issued.erase("停止执行 8 项措施");
    for (auto const& [subject, is] : issued) EXPECT_EQ(is, "closed") << subject;
    EXPECT_EQ(site.as("officer").get("/api/responses").object().at("due"), 1) << "it lapsed, and nobody had looked";
    tick();
    auto const raised = "SELECT id FROM r_escalation WHERE state = 'raised' AND duty = 'response_review'";
    EXPECT_EQ(site.rows(raised).size(), 1U) << "which does not go unseen";
    EXPECT_EQ(move("officer", "response", id, "acknowledge_end", "{}").status, 200);
    EXPECT_EQ(site.as("officer").get("/api/responses").object().at("due"), 0);
    tick();
    EXPECT_EQ(site.rows(raised).size(), 0U);
    EXPECT_TRUE(county.verify().empty());
}

TEST_F(Responses, ALookIsOwedADayBeforeTheEnd) {
    auto const id = declare("officer", risk("low", "", 72));
    auto const review = records::period_id(story::county_code, "response_review", format(id) + "/" + format(in(72)));
    EXPECT_EQ(county.figures(review, story::county), story::figures(1, 0, 0));
    EXPECT_EQ(site.as("officer").get("/api/responses").object().at("due"), 0);
    EXPECT_EQ(move("officer", "response", id, "let_end", "{}").problem(), "409.308") << "not three days ahead";
    county.clock().advance(49 * ms_per_hour);
    EXPECT_EQ(site.as("officer").get("/api/responses").object().at("due"), 1);
    EXPECT_EQ(site.as("east").get("/api/responses").object().at("due"), 0);
    tick();
    EXPECT_EQ(site.rows("SELECT id FROM r_escalation WHERE state = 'raised' AND duty = 'response_review'").size(), 1U);
    EXPECT_EQ(move("officer", "response", id, "let_end", R"({"ends_at":")" + format(in(48)) + "\"}").problem(), "409.294")
        << "another end than the one that stands";
    EXPECT_EQ(move("officer", "response", id, "let_end", "{}").status, 200);
    EXPECT_EQ(county.figures(review, story::county), story::figures(1, 1, 1)) << "and late";
    EXPECT_EQ(site.as("officer").get("/api/responses").object().at("due"), 0);
    auto const fulfilled = "SELECT fulfilled_at FROM obligation WHERE type = 'response_review' AND state = 2";
    auto const looked_at = site.rows(fulfilled);
    county.clock().advance(ms_per_hour);

    auto const until = in(10 * 24);
    EXPECT_EQ(
        move("officer", "response", id, "prolong", R"({"ends_at":")" + format(in(10)) + R"(","prolong_reason":"再看"})")
            .problem(),
        "422.298");
    EXPECT_EQ(move("officer", "response", id, "prolong", R"({"ends_at":")" + format(until) + R"("})").problem(), "422.22")
        << "with a reason";
    EXPECT_EQ(move("officer", "response", id, "prolong", R"({"ends_at":")" + format(until) + R"(","prolong_reason":"再看"})")
                  .status,
              200);
    EXPECT_EQ(site.rows(fulfilled), looked_at) << "the first look stays";
    auto const next = records::period_id(story::county_code, "response_review", format(id) + "/" + format(until));
    EXPECT_EQ(county.figures(next, story::county), story::figures(1, 0, 0)) << "the new end is to be looked at again";
    for (auto const& each : county.records("response_measure"))
        EXPECT_EQ(county.field(each, "response_measure", "ends_at"), quoted(format(until)));
}

TEST_F(Responses, AreEndedByThoseWhoCommandThereWithAReason) {
    auto const id = declare("township", community(story::east, "none"));
    EXPECT_EQ(move("township", "response", id, "end", "{}").problem(), "422.22");
    auto const hygiene = measure(id, "hygiene");
    EXPECT_EQ(move("east", "response_measure", hygiene, "end", R"({"end_reason":"做完了"})").problem(), "403.50");
    EXPECT_EQ(move("officer", "response_measure", hygiene, "end", R"({"end_reason":"县里统一消毒"})").status, 200);
    EXPECT_EQ(orders().at("环境卫生治理"), "closed");
    EXPECT_EQ(orders().at("停止执行：环境卫生治理"), "issued");
    auto const later = R"({"ends_at":")" + format(in(20 * 24)) + R"(","prolong_reason":"还要"})";
    EXPECT_EQ(move("township", "response_measure", measure(id, "supplies"), "prolong", later).problem(), "422.299");
    EXPECT_EQ(move("township", "response", id, "end", R"({"end_reason":"疫情已排除"})").status, 200);
    EXPECT_EQ(state(id), "ended");
    EXPECT_EQ(orders().at("停止执行 5 项措施"), "issued");
    EXPECT_EQ(move("township", "response", id, "end", R"({"end_reason":"再来"})").status, 409);
}

TEST_F(Responses, EverybodySeesTheLevelOnlyThoseAboveTheAssessment) {
    auto const id = declare("officer", risk("medium"));
    (void)declare("officer", community(story::west, "case"));
    auto const here = site.as("wang").get("/api/responses").object();
    ASSERT_EQ(here.at("here").as_array().size(), 1U);
    EXPECT_EQ(text(here.at("here").at(0).at("response").at("fields").at("level")), "medium");
    EXPECT_EQ(here.at("here").at(0).at("own"), false);
    EXPECT_FALSE(here.at("here").at(0).at("response").at("fields").as_object().contains("reason"));
    auto const below = one("township", id);
    EXPECT_FALSE(below.at("response").at("fields").as_object().contains("confirmed_total"));
    EXPECT_EQ(below.at("measures").at(0).at("order"), json::value());
    EXPECT_FALSE(below.at("measures").at(0).at("measure").at("fields").as_object().contains("legal_basis"));
    auto const west = county.records("response").back();
    auto const of_west = county.field(west, "response", "area") == quoted(format(story::west))
                             ? west.id
                             : county.records("response").front().id;
    EXPECT_EQ(site.as("east").get("/api/responses/" + format(of_west)).problem(), "404.55");
    EXPECT_EQ(site.as("west").get("/api/responses/" + format(of_west)).status, 200);
    auto const tree = site.as("officer").get("/api/responses").object();
    ASSERT_EQ(tree.at("below").as_array().size(), 1U);
    EXPECT_EQ(tree.at("below").at(0).at("within").at(0).at("count"), 1);
    EXPECT_EQ(site.as("wang").get("/api/responses?place=" + format(story::county)).problem(), "403.51");
    EXPECT_EQ(site.as("wang").get("/api/plans").object().at("plans").as_array().size(), 3U);
}

TEST_F(Responses, OnlyThoseWhoCommandDeclareAndOnlyInTheirArea) {
    EXPECT_EQ(try_declare("east", community(story::east, "none")).problem(), "403.50");
    EXPECT_EQ(try_declare("cdc", risk("low")).problem(), "403.50");
    EXPECT_EQ(try_declare("township", risk("low")).problem(), "403.51");
    auto const asked = [&](std::string const& who, std::string const& body) {
        return site.as(who).post("/api/responses/preview", R"({"fields":)" + body + "}").problem();
    };
    EXPECT_EQ(asked("east", community(story::east, "none")), "403.50");
    EXPECT_EQ(asked("township", risk("low")), "403.51");
    EXPECT_EQ(try_declare("township", community(story::west, "none")).status, 201);
}

TEST_F(Responses, BadDeclarationsNameTheirField) {
    refused(fields(story::county, "plan_b", "low", ""), "422.22", "confirmed_total");
    auto const figures = R"(,"confirmed_total":5,"confirmed_recent":0,"clusters_recent":0)";
    refused(fields(story::county, "plan_b", "low", figures), "422.291", "plan");
    refused(fields(story::county, "risk_2020", "I", ""), "422.292", "level");
    refused(fields(story::east, "risk_2020", "low", figures), "422.293", "area");
    refused(risk("low", "", -1), "422.296", "ends_at");
    refused(risk("low", "", 93 * 24), "422.296", "ends_at");
    refused(fields(story::county, "risk_2020", "low", R"(,"confirmed_total":1,"confirmed_recent":2,"clusters_recent":0)"),
            "422.26", "confirmed_recent");
    EXPECT_EQ(site.as("officer")
                  .post("/api/responses/preview", R"({"fields":{"plan":"risk_2020","level":"low"}})")
                  .problem_field(),
              "area");
    EXPECT_EQ(site.as("officer").post("/api/responses/preview", R"({"fields":{"level":7}})").problem_field(), "level");
    EXPECT_EQ(site.as("officer").post("/api/responses/preview", R"({"fields":{"scheme":"1"}})").problem_field(), "scheme");
    EXPECT_EQ(site.as("officer").post("/api/responses/preview", "{}").problem_field(), "fields");
}

TEST_F(Responses, DeclaringTwiceIsDeclaringOnce) {
    auto const id = county.fresh_id();
    auto const body = risk("low");
    EXPECT_EQ(try_declare("officer", body, id).status, 201);
    EXPECT_EQ(try_declare("officer", body, id).status, 200);
    EXPECT_EQ(site.count("r_response_measure"), 2);
    EXPECT_EQ(site.count("r_order"), 2);
}

}  // namespace
}  // namespace fx::api
