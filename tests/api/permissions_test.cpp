#include "served.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace fx::api {
namespace {

constexpr auto some_id = "01700000-0000-7000-8000-000000000000";

struct Row {
    std::string method, path;
    std::vector<std::string> roles;  ///< who is let through by the role; empty = whoever has signed in
};

std::vector<Row> const routes{
    {"GET", "/api/accounts", {"administrator"}},
    {"POST", "/api/accounts", {"administrator"}},
    {"POST", std::string("/api/accounts/") + some_id + "/reset-password", {"administrator"}},
    {"POST", std::string("/api/accounts/") + some_id + "/disable", {"administrator"}},
    {"GET", "/api/account-names?search=a", {"administrator", "officer", "township"}},
    {"GET", std::string("/api/account-names?ids=") + some_id, {}},
    {"GET", "/api/tokens", {"administrator"}},
    {"POST", "/api/tokens", {"administrator"}},
    {"POST", "/api/tokens/0000/revoke", {"administrator"}},
    {"GET", "/api/imports/template", {"administrator"}},
    {"POST", "/api/imports", {"administrator"}},
    {"POST", std::string("/api/imports/") + some_id + "/commit", {"administrator"}},
    {"GET", std::string("/api/imports/") + some_id + "/bad-rows", {"administrator"}},
    {"POST", std::string("/api/rounds/") + some_id + "/rechecks", {"officer", "cdc", "township"}},
    {"GET", std::string("/api/rounds/") + some_id + "/true-coverage", {"officer", "cdc", "township"}},
    {"GET", "/metrics", {"administrator", "officer", "auditor"}},
    {"GET", "/api/session", {}},
    {"POST", "/api/session/post", {}},
    {"POST", "/api/password", {}},
    {"GET", "/api/catalogue", {}},
    {"GET", "/api/schema/household", {}},
    {"GET", "/api/places", {}},
    {"GET", "/api/places/610627", {}},
    {"GET", "/api/periods", {}},
    {"GET", "/api/coverage/610627", {}},
    {"GET", "/api/coverage/610627/list", {}},
    {"GET", "/api/coverage/610627/heat", {}},
    {"GET", "/api/coverage/610627/rates", {}},

    {"GET", "/api/coverage/610627/timeline", {}},
    {"POST", "/api/records/household/export", {}},
    {"GET", "/api/access-log", {"administrator", "officer", "auditor"}},
    {"GET", "/api/uncovered", {}},
    {"GET", "/map.geojson", {}},
    {"GET", "/api/devices", {}},
    {"GET", "/api/relay/counties", {"administrator", "officer", "cdc"}},
    {"GET", "/api/relay/counties/610627", {"administrator", "officer", "cdc"}},
    {"GET", "/api/relay/upstream", {"administrator", "officer", "cdc"}},
    {"POST", "/api/relay/counties", {"administrator"}},
    {"POST", "/api/relay/counties/610627/remove", {"administrator"}},
    {"GET", "/api/situation", {}},
    {"POST", "/api/situation", {"officer", "cdc", "township"}},
    {"GET", std::string("/api/situation/") + some_id, {}},
    {"GET", std::string("/api/situation/") + some_id + "/pdf", {}},
    {"GET", "/api/webhooks", {"administrator", "officer", "auditor"}},
    {"POST", std::string("/api/webhooks/") + some_id + "/test", {"administrator"}},
    {"POST", std::string("/api/webhooks/") + some_id + "/secret", {"administrator"}},
    {"GET", "/api/search?q=wxm", {}},
    {"POST", "/api/bulk/preview", {}},
    {"POST", "/api/bulk", {}},
    {"GET", "/api/bulk", {}},
    {"GET", std::string("/api/bulk/") + some_id, {}},
    {"POST", std::string("/api/bulk/") + some_id + "/undo", {}},
    {"GET", "/api/records/household", {}},
    {"GET", std::string("/api/records/household/") + some_id, {}},
    {"GET", std::string("/api/records/household/") + some_id + "/history", {}},
    {"POST", "/api/records/household", {}},
    {"PATCH", std::string("/api/records/household/") + some_id, {}},
    {"POST", std::string("/api/records/household/") + some_id + "/moves/close", {}},
    {"POST", std::string("/api/records/household/") + some_id + "/unmask", {}},
    {"POST", std::string("/api/attachments?id=") + some_id, {}},
    {"GET", std::string("/api/attachments/") + some_id, {}},
    {"POST", "/api/push", {}},
    {"GET", "/api/quarantine", {}},
    {"POST", std::string("/api/quarantine/") + some_id + "/mend", {}},
    {"POST", std::string("/api/quarantine/") + some_id + "/discard", {}},
    {"GET", "/api/field/sync", {}},
    {"GET", std::string("/api/field/households/") + some_id, {}},
    {"GET", "/api/field/sync", {}},
    {"POST", "/api/field/device", {}},
    {"POST", "/api/persons/merge", {}},
    {"GET", "/api/orders", {}},
    {"GET", "/api/orders/waiting", {}},
    {"POST", "/api/orders/preview", {}},
    {"GET", std::string("/api/orders/") + some_id, {}},
    {"GET", "/api/journal/head", {}},
    {"GET", "/api/journal/proof?sequence=1", {}},
};

TEST_F(Api, NobodyGetsAnythingWithoutSigningIn) {
    auto const nobody = site.nobody();
    for (auto const& route : routes) {
        auto const answer = nobody.ask(route.method, route.path, "{}");
        EXPECT_EQ(answer.problem(), "401.130") << route.method << " " << route.path;
        EXPECT_TRUE(answer.explains_itself());
    }
    EXPECT_EQ(nobody.get("/api/events").problem(), "401.130");
    EXPECT_EQ(nobody.get("/healthz").status, 200);
}

TEST_F(Api, EveryRouteIsForItsRolesAlone) {
    for (auto const* name : {"administrator", "officer", "cdc", "township", "east", "wang", "rechecker", "auditor"}) {
        auto const caller = site.as(name);
        for (auto const& route : routes) {
            auto const answer = caller.ask(route.method, route.path, "{}");
            bool const granted =
                route.roles.empty() || std::find(route.roles.begin(), route.roles.end(), name) != route.roles.end();
            EXPECT_EQ(answer.problem() != "403.163", granted)
                << name << " " << route.method << " " << route.path << " " << answer.body;
            EXPECT_LT(answer.status, 500) << name << " " << route.method << " " << route.path << " " << answer.body;
        }
    }
}

TEST_F(Api, AGridWorkerSeesTheirOwnZoneAlone) {
    auto const round = county.open_round();
    auto const wang = site.as("wang");
    auto const own = format(story::east.group(1)), next_door = format(story::east.group(2)), above = format(story::east);
    EXPECT_EQ(wang.get("/api/coverage/" + own).object().at("node").at("expected"), 3);
    for (auto const& place : {next_door, above, format(story::county), format(story::west.group(1))}) {
        for (auto const* tail : {"", "/list", "/heat", "/rates"})
            EXPECT_EQ(wang.get("/api/coverage/" + place + tail).problem(), "403.51") << place << tail;
        EXPECT_EQ(wang.get("/api/records/household?place=" + place).problem(), "403.51");
        EXPECT_EQ(wang.get("/api/uncovered?place=" + place).problem(), "403.51");
    }
    EXPECT_EQ(wang.get("/api/records/household").object().at("items").as_array().size(), 3U);
    EXPECT_EQ(wang.get("/api/field/sync").object().at("households").as_array().size(), 3U);
    EXPECT_EQ(wang.get("/api/coverage/" + own + "/list").object().at("items").as_array().size(), 3U);

    auto const stranger = county.home(3);  // zone 2 of the same village
    ASSERT_EQ(stranger.place, story::east.group(2));
    auto const path = "/api/records/household/" + format(stranger.id);
    EXPECT_EQ(wang.get(path).problem(), "404.55");
    EXPECT_EQ(wang.get(path + "/history").problem(), "404.55");
    EXPECT_EQ(wang.get("/api/field/households/" + format(stranger.id)).problem(), "404.55");
    EXPECT_EQ(wang.post(path + "/unmask", R"({"purpose":"联系复访"})").problem(), "404.55");
    EXPECT_EQ(wang.patch(path, site.change(1, R"({"note":"x"})")).problem(), "404.55");
    EXPECT_EQ(site.count("access_log"), 0) << "what was refused is not logged as seen";
    auto const before = site.count("r_household_screening");
    auto const screening = site.creation(county.fresh_id(), county.visit(round, stranger));
    EXPECT_EQ(wang.post("/api/records/household_screening", screening).problem(), "403.51");
    EXPECT_EQ(site.count("r_household_screening"), before);
}

TEST_F(Api, IdentityIsMaskedUntilAPurposeIsStated) {
    auto const id = county.fresh_id();
    auto const fields =
        site.person_fields(county.home(0).id, R"(,"id_type":"01","id_number":"11010519491231002X","phone":"13912345678")");
    auto const wang = site.as("wang");
    ASSERT_EQ(wang.post("/api/records/person", site.creation(id, fields)).status, 201);
    auto const path = "/api/records/person/" + format(id);
    for (auto const& where : {path, path + "/history", std::string("/api/records/person"), std::string("/api/field/sync"),
                              "/api/field/households/" + format(county.home(0).id)}) {
        auto const answer = wang.get(where);
        EXPECT_EQ(answer.status, 200) << where;
        EXPECT_EQ(answer.body.find("11010519491231002X"), std::string::npos) << where;
        EXPECT_EQ(answer.body.find("13912345678"), std::string::npos) << where;
    }
    for (auto const* purpose : {R"({})", R"({"purpose":"x"})", R"({"purpose":7})"})
        EXPECT_EQ(wang.post(path + "/unmask", purpose).problem(), "400.63");
    EXPECT_EQ(site.count("access_log"), 0);
    auto const unmasked = wang.post(path + "/unmask", R"({"purpose":"核对证件号码"})");
    EXPECT_EQ(unmasked.object().at("fields").at("id_number"), "11010519491231002X") << unmasked.body;
    auto const log = site.rows("SELECT user_id, record, purpose FROM access_log");
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(std::get<Id>(log[0][0]), county.actor("wang").user);
    EXPECT_EQ(std::get<Id>(log[0][1]), id);
    EXPECT_EQ(std::get<std::string>(log[0][2]), "核对证件号码");
    EXPECT_EQ(site.as("rechecker").post(path + "/unmask", R"({"purpose":"核对证件号码"})").problem(), "403.50");
    EXPECT_EQ(site.count("access_log"), 1);
}

TEST_F(Api, TheAdministratorSeesNobodysHealth) {
    auto const round = county.open_round();
    auto const person = format(county.home(0).members[0]);
    auto const ill = county.visit(round, county.home(0), "1",
                                  "[{\"person\":\"" + person + "\",\"temperature_c\":38.5,\"symptoms\":[\"1\"]}]");
    auto const wang = site.as("wang");
    ASSERT_EQ(wang.post("/api/records/household_screening", site.creation(county.fresh_id(), ill)).status, 201);
    auto const admin = site.as("administrator");
    for (auto const* type :
         {"household_screening", "key_person", "temperature_reading", "returnee_registration", "household", "person"}) {
        auto const refused = admin.get(std::string("/api/records/") + type);
        EXPECT_EQ(refused.problem(), "403.50") << type;
        EXPECT_TRUE(refused.explains_itself()) << refused.body;
    }
    EXPECT_EQ(admin.get("/api/field/sync").problem(), "403.50");
    EXPECT_EQ(admin.get("/api/coverage/610627").status, 200) << "figures name nobody";
    // Who is on a list by name is known to be observed, or where they live: for those who visit them.
    EXPECT_EQ(admin.get("/api/coverage/610627/list").problem(), "403.50");
    EXPECT_EQ(site.as("officer").get("/api/coverage/610627/list").status, 200);
}

TEST_F(Api, TheAuditorChecksTheJournalAndSeesNobody) {
    county.open_round();
    auto const auditor = site.as("auditor");
    for (auto const* type : {"household", "person", "household_screening", "key_person", "temperature_reading",
                             "returnee_registration", "recheck", "quality_flag"})
        EXPECT_EQ(auditor.get(std::string("/api/records/") + type).problem(), "403.50") << type;
    EXPECT_EQ(auditor.get("/api/coverage/610627/list").problem(), "403.50");
    EXPECT_EQ(auditor.get("/api/field/sync").problem(), "403.50");
    EXPECT_EQ(auditor.get("/api/field/households/" + format(county.home(0).id)).status, 404);
    EXPECT_EQ(
        auditor.post("/api/records/household", site.creation(county.fresh_id(), site.household_fields(story::east.group(1))))
            .problem(),
        "403.50");
    EXPECT_EQ(auditor.get("/api/journal/head").status, 200);
    EXPECT_EQ(auditor.get("/api/coverage/610627").status, 200) << "figures name nobody";
}

TEST_F(Api, WhoAppointsFindsAccountsAndWhoReadsPostsReadsTheirNamesAndNoMore) {
    auto const wang = format(county.actor("wang").user), officer = format(county.actor("officer").user);
    auto const found = site.as("township").get("/api/account-names?search=wan").object().at("items").as_array();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(text(found[0].at("id")), wang);
    EXPECT_EQ(found[0].at("username"), "wang");
    EXPECT_EQ(found[0].as_object().size(), 4U) << "id, username, name, disabled: nothing of the password";
    EXPECT_EQ(site.as("officer").get("/api/account-names?search=nobody-of-this-name").object().at("items").as_array().size(),
              0U);
    auto const both = site.as("wang").get("/api/account-names?ids=" + wang + "," + officer + "," + some_id);
    EXPECT_EQ(both.object().at("items").as_array().size(), 2U) << "an id of nobody is left out: " << both.body;
    EXPECT_EQ(site.as("wang").get("/api/account-names").problem(), "403.163") << "a list of everybody is for who appoints";
    EXPECT_EQ(site.as("wang").get("/api/account-names?ids=rubbish").problem(), "400.7");
    std::string many = wang;
    for (int i = 0; i < 100; ++i) many += "," + wang;
    EXPECT_EQ(site.as("wang").get("/api/account-names?ids=" + many).problem(), "400.7");
    ASSERT_EQ(site.as("administrator").post("/api/accounts/" + wang + "/disable").status, 200);
    EXPECT_EQ(site.as("township").get("/api/account-names?search=wan").object().at("items").as_array().size(), 0U)
        << "nobody is given a post they cannot sign in to";
    EXPECT_EQ(site.as("officer").get("/api/account-names?ids=" + wang).object().at("items").as_array().size(), 1U);
}

TEST_F(Api, NobodyAppointsAboveTheirOwnPost) {
    auto const post_fields = [](std::string const& role, Place area) {
        return "{\"name\":\"x\",\"role\":\"" + role + "\",\"area\":\"" + format(area) + "\",\"valid_from\":\"2020-02-01\"}";
    };
    auto const make = [&](std::string const& who, std::string const& role, Place area) {
        return site.as(who).post("/api/records/post", site.creation(county.fresh_id(), post_fields(role, area))).problem();
    };
    EXPECT_EQ(make("township", "administrator", story::township), "403.50");
    EXPECT_EQ(make("township", "county_officer", story::township), "403.50");
    EXPECT_EQ(make("officer", "administrator", story::county), "403.50");
    EXPECT_EQ(make("township", "grid_worker", story::east.group(1)), "");
    EXPECT_EQ(make("officer", "township_officer", story::township), "");
    EXPECT_EQ(make("administrator", "auditor", story::county), "");
    // Nor is a post made by those above taken over.
    auto const admin_post = county.actor("administrator").post;
    auto const grab = site.change(1, "{\"deputy\":\"" + format(county.actor("officer").user) + "\"}");
    EXPECT_EQ(site.as("officer").patch("/api/records/post/" + format(admin_post), grab).problem(), "403.50");
    EXPECT_EQ(site.as("officer").get("/api/accounts").problem(), "403.163");
}

TEST_F(Api, NobodyAppointsHimself) {
    auto const fields = [&](std::string const& role, std::string const& holder, std::string const& more = {}) {
        return "{\"name\":\"x\",\"role\":\"" + role +
               "\",\"area\":\"610627000000\",\"valid_from\":\"2020-02-01\",\"holder\":\"" +
               format(county.actor(holder).user) + "\"" + more + "}";
    };
    auto const admin = site.as("administrator"), officer = site.as("officer");
    auto const self = format(county.actor("officer").user);
    EXPECT_EQ(
        admin.post("/api/records/post", site.creation(county.fresh_id(), fields("auditor", "administrator"))).problem(),
        "403.164");
    EXPECT_EQ(officer.post("/api/records/post", site.creation(county.fresh_id(), fields("rechecker", "officer"))).problem(),
              "403.164");
    EXPECT_EQ(officer
                  .post("/api/records/post",
                        site.creation(county.fresh_id(), fields("rechecker", "wang", ",\"deputy\":\"" + self + "\"")))
                  .problem(),
              "403.164");
    // A post that was given by somebody else is not widened or prolonged by its holder, who may mend what gives no
    // authority.
    auto const given = county.fresh_id();
    ASSERT_EQ(admin.post("/api/records/post", site.creation(given, fields("cdc_officer", "officer"))).status, 201);
    auto const address = "/api/records/post/" + format(given);
    EXPECT_EQ(officer.patch(address, site.change(1, R"({"role":"county_officer"})")).problem(), "403.164");
    EXPECT_EQ(officer.patch(address, site.change(1, R"({"valid_to":"2030-12-31"})")).problem(), "403.164");
    EXPECT_EQ(officer.patch(address, site.change(1, R"({"note":"值班电话见墙上"})")).status, 200);
    EXPECT_EQ(officer.patch(address, site.change(2, R"({"holder":null})")).status, 200) << "who holds it may give it up";
}

}  // namespace
}  // namespace fx::api
