#include "base/text.hpp"
#include "served.hpp"
#include "store/merkle.hpp"
#include "store/signer.hpp"

#include <gtest/gtest.h>

namespace fx::api {
namespace {

std::string pushed(std::string type, std::string creation) {
    return "{\"items\":[" + creation.insert(1, "\"type\":\"" + type + "\",") + "]}";
}

TEST_F(Api, AChangeMergesByFieldAndAConflictShowsBothValues) {
    auto const wang = site.as("wang"), east = site.as("east");
    auto const path = "/api/records/household/" + format(county.home(0).id);
    ASSERT_EQ(wang.patch(path, site.change(1, R"({"note":"北门"})")).object().at("outcome"), "changed");
    auto const merged = east.patch(path, site.change(1, R"({"resident_count":4})"));
    EXPECT_EQ(merged.object().at("outcome"), "merged") << "other fields: both stand";
    auto const refused = east.patch(path, site.change(1, R"({"note":"南门"})"));
    EXPECT_EQ(refused.problem(), "409.53");
    EXPECT_TRUE(refused.explains_itself());
    auto const conflict = refused.object().at("conflicts").at(0);
    EXPECT_EQ(conflict.at("theirs"), "北门");
    EXPECT_EQ(conflict.at("yours"), "南门");
    EXPECT_EQ(wang.get(path).object().at("fields").at("note"), "北门");

    auto const command = site.change(3, R"({"note":"东门"})");
    EXPECT_EQ(wang.patch(path, command).object().at("version"), 4);
    EXPECT_EQ(wang.patch(path, command).object().at("outcome"), "repeat");
    EXPECT_EQ(wang.get(path).object().at("version"), 4);
    EXPECT_EQ(wang.patch(path, site.change(9, R"({"note":"x"})")).problem(), "400.7");
    EXPECT_EQ(
        wang.patch(path, "{\"command\":\"" + format(county.fresh_id()) + "\",\"base_version\":4,\"fields\":7}").problem(),
        "400.67");
    auto const history = wang.get(path + "/history").object().at("items").as_array();
    ASSERT_EQ(history.size(), 4U);
    EXPECT_EQ(history[0].at("fields").at("note"), "东门") << "newest first";
    EXPECT_EQ(history[3].at("action"), "create");
}

TEST_F(Api, MovesFollowTheStates) {
    auto const officer = site.as("officer"), wang = site.as("wang");
    auto const id = county.open_round();
    auto const path = "/api/records/screening_round/" + format(id);
    EXPECT_EQ(wang.post(path + "/moves/close", site.change(2, "{}")).problem(), "403.50");
    auto const wrong = officer.post(path + "/moves/open", site.change(2, "{}"));
    EXPECT_EQ(wrong.problem(), "409.57");
    EXPECT_TRUE(wrong.explains_itself()) << wrong.body;
    EXPECT_NE(wrong.body.find("进行中"), std::string::npos) << "states and moves by their names: " << wrong.body;
    EXPECT_EQ(officer.post(path + "/moves/vanish", site.change(2, "{}")).problem(), "403.50");
    EXPECT_EQ(officer.post(path + "/moves/close", site.change(2, "{}")).status, 200);
    EXPECT_EQ(officer.get(path).object().at("state"), "closed");
}

TEST_F(Api, WhatWasSetAsideIsMendedOrDiscardedByWhoAnswersForIt) {
    auto const wang = site.as("wang"), east = site.as("east"), west = site.as("west");
    auto const id = county.fresh_id(), second = county.fresh_id();
    auto const bad = site.household_fields(story::east.group(1), R"(,"phone":"123")");
    ASSERT_EQ(wang.post("/api/push", pushed("household", site.creation(id, bad))).object().at("results").at(0).at("status"),
              "quarantined");
    ASSERT_EQ(wang.post("/api/push", pushed("household", site.creation(second, bad))).status, 200);
    EXPECT_EQ(west.get("/api/quarantine").object().at("items").as_array().size(), 0U) << "another village's business";
    auto const entries = east.get("/api/quarantine").object().at("items").as_array();
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_FALSE(entries[0].as_object().contains("item")) << "in clear for the sender alone";
    auto const of = [&](Id const& record) {
        for (auto const& entry : entries)
            if (text(entry.at("record")) == format(record)) return "/api/quarantine/" + text(entry.at("id"));
        return std::string();
    };
    EXPECT_EQ(west.post(of(id) + "/mend", R"({"fields":{"phone":"13900001111"}})").problem(), "404.55");
    EXPECT_EQ(west.post(of(id) + "/discard", R"({"reason":"x"})").problem(), "404.55");
    EXPECT_EQ(wang.post(of(id) + "/mend", R"({"fields":{"phone":"12"}})").status, 422);
    EXPECT_EQ(wang.post(of(id) + "/mend", "{}").problem(), "400.67");
    EXPECT_EQ(wang.post(of(id) + "/mend", R"({"fields":{"phone":"13900001111"}})").status, 200);
    EXPECT_EQ(county.record("household", id).version, 1);
    EXPECT_EQ(wang.post(of(id) + "/mend", R"({"fields":{"phone":"13900001112"}})").problem(), "409.57");
    EXPECT_EQ(wang.post(of(second) + "/discard", "{}").problem(), "400.67");
    EXPECT_EQ(wang.post(of(second) + "/discard", R"({"reason":"重复登记"})").status, 200);
    // The phone sends both again because it never heard the answers: what is settled stays settled.
    ASSERT_EQ(wang.post("/api/push", pushed("household", site.creation(id, bad))).status, 200);
    ASSERT_EQ(wang.post("/api/push", pushed("household", site.creation(second, bad))).status, 200);
    auto const listed_now = wang.get("/api/quarantine").object();
    for (auto const& entry : listed_now.at("items").as_array()) {
        EXPECT_NE(text(entry.at("id")), of(id).substr(16));
        EXPECT_NE(text(entry.at("id")), of(second).substr(16));
    }
    EXPECT_EQ(wang.get("/api/quarantine?state=discarded").object().at("items").as_array().size(), 1U);
}

TEST_F(Api, AnEntryMadeAnewOnThePhoneSettlesTheRefusedOne) {
    auto const wang = site.as("wang"), li = site.as("li"), east = site.as("east");
    auto const bad = county.fresh_id(), good = county.fresh_id();
    auto const open = [&] { return east.get("/api/quarantine").object().at("items").as_array().size(); };
    ASSERT_EQ(
        wang.post("/api/push",
                  pushed("household", site.creation(bad, site.household_fields(story::east.group(1), R"(,"phone":"123")"))))
            .status,
        200);
    ASSERT_EQ(open(), 1U);
    auto const replacing = [&](Id const& id, Place zone, std::string const& more) {
        return pushed("household",
                      site.creation(id, site.household_fields(zone, more), ",\"mends\":\"" + format(bad) + "\""));
    };
    ASSERT_EQ(li.post("/api/push", replacing(county.fresh_id(), story::east.group(2), "")).status, 200);
    EXPECT_EQ(open(), 1U) << "it is not theirs to settle";
    ASSERT_EQ(wang.post("/api/push", replacing(good, story::east.group(1), R"(,"phone":"456")")).status, 200);
    EXPECT_EQ(open(), 2U) << "refused again: both wait";
    auto const mended = wang.post("/api/push", replacing(good, story::east.group(1), ""));
    EXPECT_EQ(mended.object().at("results").at(0).at("status"), "created");
    EXPECT_EQ(open(), 0U);
}

TEST_F(Api, ARecheckIsDrawnOnceAndEstimatesTrueCoverage) {
    auto const round = county.open_round();
    for (std::size_t i = 0; i < 6; ++i)
        ASSERT_EQ(
            story::refusal(county.create(i < 3 ? "wang" : "li", "household_screening", county.visit(round, county.home(i)))),
            "");
    auto const officer = site.as("officer");
    auto const path = "/api/rounds/" + format(round);
    auto const draw = "{\"size\":4,\"seed\":7,\"command\":\"" + format(county.fresh_id()) + "\"}";
    EXPECT_EQ(officer.post(path + "/rechecks", "{\"size\":7,\"command\":\"" + format(county.fresh_id()) + "\"}").problem(),
              "422.93");
    EXPECT_EQ(officer.post(path + "/rechecks", "{\"size\":1,\"seed\":-4,\"command\":\"" + format(county.fresh_id()) + "\"}")
                  .problem(),
              "400.7");
    EXPECT_EQ(officer.post(path + "/rechecks", draw).object().at("drawn"), 4);
    EXPECT_EQ(officer.post(path + "/rechecks", draw).object().at("drawn"), 0) << "a repeat draws nothing new";
    EXPECT_EQ(site.count("r_recheck"), 4);
    auto const before = officer.get(path + "/true-coverage").object();
    EXPECT_EQ(before.at("drawn"), 4);
    EXPECT_EQ(before.at("open"), 4);
    EXPECT_EQ(before.at("sampled"), 0);
    EXPECT_EQ(site.as("wang").get("/api/records/recheck").problem(), "403.50")
        << "the reporter does not see whom it will be";
    EXPECT_EQ(officer
                  .post("/api/rounds/" + format(county.fresh_id()) + "/rechecks",
                        draw.substr(0, 18) + ",\"command\":\"" + format(county.fresh_id()) + "\"}")
                  .problem(),
              "404.55");
}

TEST_F(Api, TwoRecordsOfOnePersonBecomeOne) {
    auto const east = site.as("east");
    auto const keep = county.home(0).members[0], drop = county.home(3).members[0], far = county.home(6).members[0];
    auto const merge = [&](Id const& kept, Id const& dropped) {
        return east.post("/api/persons/merge", "{\"command\":\"" + format(county.fresh_id()) + "\",\"keep\":\"" +
                                                   format(kept) + "\",\"drop\":\"" + format(dropped) + "\"}");
    };
    EXPECT_EQ(merge(keep, keep).problem(), "422.88");
    EXPECT_EQ(merge(keep, far).problem(), "404.55") << "the other village's person is not theirs";
    EXPECT_EQ(merge(keep, county.fresh_id()).problem(), "404.55");
    EXPECT_EQ(merge(keep, drop).status, 200);
    EXPECT_EQ(merge(keep, drop).object().at("repeat"), true);
    EXPECT_EQ(county.record("person", drop).state, "merged");
    EXPECT_EQ(county.record("person", keep).state, "active");
    EXPECT_EQ(site.as("wang")
                  .post("/api/persons/merge", "{\"command\":\"" + format(county.fresh_id()) + "\",\"keep\":\"" +
                                                  format(keep) + "\",\"drop\":\"" + format(drop) + "\"}")
                  .problem(),
              "403.50");
}

TEST_F(Api, AccountsAreMadeOnceAndNeverTakenOver) {
    auto const admin = site.as("administrator");
    auto const id = format(county.fresh_id());
    auto const asked = "{\"id\":\"" + id + "\",\"username\":\"newcomer\",\"name\":\"新人\"}";
    EXPECT_EQ(admin.post("/api/accounts", asked).status, 201);
    auto const again = admin.post("/api/accounts", asked);
    EXPECT_EQ(again.status, 200);
    EXPECT_TRUE(again.object().at("one_time_password").is_null()) << "a password that was not set is not shown";
    EXPECT_EQ(admin.post("/api/accounts", R"({"username":"newcomer","name":"别人"})").problem(), "409.160");
    EXPECT_EQ(admin.post("/api/accounts", "{\"id\":\"" + id + "\",\"username\":\"other\",\"name\":\"别人\"}").problem(),
              "409.52");
    EXPECT_EQ(admin.post("/api/accounts", R"({"id":"rubbish","username":"other","name":"别人"})").problem(), "400.7");
    EXPECT_EQ(admin.post("/api/accounts", R"({"username":"Bad Name","name":"x"})").problem(), "422.161");
    auto const& wang = county.actor("wang");
    auto const token = [&](Id const& account, Id const& post) {
        return admin.post("/api/tokens", "{\"account\":\"" + format(account) + "\",\"post\":\"" + format(post) + "\"}")
            .problem();
    };
    EXPECT_EQ(token(wang.user, county.actor("officer").post), "403.162") << "a token acts in a post its account holds";
    EXPECT_EQ(token(county.fresh_id(), wang.post), "404.5");
    EXPECT_EQ(token(wang.user, wang.post), "");
}

TEST_F(Api, AReceiptIsProvedWithoutTrustingTheServer) {
    auto const wang = site.as("wang");
    auto const made =
        wang.post("/api/records/household", site.creation(county.fresh_id(), site.household_fields(story::east.group(1))));
    auto const sequence = json::value_to<std::int64_t>(made.object().at("sequence"));
    auto const proof = wang.get("/api/journal/proof?sequence=" + std::to_string(sequence)).object();
    auto const hash = [](json::value const& hex) {
        store::Hash out{};
        auto const bytes = from_hex(text(hex));
        std::copy_n(bytes.begin(), out.size(), out.begin());
        return out;
    };
    std::vector<store::Hash> path;
    for (auto const& step : proof.at("path").as_array()) path.push_back(hash(step));
    auto const head = proof.at("head").as_object();
    auto const size = json::value_to<std::int64_t>(head.at("size")), index = json::value_to<std::int64_t>(proof.at("index"));
    EXPECT_TRUE(store::verify_inclusion(hash(proof.at("leaf")), index, size, path, hash(head.at("root"))));
    auto forged = hash(proof.at("leaf"));
    forged[0] ^= 1;
    EXPECT_FALSE(store::verify_inclusion(forged, index, size, path, hash(head.at("root"))));
    EXPECT_FALSE(store::verify_inclusion(hash(proof.at("leaf")), index - 1, size, path, hash(head.at("root"))));
    EXPECT_EQ(text(wang.get("/api/journal/head").object().at("root")), text(head.at("root")));
    store::Head signed_head;
    signed_head.county = story::county_code;
    signed_head.year = int(json::value_to<std::int64_t>(head.at("year")));
    signed_head.size = size;
    ASSERT_TRUE(head.contains("from_size")) << "without it nobody can check the signature";
    signed_head.from_size = json::value_to<std::int64_t>(head.at("from_size"));
    signed_head.root = hash(head.at("root"));
    signed_head.at = parse_instant(text(head.at("at"))).value();
    auto const signature = from_hex(text(head.at("signature")));
    std::copy_n(signature.begin(), signed_head.signature.size(), signed_head.signature.begin());
    EXPECT_TRUE(store::verify_head(signed_head, text(proof.at("public_key"))));
}

TEST_F(Api, AScreeningMovesTheFiguresOnTheScreensThatMayKnow) {
    auto const round = county.open_round();
    auto const wang = site.as("wang"), east = site.as("east"), west = site.as("west");
    server::testkit::Client watching(site.port()), elsewhere(site.port());
    watching.send("GET /api/events HTTP/1.1\r\nHost: t\r\n" + east.fields() + "\r\n");
    elsewhere.send("GET /api/events HTTP/1.1\r\nHost: t\r\n" + west.fields() + "\r\n");
    watching.receive_until("\r\n\r\n");
    elsewhere.receive_until("\r\n\r\n");
    ASSERT_EQ(
        wang.post("/api/records/household_screening", site.creation(county.fresh_id(), county.visit(round, county.home(0))))
            .status,
        201);
    auto const village =
        "\"place\":\"" + format(story::east) + "\",\"expected\":6,\"fulfilled\":1,\"late\":0,\"missing\":5,\"overdue\":0";
    EXPECT_NE(watching.receive_until(village).find(village), std::string::npos);
    auto const seen = watching.receive_until("\"place\":\"" + format(story::east.group(1)));
    EXPECT_EQ(seen.find("\"place\":\"" + format(story::county) + "\""), std::string::npos) << "above is not shown";
    // West's screen is told of west alone: its own screening arrives, east's never did.
    ASSERT_EQ(
        site.as("zhao")
            .post("/api/records/household_screening", site.creation(county.fresh_id(), county.visit(round, county.home(6))))
            .status,
        201);
    auto const own = "\"place\":\"" + format(story::west) + "\",\"expected\":6,\"fulfilled\":1";
    auto const all = elsewhere.receive_until(own);
    EXPECT_NE(all.find(own), std::string::npos);
    EXPECT_EQ(all.find(format(story::east)), std::string::npos);
    // A disabled account's screen goes dark.
    auto const id = format(county.actor("west").user);
    ASSERT_EQ(site.as("administrator").post("/api/accounts/" + id + "/disable").status, 200);
    EXPECT_TRUE(elsewhere.is_closed());
}

}  // namespace
}  // namespace fx::api
