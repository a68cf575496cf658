#include "served.hpp"

#include <gtest/gtest.h>

namespace fx::api {
namespace {

/// Persons of the first two households of the east village, and what is done to them.
class BulkApi : public Api {
protected:
    void SetUp() override {
        for (int i = 0; i < 4; ++i) {
            auto const id = county.fresh_id();
            auto const made = site.as("east").post(
                "/api/records/person", site.creation(id, site.person_fields(county.home(std::size_t(i % 2)).id)));
            ASSERT_EQ(made.status, 201) << made.body;
            persons.push_back(id);
        }
    }

    std::string items(std::vector<Id> const& ids, std::int64_t version = 1) {
        std::string out;
        for (auto const& id : ids)
            out +=
                (out.empty() ? "" : ",") + ("{\"id\":\"" + format(id) + "\",\"version\":" + std::to_string(version) + "}");
        return "\"records\":[" + out + "]";
    }
    std::string leave(std::vector<Id> const& ids, std::int64_t version = 1) {
        return "\"type\":\"person\",\"move\":\"leave\"," + items(ids, version);
    }
    std::string residence(std::vector<Id> const& ids, std::int64_t version = 1) {
        return "\"type\":\"person\",\"fields\":{\"residence_type\":\"2\"}," + items(ids, version);
    }
    Answer preview(Caller const& who, std::string const& what) { return who.post("/api/bulk/preview", "{" + what + "}"); }
    Answer run(Caller const& who, Id const& command, std::string const& what) {
        return who.post("/api/bulk", "{\"command\":\"" + format(command) + "\"," + what + "}");
    }
    Answer undo(Caller const& who, Id const& run, Id const& command) {
        return who.post("/api/bulk/" + format(run) + "/undo", "{\"command\":\"" + format(command) + "\"}");
    }
    json::object person(Id const& id) { return site.as("officer").get("/api/records/person/" + format(id)).object(); }
    std::vector<Id> persons;
};

std::int64_t number(json::object const& from, std::string_view name) { return json::value_to<std::int64_t>(from.at(name)); }

TEST_F(BulkApi, APreviewSaysWhatWouldComeOfItAndLeavesNoTrace) {
    auto const east = site.as("east");
    ASSERT_EQ(east.post("/api/records/person/" + format(persons[3]) + "/moves/leave", site.change(1, "{}")).status, 200);
    auto const entries = site.count("journal");
    auto const seen = preview(east, leave(persons));
    ASSERT_EQ(seen.status, 200) << seen.body;
    auto const answer = seen.object();
    EXPECT_EQ(number(answer, "total"), 4);
    EXPECT_EQ(number(answer, "changed"), 3);
    EXPECT_EQ(number(answer, "refused"), 1);
    EXPECT_EQ(number(answer, "undoable"), 3);
    EXPECT_EQ(answer.at("problems").at(0).at("number"), "409.230");
    EXPECT_EQ(answer.at("rows").at(3).at("problem"), 0);
    EXPECT_EQ(answer.at("rows").at(0).at("before").at("state"), "active");
    EXPECT_EQ(answer.at("rows").at(0).at("after").at("state"), "left");
    EXPECT_EQ(site.count("journal"), entries);
    EXPECT_EQ(site.count("bulk_run"), 0);
    EXPECT_EQ(person(persons[0]).at("state"), "active");
    EXPECT_EQ(person(persons[0]).at("version"), 1);
}

TEST_F(BulkApi, ARunChangesEachRecordOnceAndARepeatAnswersTheSame) {
    auto const east = site.as("east");
    auto const command = county.fresh_id();
    auto const entries = site.count("journal");
    auto const first = run(east, command, leave(persons));
    ASSERT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(number(first.object(), "changed"), 4);
    EXPECT_EQ(site.count("journal"), entries + 5) << "one for each record and one for the run";
    auto const again = run(east, command, leave(persons));
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(site.count("journal"), entries + 5);
    EXPECT_EQ(east.get("/api/bulk/" + format(command)).body, first.body);
    for (auto const& id : persons) {
        EXPECT_EQ(person(id).at("state"), "left");
    }
    EXPECT_EQ(site.rows("SELECT 1 FROM journal j, bulk_run b WHERE j.county = b.county AND j.command = b.id").size(), 5U)
        << "journalled under the run's id";
    EXPECT_TRUE(county.verify().empty());
    auto const other = run(east, command, leave({persons[0]}));
    EXPECT_EQ(other.problem(), "409.235");
    EXPECT_TRUE(other.explains_itself());
    EXPECT_EQ(run(site.as("township"), command, leave(persons)).problem(), "409.235") << "another person's id";
    EXPECT_EQ(number(east.get("/api/bulk").object().at("items").at(0).as_object(), "changed"), 4);
    EXPECT_TRUE(site.as("township").get("/api/bulk").object().at("items").as_array().empty());
}

TEST_F(BulkApi, UndoTakesBackWhatNobodyHasChangedSinceAndSaysTheRest) {
    auto const east = site.as("east");
    auto const command = county.fresh_id(), back = county.fresh_id();
    ASSERT_EQ(run(east, command, leave(persons)).status, 200);
    ASSERT_EQ(east.patch("/api/records/person/" + format(persons[1]), site.change(2, R"({"note":"去了西安"})")).status, 200);
    EXPECT_EQ(undo(site.as("township"), command, back).problem(), "404.234") << "somebody else's";
    auto const undone = undo(east, command, back);
    ASSERT_EQ(undone.status, 200) << undone.body;
    EXPECT_EQ(number(undone.object(), "changed"), 3);
    EXPECT_EQ(undone.object().at("problems").at(0).at("number"), "409.230");
    EXPECT_EQ(person(persons[0]).at("state"), "active");
    EXPECT_EQ(number(person(persons[0]), "version"), 3) << "taken back by a change of its own, not by forgetting";
    EXPECT_EQ(person(persons[1]).at("state"), "left");
    EXPECT_EQ(undo(east, command, back).body, undone.body);
    EXPECT_EQ(undo(east, command, county.fresh_id()).problem(), "409.236");
    EXPECT_EQ(undo(east, back, county.fresh_id()).problem(), "409.236");
    EXPECT_EQ(text(east.get("/api/bulk/" + format(command)).object().at("undone_by")), format(back));
    EXPECT_TRUE(county.verify().empty());
}

TEST_F(BulkApi, OneFieldForManyAndItsOldValuesBack) {
    auto const east = site.as("east");
    auto const before = person(persons[0]).at("fields").at("residence_type");
    auto const command = county.fresh_id();
    auto const done = run(east, command, residence(persons));
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(number(done.object(), "changed"), 4);
    EXPECT_EQ(person(persons[0]).at("fields").at("residence_type"), "2");
    auto const same = preview(east, residence(persons, 2)).object();
    EXPECT_EQ(number(same, "changed"), 0);
    EXPECT_EQ(same.at("problems").at(0).at("number"), "409.238");
    EXPECT_EQ(number(same.at("problems").at(0).as_object(), "count"), 4);
    EXPECT_EQ(number(undo(east, command, county.fresh_id()).object(), "changed"), 4);
    EXPECT_EQ(person(persons[0]).at("fields").at("residence_type"), before);
}

TEST_F(BulkApi, AMoveAsksForWhatItsGuardAsksAndAllThatChangedComesBack) {
    auto const cdc = site.as("cdc");
    std::vector<Id> observed;
    for (int i = 0; i < 2; ++i) {
        observed.push_back(county.fresh_id());
        auto const fields = R"({"person":")" + format(persons[std::size_t(i)]) +
                            R"(","key_class":"3","reasons":["1"],"measure":"1","observe_from":"2020-01-20",)"
                            R"("observe_until":"2020-02-03"})";
        ASSERT_EQ(cdc.post("/api/records/key_person", site.creation(observed.back(), fields)).status, 201);
    }
    auto const release = [&](std::string const& fields) {
        return R"("type":"key_person","move":"release","fields":{)" + fields + "}," + items(observed);
    };
    auto const one = [&] { return cdc.get("/api/records/key_person/" + format(observed[0])).object(); };
    EXPECT_EQ(number(preview(cdc, release("")).object(), "changed"), 0) << "not released without an outcome";
    EXPECT_EQ(number(preview(cdc, release(R"("outcome":"6","outcome_on":"2020-02-03")")).object(), "changed"), 0);
    EXPECT_EQ(preview(site.as("east"), release(R"("outcome":"1")")).problem(), "403.50") << "a village releases nobody";
    auto const released = run(cdc, county.fresh_id(), release(R"("outcome":"1","outcome_on":"2020-02-03")"));
    ASSERT_EQ(number(released.object(), "changed"), 2) << released.body;
    EXPECT_EQ(one().at("state"), "released");

