#include "trace_story.hpp"

namespace fx::api {
namespace {

/// Wang's household is home 0 in the east village; who else met its first member is told by visits, workplaces and roster.
class Exposures : public Trace {
protected:
    void stay(Id const& who, std::string const& place, std::int64_t from_hours_ago, std::int64_t to_hours_ago) {
        visit({{"person", quoted(who)},
               {"visit_kind", "\"1\""},
               {"place_name", "\"" + place + "\""},
               {"began_at", at(from_hours_ago)},
               {"ended_at", at(to_hours_ago)}});
    }
    void ride(Id const& who, std::string const& carriage, std::string const& row = {}) {
        visit({{"person", quoted(who)},
               {"visit_kind", "\"2\""},
               {"transport", "\"2\""},
               {"trip_number", "\"MU2451\""},
               {"carriage", carriage},
               {"seat_row", row},
               {"began_at", at(30)},
               {"ended_at", at(28)}});
    }
    void visit(Fields const& fields) {
        auto const made =
            site.as("cdc").post("/api/records/place_visit", site.creation(county.fresh_id(), with(fields, {})));
        ASSERT_EQ(made.status, 201) << made.body;
    }
    json::object exposed(Id const& of_case, std::string const& query = {}, std::string const& who = "cdc") {
        auto const answer = site.as(who).get("/api/cases/" + format(of_case) + "/exposed" + query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object();
    }
    /// "generation reason minutes" of one person; "" for somebody who is not listed.
    static std::string line(json::object const& exposed, Id const& who) {
        for (auto const& item : exposed.at("items").as_array())
            if (text(item.at("person").at("id")) == format(who))
                return std::to_string(item.at("generation").as_int64()) + " " + text(item.at("reason")) + " " +
                       std::to_string(item.at("minutes").as_int64());
        return "";
    }
    Answer add(Id const& of_case, std::vector<Id> const& persons, std::string const& fields = "{}", Id command = {},
               std::string const& who = "cdc") {
        std::string list;
        for (auto const& one : persons) list += (list.empty() ? "" : ",") + quoted(one);
        if (command.is_nil()) command = county.fresh_id();
        return site.as(who).post(
            "/api/cases/" + format(of_case) + "/contacts",
            R"({"command":)" + quoted(command) + R"(,"persons":[)" + list + R"(],"fields":)" + fields + "}");
    }
};

TEST_F(Exposures, ThreeGenerationsByHouseholdPlaceAndJourney) {
    auto const ill = person(0, 0), family = person(0, 1), shopper = person(1, 0), later = person(1, 1), other = person(2, 0);
    auto const id = reported(ill);
    stay(ill, "集市", 40, 38);
    stay(shopper, "集市", 39, 37);
    stay(later, "集市", 38, 37);
    stay(shopper, "茶馆", 6, 4);
    stay(other, "茶馆", 5, 4);
    auto const seen = exposed(id, "?generations=2");
    EXPECT_EQ(line(seen, family).substr(0, 11), "1 household") << "who lives with the case";
    EXPECT_EQ(line(seen, shopper), "1 visit 60") << "an hour at the same place";
    EXPECT_EQ(line(seen, later), "2 household 375")
        << "fifteen hours at ten a day; not at the market together, but lives with the shopper";
    EXPECT_EQ(line(seen, other), "2 visit 60") << "met the shopper a day after the market";
    EXPECT_EQ(line(seen, ill), "") << "nobody is exposed to themselves";
    EXPECT_EQ(line(exposed(id), other), "");
    EXPECT_EQ(line(exposed(id, "?minutes_min=61"), shopper), "");
}

TEST_F(Exposures, SeatsFarApartAreNoContactAndCarriagesAreApart) {
    auto const ill = person(0, 0);
    auto const id = reported(ill);
    ride(ill, "\"1\"", "12");
    ride(person(1, 0), "\"1\"", "15");
    ride(person(2, 0), "\"1\"", "16");
    ride(person(3, 0), "\"2\"", "12");
    ride(person(4, 0), "\"1\"");
    auto const seen = exposed(id);
    EXPECT_EQ(line(seen, person(1, 0)), "1 vehicle 120") << "three rows away";
    EXPECT_EQ(line(seen, person(2, 0)), "") << "four rows away";
    EXPECT_EQ(line(seen, person(3, 0)), "") << "another carriage";
    EXPECT_EQ(line(seen, person(4, 0)), "1 vehicle 120") << "a seat nobody knows may have been near";
}

TEST_F(Exposures, WhatIsEnteredOrCorrectedLaterCounts) {
    auto const ill = person(0, 0), met = person(1, 0);
    auto const id = reported(ill);
    EXPECT_EQ(line(exposed(id), met), "");
    stay(ill, "集市", 20, 18);
    auto const visit_id = county.fresh_id();
    ASSERT_EQ(site.as("cdc")
                  .post("/api/records/place_visit", site.creation(visit_id, with({{"person", quoted(met)},
                                                                                  {"visit_kind", "\"1\""},
                                                                                  {"place_name", "\"集市\""},
                                                                                  {"began_at", at(19)},
                                                                                  {"ended_at", at(17)}},
                                                                                 {})))
                  .status,
              201);
    EXPECT_EQ(line(exposed(id), met), "1 visit 60");
    ASSERT_EQ(edit("place_visit", visit_id, R"({"place_name":"茶馆"})").status, 200);
    EXPECT_EQ(line(exposed(id), met), "") << "it was another place";
    auto const moved = county.home(1).id;
    auto const version = seen("person", person(0, 1)).at("version").as_int64();
    ASSERT_EQ(site.as("east")
                  .patch("/api/records/person/" + format(person(0, 1)),
                         site.change(version, R"({"household":)" + quoted(moved) + "}"))
                  .status,
              200);
    EXPECT_EQ(line(exposed(id), person(0, 1)), "") << "lives in another household";
}

TEST_F(Exposures, OnesArePickedAndBecomeContacts) {
    auto const ill = person(0, 0), family = person(0, 1), met = person(1, 0), stranger = person(3, 0);
    auto const id = reported(ill);
    stay(ill, "集市", 20, 18);
    stay(met, "集市", 20, 18);
    auto const command = county.fresh_id();
    auto const decided = R"({"decision":"1","managed_by":"1","measure":"2"})";
    auto const made = add(id, {family, met, stranger}, decided, command);
    ASSERT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(made.object().at("made").as_int64(), 2);
    EXPECT_NE(made.body.find("422.360"), std::string::npos) << "was not exposed";
    EXPECT_EQ(county.records("contact").size(), 2U);
    auto const contact = made.object().at("items").at(1).at("contact");
    auto const kept = parse_id(std::string_view(text(contact))).value();
    EXPECT_EQ(field("contact", kept, "last_contact_at"), format(county.clock().now() + -18 * ms_per_hour));
    EXPECT_EQ(field("contact", kept, "relation"), "9");
    EXPECT_EQ(state("contact", kept), "under_follow_up");
    EXPECT_FALSE(observation(met).is_nil());
    EXPECT_EQ(add(id, {family, met, stranger}, decided, command).object().at("made").as_int64(), 2) << "sent twice";
    EXPECT_EQ(county.records("contact").size(), 2U);
    EXPECT_NE(add(id, {met}).body.find("409.336"), std::string::npos) << "is a contact already";
    auto const listed = exposed(id);
    for (auto const& item : listed.at("items").as_array())
        EXPECT_EQ(text(item.at("contact").at("state")), "under_follow_up");
}

TEST_F(Exposures, EachSeesTheirOwnAreaAndOnlyWhoTraces) {
    auto const ill = person(0, 0);
    auto const id = reported(ill);
    for (auto const& who : {"east", "wang", "auditor"})
        EXPECT_EQ(site.as(who).get("/api/cases/" + format(id) + "/exposed").status, 403) << who << " may not read visits";
    EXPECT_EQ(site.nobody().get("/api/cases/" + format(id) + "/exposed").status, 401);
    auto const answer = site.as("cdc").get("/api/cases/" + format(county.fresh_id()) + "/exposed");
    EXPECT_EQ(answer.status, 404) << answer.body;
    auto const path = "/api/cases/" + format(id) + "/exposed";
    for (auto const& query : {"?generations=0", "?generations=4", "?generations=x", "?limit=201", "?minutes_min=0"}) {
        auto const refused = site.as("cdc").get(path + query);
        EXPECT_EQ(refused.problem(), "400.7") << query;
        EXPECT_TRUE(refused.explains_itself()) << query;
    }
    EXPECT_EQ(add(id, {}).problem_field(), "persons");
    EXPECT_EQ(add(id, std::vector<Id>(201, ill)).problem_field(), "persons");
    EXPECT_EQ(add(id, {person(0, 1)}, "[]").problem_field(), "fields");
    EXPECT_EQ(add(id, {person(0, 1)}, "{}", {}, "east").status, 403);
}

TEST_F(Exposures, PagesHoldEverybodyOnce) {
    auto const id = reported(person(0, 0));
    stay(person(0, 0), "集市", 20, 18);
    for (std::size_t home = 1; home < 6; ++home) stay(person(home, 0), "集市", 20, 18);
    auto const all = exposed(id);
    auto const visible = std::size_t(all.at("visible").as_int64());
    EXPECT_EQ(all.at("items").as_array().size(), visible);
    std::set<std::string> paged;
    for (std::string cursor = "0"; !cursor.empty();) {
        auto const page = exposed(id, "?limit=2&cursor=" + cursor);
        for (auto const& item : page.at("items").as_array()) paged.insert(text(item.at("person").at("id")));
        cursor = page.at("next").is_null() ? "" : text(page.at("next"));
    }
    EXPECT_EQ(paged.size(), visible);
    EXPECT_GE(visible, 5U);
}

TEST_F(Exposures, MergedPersonsAreOneAndNobodysContact) {
    auto const ill = person(0, 0), twin = person(1, 0);
    auto const id = reported(ill);
    stay(ill, "集市", 20, 18);
    stay(twin, "集市", 20, 18);
    EXPECT_EQ(line(exposed(id), twin), "1 visit 120");
    auto const merged =
        site.as("officer").post("/api/persons/merge", R"({"command":)" + quoted(county.fresh_id()) + R"(,"keep":)" +
                                                          quoted(ill) + R"(,"drop":)" + quoted(twin) + "}");
    ASSERT_EQ(merged.status, 200) << merged.body;
    EXPECT_EQ(line(exposed(id), twin), "") << "the same person";
    EXPECT_NE(add(id, {twin}).body.find("422.360"), std::string::npos);
}

}  // namespace
}  // namespace fx::api
