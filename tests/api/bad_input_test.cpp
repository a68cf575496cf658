#include "served.hpp"

#include <gtest/gtest.h>

namespace fx::api {
namespace {

void expect(Answer const& answer, std::string const& number, std::string const& field = "*") {
    EXPECT_EQ(answer.problem(), number) << answer.body.substr(0, 400);
    EXPECT_TRUE(answer.explains_itself()) << answer.body.substr(0, 400);
    if (field != "*") {
        EXPECT_EQ(answer.problem_field(), field) << answer.body.substr(0, 400);
    }
}

TEST_F(Api, WhatIsNoJsonIsRefusedAndStoresNothing) {
    auto const wang = site.as("wang");
    auto const before = site.count("journal");
    auto const good = site.creation(county.fresh_id(), site.household_fields(story::east.group(1)));
    for (auto const* path : {"/api/records/household", "/api/push", "/api/persons/merge", "/api/session/post"}) {
        expect(wang.post(path, ""), "400.1");
        expect(wang.post(path, "{"), "400.1");
        expect(wang.post(path, "[]"), "400.1");
        expect(wang.post(path, "null"), "400.1");
        expect(wang.post(path, good + "x"), "400.1");
        expect(wang.post(path, "{\"id\":\"\xff\xfe\"}"), "400.2");
        expect(wang.post(path, "{\"id\":\"\xc0\xaf\"}"), "400.2");
        expect(wang.post(path, std::string(40, '[') + std::string(40, ']')), "400.4");
        expect(wang.post(path, "{\"fields\":" + std::string(5000, '[')), "400.4");
    }
    for (std::size_t cut = 0; cut < good.size(); ++cut)
        EXPECT_GE(wang.post("/api/records/household", good.substr(0, cut)).status, 400);
    EXPECT_EQ(site.count("journal"), before);
}

TEST_F(Api, AHugeBodyIsRefusedWithoutReadingIt) {
    auto const wang = site.as("wang");
    server::testkit::Client client(site.port());
    client.send("POST /api/push HTTP/1.1\r\nHost: t\r\n" + wang.fields() + "Content-Length: 104857600\r\n\r\n{\"items\":[");
    auto const reply = client.receive();  // ten bytes of the hundred million were sent
    EXPECT_EQ(reply.status, 413);
    EXPECT_NE(reply.body.find("413.3"), std::string::npos);
    server::testkit::Client stranger(site.port());
    stranger.send("POST /api/push HTTP/1.1\r\nHost: t\r\nContent-Length: 104857600\r\n\r\n");
    EXPECT_GE(stranger.receive().status, 400);
}

TEST_F(Api, FieldsAreJudgedOneByOne) {
    auto const wang = site.as("wang");
    auto const zone = story::east.group(1);
    auto const household = [&](std::string const& more) {
        return wang.post("/api/records/household", site.creation(county.fresh_id(), site.household_fields(zone, more)));
    };
    auto const person = [&](std::string const& more) {
        return wang.post("/api/records/person",
                         site.creation(county.fresh_id(), site.person_fields(county.home(0).id, more)));
    };
    auto const before = site.count("journal");
    expect(household(R"(,"colour":"red")"), "422.23", "colour");
    expect(household(R"(,"phone":"123")"), "422.34", "phone");
    expect(household(R"(,"resident_count":-1)"), "422.27", "resident_count");
    expect(household(R"(,"resident_count":"many")"), "422.21", "resident_count");
    expect(household(R"(,"valid_from":"2021-02-29")"), "422.21", "valid_from");
    expect(household(R"(,"note":")" + std::string(5000, 'x') + "\""), "422.29", "note");
    expect(household(R"(,"note":"\u0000")"), "422.35", "note");
    expect(person(R"(,"id_type":"01","id_number":"110105194912310021")"), "422.32", "id_number");
    expect(person(R"(,"id_type":"01","id_number":"11010519491331002X")"), "422.32", "id_number");
    expect(person(R"(,"birth_date":"2020-04-31")"), "422.21", "birth_date");
    expect(person(R"(,"sex":"3")"), "422.30", "sex");
    expect(person(R"(,"name_sound":"zhaomin")"), "422.24", "name_sound");
    expect(person(R"(,"household":")" + format(county.fresh_id()) + "\""), "422.56", "household");
    EXPECT_EQ(site.count("journal"), before);
}