    auto const command = county.fresh_id();
    auto const cleared =
        run(cdc, command, R"("type":"key_person","fields":{"outcome":null},)" + items(observed, 2)).object();
    EXPECT_EQ(number(cleared, "changed"), 2);
    EXPECT_EQ(cleared.at("rows").at(0).at("before").at("fields").at("outcome_on"), "2020-02-03")
        << "it is said what goes too";
    EXPECT_EQ(number(undo(cdc, command, county.fresh_id()).object(), "changed"), 2);
    auto const back = one();
    EXPECT_EQ(back.at("fields").at("outcome"), "1");
    EXPECT_EQ(back.at("fields").at("outcome_on"), "2020-02-03");
    EXPECT_TRUE(county.verify().empty());
}

TEST_F(BulkApi, AllThatAFilterMatchesWithinOnesOwnAreaAndTheLimit) {
    auto const filter = R"("type":"person","move":"leave","filter":{"state":"active"})";
    auto const east = preview(site.as("east"), filter).object(), west = preview(site.as("west"), filter).object();
    EXPECT_GE(number(east, "total"), 4);
    for (auto const& row : west.at("rows").as_array())
        for (auto const& id : persons) EXPECT_NE(text(row.at("id")), format(id)) << "another village's";
    EXPECT_EQ(preview(site.as("west"), R"("type":"person","move":"leave","filter":{"place":")" + format(story::east) + "\"}")
                  .problem(),
              "403.51");
    EXPECT_EQ(preview(site.as("east"), R"("type":"person","move":"leave","filter":{"where":{"eq":["wage",1]}})").status,
              400);
    EXPECT_EQ(run(site.as("east"), county.fresh_id(), filter).problem(), "400.67") << "a run names what was previewed";
}

