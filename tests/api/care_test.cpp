#include "app/ticker.hpp"
#include "trace_story.hpp"

namespace fx::api {
namespace {

/// A designated hospital of the county with one isolation ward of two beds.
class Care : public Trace {
protected:
    Care() {
        hospital = make_unit("officer", story::county, "县人民医院", false);
        isolation = make_ward(hospital, "隔离一区", "2", 2);
    }
    Id make_ward(Id const& facility, std::string const& name, std::string const& level, int beds) {
        auto const id = county.fresh_id();
        auto const answer = site.as("cdc").post(
            "/api/records/ward",
            site.creation(id, R"({"facility":)" + quoted(facility) + R"(,"name":")" + name + R"(","care_level":")" + level +
                                  R"(","beds_total":)" + std::to_string(beds) + "}"));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    Answer ask_for(Id const& who, std::string const& level = "2", Id id = {}, std::string const& by = "east") {
        if (id.is_nil()) id = county.fresh_id();
        return site.as(by).post(
            "/api/records/transfer",
            site.creation(id, R"({"person":)" + quoted(who) + R"(,"reason":"2","care_level":")" + level + R"("})"));
    }
    Id asked_for(Id const& who, std::string const& level = "2") {
        auto const id = county.fresh_id();
        auto const answer = ask_for(who, level, id);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    Answer go(Id const& id, std::string const& step, std::string const& fields = "{}") {
        return move("transfer", id, step, fields);
    }
    Answer reserve(Id const& id, Id const& where) { return go(id, "reserve", R"({"ward":)" + quoted(where) + "}"); }
    /// From the reservation to the door of the ward.
    void bring(Id const& id, Id const& where) {
        ASSERT_EQ(reserve(id, where).status, 200);
        ASSERT_EQ(go(id, "dispatch", R"({"vehicle":"陕J12345"})").status, 200);
        ASSERT_EQ(go(id, "pick_up").status, 200);
        ASSERT_EQ(go(id, "arrive").status, 200);
    }
    /// "total occupied reserved free"
    std::string beds(Id const& of) {
        return field("ward", of, "beds_total") + " " + field("ward", of, "beds_occupied") + " " +
               field("ward", of, "beds_reserved") + " " + field("ward", of, "beds_free");
    }
    std::string steps(Id const& id) {
        std::string out;
        auto const transfer = seen("transfer", id);
        for (auto const& row : transfer.at("fields").at("steps").as_array())
            out += (out.empty() ? "" : " ") + text(row.at("step"));
        return out;
    }
    Id only_transfer() {
        auto const all = county.records("transfer");
        EXPECT_EQ(all.size(), 1U);
        return all.empty() ? Id{} : all.front().id;
    }

    Id hospital, isolation;
};

TEST_F(Care, AReportedCaseIsBroughtToABedByTheClock) {
    auto const ill = person(0, 0);
    auto const report_id = reported(ill);
    auto const id = only_transfer();
    EXPECT_EQ(state("transfer", id), "requested") << "nobody has to ask for it";
    EXPECT_EQ(field("transfer", id, "case_report"), format(report_id));
    EXPECT_EQ(field("transfer", id, "suspected_at"), format(county.clock().now() + -ms_per_hour)) << "the diagnosis";
    EXPECT_EQ(duty("transfer_to_bed"), "0 " + format(county.clock().now() + 2 * ms_per_hour));
    bring(id, isolation);
    EXPECT_EQ(beds(isolation), "2 0 1 1");
    county.clock().advance(30 * ms_per_minute);
    ASSERT_EQ(go(id, "admit").status, 200);
    EXPECT_EQ(beds(isolation), "2 1 0 1");
    EXPECT_EQ(field("transfer", id, "minutes_to_bed"), "90");
    EXPECT_EQ(duty("transfer_to_bed").substr(0, 1), "1") << "in time";
    EXPECT_EQ(steps(id), "requested reserved dispatched picked_up arrived admitted");
    EXPECT_NE(field("case_report", report_id, "stays").find(format(hospital)), std::string::npos)
        << "the stay is the case's";
    EXPECT_EQ(get(county.record("key_person", observation(ill)).values, handles::key_person::person), ill);
    EXPECT_EQ(county.record("key_person", observation(ill)).state, "transferred");
    ASSERT_EQ(go(id, "discharge").status, 200);
    EXPECT_EQ(beds(isolation), "2 0 0 2");
    EXPECT_NE(field("case_report", report_id, "stays").find("discharged_on"), std::string::npos);
}

TEST_F(Care, NobodyBroughtInTimeIsToldUpwards) {
    reported(person(0, 0));
    county.clock().advance(3 * ms_per_hour);
    tick();
    EXPECT_FALSE(site.rows("SELECT id FROM r_escalation WHERE duty = 'transfer_to_bed'").empty());
    auto const now = site.as("cdc").get("/api/beds").object();
    EXPECT_EQ(now.at("waiting").as_int64(), 1);
    EXPECT_EQ(now.at("overdue").as_int64(), 1);
    EXPECT_TRUE(now.at("median_minutes").is_null());
}

TEST_F(Care, ADismissedCaseGivesItsBedBack) {
    auto const report_id = reported(person(0, 0));
    auto const id = only_transfer();
    ASSERT_EQ(reserve(id, isolation).status, 200);
    ASSERT_EQ(edit("case_report", report_id, R"({"classification":"no_case"})").status, 200);
    ASSERT_EQ(move("case_report", report_id, "dismiss").status, 200);
    EXPECT_EQ(state("transfer", id), "cancelled");
    EXPECT_EQ(beds(isolation), "2 0 0 2");
    EXPECT_EQ(duty("transfer_to_bed").substr(0, 1), "3");
}

TEST_F(Care, ABedIsGivenOnce) {
    auto const first = asked_for(person(0, 0)), second = asked_for(person(1, 0)), third = asked_for(person(2, 0));
    ASSERT_EQ(reserve(first, isolation).status, 200);
    ASSERT_EQ(reserve(second, isolation).status, 200);
    auto const full = reserve(third, isolation);
    EXPECT_EQ(full.problem(), "409.361");
    EXPECT_TRUE(full.explains_itself());
    EXPECT_EQ(state("transfer", third), "requested");
    ASSERT_EQ(go(second, "refuse", R"({"refused_why":"停电"})").status, 200);
    EXPECT_EQ(beds(isolation), "2 0 1 1");
    EXPECT_EQ(steps(second), "requested reserved refused");
    EXPECT_EQ(field("transfer", second, "ward"), "");
    EXPECT_EQ(reserve(third, isolation).status, 200);
    EXPECT_EQ(go(third, "cancel").status, 200);
    EXPECT_EQ(beds(isolation), "2 0 1 1");
}

TEST_F(Care, ABedLostOnTheWayIsNotTaken) {
    auto const first = asked_for(person(0, 0)), second = asked_for(person(1, 0));
    bring(first, isolation);
    bring(second, isolation);
    ASSERT_EQ(edit("ward", isolation, R"({"beds_total":1})").status, 200) << "one falls out";
    EXPECT_EQ(beds(isolation), "1 0 2 0");
    ASSERT_EQ(go(first, "admit").status, 200);
    EXPECT_EQ(go(second, "admit").problem(), "409.361");
    ASSERT_EQ(go(second, "refuse", R"({"refused_why":"床位停用"})").status, 200);
    EXPECT_EQ(beds(isolation), "1 1 0 0");
    EXPECT_EQ(edit("ward", isolation, R"({"beds_total":0})").problem(), "422.365") << "somebody lies there";
    auto const other = make_ward(hospital, "隔离二区", "2", 1);
    ASSERT_EQ(move("ward", other, "close").status, 200);
    EXPECT_EQ(reserve(second, other).problem(), "409.362");
    ASSERT_EQ(move("ward", other, "reopen").status, 200);
    EXPECT_EQ(reserve(second, other).status, 200);
}

TEST_F(Care, TwoHospitalsCannotHaveOnePerson) {
    auto const who = person(0, 0);
    auto const first = asked_for(who);
    auto const twice = ask_for(who);
    EXPECT_EQ(twice.problem(), "409.364");
    EXPECT_EQ(twice.problem_field(), "person");
    bring(first, isolation);
    ASSERT_EQ(go(first, "admit").status, 200);
    auto const intensive = make_ward(make_unit("officer", story::county, "市传染病医院", false), "重症一区", "3", 1);
    auto const second = asked_for(who, "3");
    EXPECT_EQ(reserve(second, isolation).problem(), "422.363") << "too light a ward";
    bring(second, intensive);
    ASSERT_EQ(go(second, "admit").status, 200);
    EXPECT_EQ(state("transfer", first), "discharged") << "who lies in one bed has left the other";
    EXPECT_EQ(beds(isolation), "2 0 0 2");
    EXPECT_EQ(beds(intensive), "1 1 0 0");
}

TEST_F(Care, BedsAreProposedByLevelAndNearness) {
    auto const near = make_ward(make_unit("township", story::township, "镇卫生院", false), "留观室", "2", 1);
    auto const intensive = make_ward(hospital, "重症一区", "3", 4);
    make_ward(hospital, "观察点", "1", 9);
    auto const id = asked_for(person(0, 0));
    auto const path = "/api/transfers/" + format(id) + "/beds";
    auto const found = site.as("cdc").get(path).object();
    std::vector<std::string> wards;
    for (auto const& one : found.at("items").as_array()) wards.push_back(text(one.at("ward")));
    EXPECT_EQ(wards, (std::vector{format(near), format(isolation), format(intensive)}));
    EXPECT_NE(text(found.at("items").at(0).at("reason").at("zh")).find("道镇"), std::string::npos);
    EXPECT_EQ(site.as("east").get(path).status, 200) << "who asked for it sees what there is";
    EXPECT_EQ(site.as("west").get(path).status, 404) << "not theirs";
    EXPECT_EQ(site.as("wang").get(path).status, 404) << "a grid worker reads no transfers";
    EXPECT_EQ(site.nobody().get("/api/beds").status, 401);
    EXPECT_EQ(site.as("auditor").get("/api/beds").status, 403);
    EXPECT_EQ(site.as("cdc").get("/api/transfers/x/beds").problem(), "400.7");
    EXPECT_EQ(site.as("cdc").get("/api/beds").object().at("levels").as_array().size(), 3U);
}

TEST_F(Care, CountsStayRightOverRandomSteps) {
    auto const small = make_ward(hospital, "隔离二区", "2", 1);
    std::vector<Id> moving;
    SeededRandom dice(7);
    std::vector<std::string> const steps{"dispatch", "pick_up",   "arrive", "admit",
                                         "refuse",   "discharge", "cancel", "reserve"};
    for (std::size_t home = 0; home < 5; ++home) moving.push_back(asked_for(person(home, 0)));
    for (int i = 0; i < 150; ++i) {
        auto const& id = moving[dice.below(moving.size())];
        auto const& step = steps[dice.below(steps.size())];
        if (step == "reserve")
            reserve(id, dice.below(2) == 0 ? isolation : small);
        else
            go(id, step, step == "dispatch" ? R"({"vehicle":"一车"})" : step == "refuse" ? R"({"refused_why":"满"})" : "{}");
    }
    for (auto const& ward : {isolation, small}) {
        std::int64_t occupied = 0, reserved = 0;
        for (auto const& one : county.records("transfer")) {
            if (get(one.values, handles::transfer::ward) != ward) continue;
            occupied += one.state == "admitted";
            reserved +=
                one.state == "reserved" || one.state == "dispatched" || one.state == "picked_up" || one.state == "arrived";
        }
        auto const kept = county.record("ward", ward).values;
        EXPECT_EQ(get(kept, handles::ward::beds_occupied), occupied);
        EXPECT_EQ(get(kept, handles::ward::beds_reserved), reserved);
        EXPECT_LE(occupied + reserved, get(kept, handles::ward::beds_total).value_or(0));
    }
}

}  // namespace
}  // namespace fx::api