TEST_F(Api, PlacesMustExistAndBeOnesOwn) {
    auto const wang = site.as("wang"), officer = site.as("officer");
    auto const make = [&](Place place) {
        return wang.post("/api/records/household", site.creation(county.fresh_id(), site.household_fields(place)));
    };
    expect(make(Place::division(610'627'999'000)), "422.66", "zone");
    expect(make(story::east.group(9)), "422.66", "zone");
    expect(make(story::west.group(1)), "403.51", "zone");
    expect(officer.get("/api/coverage/999999"), "422.66", "place");
    expect(officer.get("/api/coverage/6106271"), "400.7", "place");
    expect(officer.get("/api/coverage/610000"), "403.51", "place");
    expect(officer.get("/api/places/999999"), "422.66", "place");
    expect(officer.get("/api/records/household?place=rubbish"), "400.7", "place");
}

TEST_F(Api, TheSameIdWithOtherContentIsAConflictThatIsKept) {
    auto const wang = site.as("wang");
    auto const id = county.fresh_id();
    auto const first = site.creation(id, site.household_fields(story::east.group(1)));
    auto const other = site.creation(id, site.household_fields(story::east.group(1), R"(,"note":"另一份")"));
    EXPECT_EQ(wang.post("/api/records/household", first).status, 201);
    EXPECT_EQ(wang.post("/api/records/household", first).status, 200) << "a repeat is harmless";
    expect(wang.post("/api/records/household", other), "409.52", "note");
    auto const item = [](std::string body) { return "{\"items\":[" + body.insert(1, "\"type\":\"household\",") + "]}"; };
    auto const pushed = wang.post("/api/push", item(other));
    EXPECT_EQ(pushed.object().at("results").at(0).at("status"), "conflict");
    EXPECT_EQ(wang.post("/api/push", item(other)).status, 200);
    auto const kept = wang.get("/api/quarantine").object().at("items").as_array();
    ASSERT_EQ(kept.size(), 1U) << "sent twice, kept once";
    EXPECT_EQ(kept[0].at("kind"), "conflict");
    EXPECT_EQ(kept[0].at("item").at("fields").at("note"), "另一份");
    EXPECT_EQ(county.record("household", id).version, 1);
}

TEST_F(Api, ADeviceClockAheadIsRefusedAndOneBehindIsNot) {
    auto const wang = site.as("wang");
    auto const now = county.clock().now();
    auto const at = [&](std::int64_t ms) { return ",\"stated_at\":\"" + format(now + ms) + "\""; };
    auto const fields = site.household_fields(story::east.group(1));
    expect(wang.post("/api/records/household", site.creation(county.fresh_id(), fields, at(ms_per_day))), "422.64",
           "stated_at");
    EXPECT_EQ(wang.post("/api/records/household", site.creation(county.fresh_id(), fields, at(-ms_per_day))).status, 201);
    expect(wang.post("/api/records/household", site.creation(county.fresh_id(), fields, ",\"stated_at\":\"yesterday\"")),
           "400.7", "stated_at");
    auto const path = "/api/records/household/" + format(county.home(0).id);
    auto const late = "{\"command\":\"" + format(county.fresh_id()) + "\",\"base_version\":1,\"fields\":{\"note\":\"x\"}" +
                      at(ms_per_day) + "}";
    expect(wang.patch(path, late), "422.64", "stated_at");
    auto const round = county.open_round();
    auto early = county.visit(round, county.home(0));
    auto const visited = early.find("\"visited_at\":\"") + 14;
    early.replace(visited, early.find('"', visited) - visited, format(now + -ms_per_day));
    expect(wang.post("/api/records/household_screening", site.creation(county.fresh_id(), early)), "422.91");
}

TEST_F(Api, ABatchHasALimitAndOneBadItemStopsNoOther) {
    auto const wang = site.as("wang");
    std::string many = "{}";
    for (int i = 0; i < 2000; ++i) many += ",{}";
    expect(wang.post("/api/push", "{\"items\":[" + many + "]}"), "413.65", "items");
    expect(wang.post("/api/push", "{\"items\":7}"), "400.67", "items");
    auto good =
        site.creation(county.fresh_id(), site.household_fields(story::east.group(1))).insert(1, "\"type\":\"household\",");
    auto const answer = wang.post(
        "/api/push",
        R"({"items":[7,{},{"type":"rumour","id":"01700000-0000-7000-8000-000000000000","fields":{}},)" + good + "]}");
    auto const results = answer.object().at("results").as_array();
    ASSERT_EQ(results.size(), 4U) << answer.body;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(results[std::size_t(i)].at("status"), "quarantined");
    EXPECT_EQ(results[3].at("status"), "created");
}

TEST_F(Api, CursorsFiltersAndNumbersAreChecked) {
    auto const officer = site.as("officer");
    auto const list = [&](std::string const& query) { return officer.get("/api/records/household?" + query); };
    for (auto const* value : {"'; DROP TABLE r_household; --", "x", "7b7d", "5b312c325d", "\" OR 1=1", "ffff"}) {
        expect(list("cursor=" + encoded(value)), "400.61", "cursor");
        EXPECT_EQ(officer.get("/api/coverage/610627/list?cursor=" + encoded(value)).problem(), "400.61");
        expect(list("sort=" + encoded(value)), "400.62");
        EXPECT_GE(list("where=" + encoded(value)).status, 400);
        EXPECT_EQ(list("state=" + encoded(value)).object().at("items").as_array().size(), 0U);
        EXPECT_GE(officer.get("/api/records/" + encoded(value)).status, 400);
        EXPECT_GE(officer.get("/api/places?search=" + encoded(value)).status, 200);
    }
    expect(list("sort=phone"), "400.62");
    EXPECT_EQ(list("where=" + encoded(R"({"eq":["house_code; DROP TABLE r_household","1"]})")).status, 400);
}

TEST_F(Api, AddressesAndMethodsAreChecked) {
    auto const officer = site.as("officer");
    expect(officer.get("/api/records/rumour"), "404.54", "type");
    expect(officer.get("/api/schema/rumour"), "404.54");
    expect(officer.get("/api/nothing"), "404.5");
    expect(officer.ask("DELETE", "/api/records/household", ""), "405.6");
    expect(officer.get("/api/records/household/rubbish"), "400.7", "id");
    for (auto const* value : {"-1", "0", "501", "x", "1e3", "99999999999999999999", ""})
        expect(officer.get(std::string("/api/records/household?limit=") + value), "400.7", "limit");
    expect(officer.get("/api/uncovered?cursor=-5"), "400.7", "cursor");
    expect(officer.get("/api/quarantine?cursor=rubbish"), "400.61", "cursor");
    auto const round = county.open_round();
    expect(officer.get("/api/coverage/610627/list?status=all"), "400.7", "status");
    expect(officer.get("/api/coverage/610627?period=rubbish"), "404.5", "period");
    expect(officer.post("/api/rounds/" + format(round) + "/rechecks", R"({"size":-1})"), "400.7", "size");
    expect(officer.get("/api/rounds/" + format(county.fresh_id()) + "/true-coverage"), "404.55", "id");
    expect(officer.get("/api/journal/proof?sequence=x"), "400.7", "sequence");
    expect(officer.get("/api/journal/proof?sequence=99"), "404.5", "sequence");
    EXPECT_EQ(site.rows("SELECT COUNT(*) FROM r_household").size(), 1U) << "the tables are still there";
}

}  // namespace
}  // namespace fx::api