TEST_F(BulkApi, WhatIsNotAllowedIsRefusedWholeOrByItsRow) {
    auto const east = site.as("east"), west = site.as("west");
    auto const refused = [&](Caller const& who, std::string const& what) {
        auto const answer = preview(who, what);
        EXPECT_TRUE(answer.status < 300 || answer.explains_itself()) << answer.body;
        return answer.problem();
    };
    auto const of = [&](std::string const& what) { return "\"type\":\"person\"," + what + "," + items(persons); };
    EXPECT_EQ(refused(east, of(R"("move":"vanish")")), "404.58");
    EXPECT_EQ(refused(east, of(R"("move":"record_death")")), "422.233") << "each death is looked at by itself";
    EXPECT_EQ(refused(east, of(R"("move":"merge")")), "422.233");
    EXPECT_EQ(refused(east, of(R"("fields":{"name":"张三"})")), "422.233");
    EXPECT_EQ(refused(east, of(R"("fields":{"id_number":"610627195406178010"})")), "422.233");
    EXPECT_EQ(refused(east, of(R"("fields":{"wage":1})")), "422.23");
    EXPECT_EQ(refused(east, of(R"("fields":{})")), "400.67");
    EXPECT_EQ(refused(east, of(R"("fields":{"residence_type":"2","occupation":"1"})")), "400.67");
    EXPECT_EQ(refused(east, R"("type":"persons","move":"leave",)" + items(persons)), "404.54");
    EXPECT_EQ(refused(site.as("auditor"), leave(persons)), "403.50");
    EXPECT_EQ(refused(site.as("cdc"), leave(persons)), "403.50");
    EXPECT_EQ(refused(east, leave({persons[0], persons[0]})), "400.7");
    EXPECT_EQ(refused(east, leave({})), "400.7");
    EXPECT_EQ(refused(east, leave({persons[0]}, 0)), "400.7");
    EXPECT_EQ(refused(east, "\"type\":\"person\",\"move\":\"leave\""), "400.67");
    EXPECT_EQ(east.post("/api/bulk", "{" + leave(persons) + "}").problem(), "400.67") << "no command id";
    auto const elsewhere = preview(west, leave(persons)).object();
    EXPECT_EQ(number(elsewhere, "changed"), 0);
    EXPECT_EQ(elsewhere.at("problems").at(0).at("number"), "404.55") << "they are as if they were not";
    auto const wrong_value =
        preview(east, "\"type\":\"person\",\"fields\":{\"residence_type\":\"x\"}," + items(persons)).object();
    EXPECT_EQ(wrong_value.at("problems").at(0).at("number"), "422.30");
    EXPECT_EQ(preview(east, leave({persons[0]}, 9)).object().at("problems").at(0).at("number"), "409.230")
        << "seen nowhere yet";
    EXPECT_EQ(site.as("east").get("/api/bulk/" + format(county.fresh_id())).problem(), "404.234");
    EXPECT_EQ(undo(east, county.fresh_id(), county.fresh_id()).problem(), "404.234");
}

TEST_F(BulkApi, MoreThanTheSiteAllowsIsRefused) {
    std::vector<Id> many;
    for (int i = 0; i < 2001; ++i) many.push_back(county.fresh_id());
    EXPECT_EQ(preview(site.as("east"), leave(many)).problem(), "413.232");
    EXPECT_EQ(run(site.as("east"), county.fresh_id(), leave(many)).problem(), "413.232");
    for (int i = 0; i < 8000; ++i) many.push_back(county.fresh_id());
    auto const refused = preview(site.as("east"), leave(many));
    EXPECT_EQ(refused.problem(), "413.232");
    EXPECT_EQ(refused.problem_field(), "records");
    EXPECT_TRUE(refused.explains_itself()) << refused.body;
    EXPECT_EQ(site.count("bulk_run"), 0);
}

TEST_F(BulkApi, WhatAPowerCutLeftHalfDoneIsFinishedBySendingItAgain) {
    auto const east = site.as("east");
    auto const command = county.fresh_id();
    ASSERT_EQ(run(east, command, leave(persons)).status, 200);
    ASSERT_TRUE(
        county.program().store->execute_script("UPDATE bulk_run SET finished_at = NULL, outcome = NULL").has_value());
    EXPECT_EQ(east.get("/api/bulk/" + format(command)).object().at("state"), "unfinished");
    EXPECT_EQ(undo(east, command, county.fresh_id()).problem(), "409.237");
    auto const entries = site.count("journal");
    auto const again = run(east, command, leave(persons)).object();
    EXPECT_EQ(number(again, "changed"), 4);
    EXPECT_EQ(site.count("journal"), entries + 1) << "no record is changed twice";
    EXPECT_EQ(number(person(persons[0]), "version"), 2);
    auto const undone = undo(east, command, county.fresh_id()).object();
    EXPECT_EQ(number(undone, "changed"), 0);
    EXPECT_EQ(undone.at("problems").at(0).at("number"), "409.231") << "where they stood before is not known any more";
}

}  // namespace
}  // namespace fx::api
