#include "duty_roster.hpp"

#include <gtest/gtest.h>

namespace fx::api {
namespace {

TEST_F(DutyRoster, AShiftIsSignedForByItsOwnPeopleAndStartsByTheClock) {
    auto const shift = plan(2, 14, staff());
    EXPECT_EQ(state(shift), "planned");
    EXPECT_EQ(sign_in(shift, "clerk").problem(), "409.278") << "more than an hour early";
    at(1.5);
    EXPECT_EQ(move("second", shift, "clerk", "sign_in").problem(), "403.277") << "for somebody else";
    EXPECT_EQ(
        move("clerk", shift, "clerk", "sign_in", R"({"signed_in_point":{"lon":109.35,"lat":36.28,"accuracy_m":15}})").status,
        200);
    at(2.01);
    EXPECT_EQ(state(shift), "running");
    EXPECT_EQ(sign_in(shift, "second").status, 200);
    auto const staffed = seen(shift).at("shift").at("staff").as_array();
    ASSERT_EQ(staffed.size(), 3U);
    EXPECT_EQ(text(staffed[0].at("duty_role")), "1");
    for (auto const& one : staffed) EXPECT_FALSE(one.at("absent").as_bool());
    at(2.5);
    EXPECT_TRUE(told("duty_sign_in").empty()) << "who is on call signs nothing";
}

TEST_F(DutyRoster, AbsenceIsSeenWithinMinutesAndToldToThoseAboveAndAgainLater) {
    auto const shift = plan(1, 13, staff());
    at(1.01);
    EXPECT_EQ(sign_in(shift, "clerk").status, 200);
    at(1.2);
    EXPECT_TRUE(told("duty_sign_in").empty()) << "the grace of a quarter of an hour";
    EXPECT_EQ(now().at("absent"), 0);
    at(1.27);
    EXPECT_EQ(told("duty_sign_in"), (std::vector<std::string>{"officer"})) << "the county, which commands the township";
    EXPECT_EQ(now().at("absent"), 1);
    auto const long_ago = R"({"stated_at":")" + format(in(1)) + "\",";
    auto const one = turn(shift, "second");
    auto const backdated = site.change(one.at("version").as_int64(), "{}").replace(0, 1, long_ago);
    EXPECT_EQ(site.as("second").post("/api/records/duty_turn/" + text(one.at("id")) + "/moves/sign_in", backdated).problem(),
              "400.7")
        << "nobody was there earlier than he signs";
    EXPECT_EQ(sign_in(shift, "second").status, 200) << "late, and it shows";
    EXPECT_EQ(now().at("absent"), 0);
    auto const period = command::duty_period(story::county_code, command::sign_in_duty, shift);
    auto const figures = county.figures(period, story::county);
    EXPECT_EQ(figures.fulfilled, 2U);
    EXPECT_EQ(figures.late, 1U);
    at(1.4);
    EXPECT_EQ(county.records("escalation").front().state, "ended");
}

TEST_F(DutyRoster, TheRelieverSignsAndOpenMattersGoOver) {
    auto const first = plan(1, 9, staff("clerk", "second"));
    auto const next = plan(9, 17, "[" + row("third", "2") + "]");
    at(1.01);
    EXPECT_EQ(sign_in(first, "clerk").status, 200);
    auto const log = [&](std::string const& what, Id const& shift) {
        return site.as("clerk").post(
            "/api/records/duty_matter",
            site.creation(county.fresh_id(), R"({"area":")" + format(story::township) + R"(","of_shift":")" + format(shift) +
                                                 R"(","at":")" + format(county.clock().now()) +
                                                 R"(","caller":"村民","matter":")" + what + "\"}"));
    };
    EXPECT_EQ(log("道口有人强行通过", first).status, 201);
    EXPECT_EQ(log("救护车已派出", first).status, 201);
    EXPECT_EQ(log("说早了", next).problem(), "409.282") << "the log of a shift that has not begun";
    auto const done = seen(first).at("log").as_array().at(0).as_object();
    EXPECT_EQ(site.as("clerk")
                  .post("/api/records/duty_matter/" + text(done.at("id")) + "/moves/finish",
                        site.change(done.at("version").as_int64(), R"({"result":"已到场"})"))
                  .status,
              200);
    at(9.01);
    EXPECT_EQ(log("交接前又来电话", first).status, 201);
    EXPECT_EQ(seen(first).at("log").as_array().size(), 3U) << "until somebody takes over it is this shift's";
    EXPECT_EQ(hand_over("clerk", first).problem(), "403.281") << "nobody relieves himself";
    EXPECT_EQ(hand_over("third", first).problem(), "403.281") << "not before signing in";
    EXPECT_EQ(sign_in(next, "third").status, 200);
    EXPECT_FALSE(seen(first, "clerk").at("may_hand_over").as_bool());
    EXPECT_EQ(hand_over("third", first, R"({"handover_note":"道口须再派人"})").status, 200);
    auto const over = seen(first).at("shift").as_object();
    EXPECT_EQ(text(over.at("state")), "handed_over");
    EXPECT_EQ(over.at("open_matters"), 2);
    EXPECT_EQ(text(over.at("handed_over_to_name")), "third");
    auto const open = seen(next).at("open").as_array();
    ASSERT_EQ(open.size(), 1U) << "what is done stays behind";
    EXPECT_EQ(seen(first).at("log").as_array().size(), 2U) << "and the old log still shows both";
    at(10);
    EXPECT_TRUE(told("duty_handover").empty());
    EXPECT_FALSE(county.program()
                     .network->view()
                     .period(command::duty_period(story::county_code, command::handover_duty, first))
                     ->closed_at == std::nullopt);
}

TEST_F(DutyRoster, AMissingHandOverIsToldUpwardsAndTheLastShiftMaySignForItself) {
    auto const shift = plan(1, 9, "[" + row("clerk", "2") + "]");
    at(1.01);
    EXPECT_EQ(sign_in(shift, "clerk").status, 200);
    at(9.4);
    EXPECT_TRUE(told("duty_handover").empty());
    at(9.6);
    EXPECT_EQ(told("duty_handover"), (std::vector<std::string>{"officer"}));
    EXPECT_EQ(hand_over("clerk", shift).status, 200) << "nobody follows";
}

TEST_F(DutyRoster, AShiftToWhichNobodyCameDoesNotKeepTheOneBeforeItFromBeingTakenOver) {
    auto const first = plan(1, 9, "[" + row("clerk", "2") + "]");
    auto const empty = plan(9, 17, "[" + row("second", "2") + "]");
    auto const third = plan(17, 25, "[" + row("third", "2") + "]");
    at(1.01);
    EXPECT_EQ(sign_in(first, "clerk").status, 200);
    at(9.01);
    at(17.01);
    EXPECT_EQ(sign_in(empty, "second").problem(), "409.278") << "too late to have been there";
    EXPECT_EQ(sign_in(third, "third").status, 200);
    EXPECT_EQ(hand_over("clerk", first).problem(), "403.281");
    EXPECT_EQ(hand_over("third", empty).status, 200);
    EXPECT_EQ(hand_over("third", first).status, 200);
}

TEST_F(DutyRoster, WhoTakesOverEarlyIsOnDutyFromThenOn) {
    auto const first = plan(1, 9, "[" + row("clerk", "2") + "]");
    auto const next = plan(9, 17, "[" + row("third", "2") + "]");
    at(1.01);
    EXPECT_EQ(sign_in(first, "clerk").status, 200);
    at(8.1);
    EXPECT_EQ(sign_in(next, "third").status, 200);
    EXPECT_TRUE(seen(next, "third").at("follows").is_object());
    EXPECT_EQ(hand_over("third", first).status, 200);
    EXPECT_EQ(state(next), "running") << "at no moment is there nobody";
    EXPECT_EQ(now().at("gaps"), 0);
    EXPECT_EQ(text(now().at("nodes").as_array().at(0).at("shift").at("id")), format(next));
    EXPECT_EQ(site.as("township")
                  .post("/api/records/duty_shift/" + format(next) + "/moves/cancel",
                        site.change(2, R"({"cancel_reason":"不用了"})"))
                  .problem(),
              "409.57");
    at(9.01);
    EXPECT_EQ(county.figures(command::duty_period(story::county_code, command::sign_in_duty, next), story::county),
              story::figures(1, 1, 0))
        << "started once";
}

TEST_F(DutyRoster, NobodySignsAShiftOffBeforeItsEnd) {
    auto const only = plan(1, 9, "[" + row("clerk", "2") + "," + row("second", "3") + "]");
    at(1.01);
    EXPECT_EQ(sign_in(only, "clerk").status, 200);
    EXPECT_FALSE(seen(only, "clerk").at("may_hand_over").as_bool());
    EXPECT_EQ(hand_over("clerk", only).problem(), "400.7") << "the colleague's absence would be forgotten";
    auto const next = plan(9, 17, "[" + row("third", "2") + "]");
    at(7.9);
    EXPECT_EQ(sign_in(next, "third").problem(), "409.278");
    EXPECT_EQ(hand_over("third", only).problem(), "403.281");
}

TEST_F(DutyRoster, AShiftToWhichNobodyCameIsClosedByWhoCommandsThere) {
    auto const shift = plan(1, 9, "[" + row("clerk", "2") + "]");
    at(1.01);
    at(8.9);
    EXPECT_EQ(hand_over("township", shift).problem(), "400.7");
    at(9.5 + 24 * 4);
    EXPECT_EQ(hand_over("second", shift).problem(), "403.281") << "who keeps duty commands nobody";
    EXPECT_TRUE(seen(shift).at("may_hand_over").as_bool());
    EXPECT_EQ(hand_over("township", shift).status, 200) << "days later too";
    at(9.6 + 24 * 4);
    for (auto const& one : county.records("escalation")) EXPECT_EQ(one.state, "ended");
}

TEST_F(DutyRoster, WhoWasNeverRelievedHasGoneHomeAndTheLeaderOnCallIsTold) {
    (void)plan(1, 9, staff("clerk", "second"));
    at(1.01);
    for (auto const& one : county.records("duty_shift")) EXPECT_EQ(sign_in(one.id, "clerk").status, 200);
    (void)plan(9, 17, "[" + row("township", "1") + "," + row("third", "2") + "]");
    EXPECT_EQ(order_due(in(12)), 201);
    at(12.1);
    EXPECT_EQ(told("order_acknowledgement"), (std::vector<std::string>{"township"})) << "not those of three hours ago";
}

TEST_F(DutyRoster, WithoutARosterWhoCommandsIsToldAndNoDutyOfficer) {
    EXPECT_EQ(order_due(in(1)), 201);
    at(1.1);
    EXPECT_EQ(told("order_acknowledgement"), (std::vector<std::string>{"township"}));
}

TEST_F(DutyRoster, NobodyPlansForPostsThatAreNotOfTheNode) {
    county.add_post("looker", "auditor", story::township);
    auto const above = try_plan("township", fields(5, 13, "[" + row("clerk", "2") + "," + row("officer", "1") + "]"));
    EXPECT_EQ(above.problem(), "422.273") << "a township does not send the county on duty";
    EXPECT_EQ(try_plan("township", fields(5, 13, "[" + row("looker", "2") + "]")).problem(), "422.273")
        << "a role that signs in for nothing";
}

TEST_F(DutyRoster, AnEntryOfTheLogStaysWhereItIs) {
    auto const shift = plan(1, 9, "[" + row("clerk", "2") + "]");
    auto const later = plan(9, 17, "[" + row("third", "2") + "]");
    at(1.01);
    EXPECT_EQ(sign_in(shift, "clerk").status, 200);
    auto const id = county.fresh_id();
    EXPECT_EQ(site.as("clerk")
                  .post("/api/records/duty_matter",
                        site.creation(id, R"({"area":")" + format(story::township) + R"(","of_shift":")" + format(shift) +
                                              R"(","at":")" + format(county.clock().now()) + R"(","matter":"来电"})"))
                  .status,
              201);
    auto const change = [&](std::string const& field, std::string const& value) {
        return site.as("township")
            .patch("/api/records/duty_matter/" + format(id), site.change(1, R"({")" + field + "\":\"" + value + "\"}"));
    };
    EXPECT_EQ(change("of_shift", format(later)).problem(), "422.24");
    EXPECT_EQ(change("area", format(story::east)).problem(), "422.24");
    EXPECT_EQ(change("reported_to", "县指挥部").status, 200);
}

TEST_F(DutyRoster, EscalationsGoToWhoIsOnDutyAndHasSignedIn) {
    auto const shift = plan(1, 13, staff());
    at(1.01);
    EXPECT_EQ(sign_in(shift, "second").status, 200);
    EXPECT_EQ(order_due(in(2)), 201);
    at(2.1);
    EXPECT_EQ(told("order_acknowledgement"), (std::vector<std::string>{"second"}))
        << "not the three others of the township: one is absent, one on call, one off duty";
}

TEST_F(DutyRoster, TheLeaderOnCallIsToldWhenNobodyHasSignedIn) {
    (void)plan(1, 13, staff());
    at(1.01);
    EXPECT_EQ(order_due(in(2)), 201);
    at(2.1);
    EXPECT_EQ(told("order_acknowledgement"), (std::vector<std::string>{"township"}));
}

TEST_F(DutyRoster, NobodyKeepsDutyTwiceAtOnceOrWithoutRest) {
    (void)plan(10, 22, "[" + row("clerk", "2") + "]");
    EXPECT_EQ(try_plan("township", fields(21, 30, "[" + row("third", "2") + "]")).problem(), "409.276")
        << "the node has one";
    auto const tired = try_plan("township", fields(30, 38, "[" + row("third", "2") + "," + row("clerk", "3") + "]"));
    EXPECT_EQ(tired.problem(), "422.275");
    EXPECT_EQ(tired.problem_field(), "staff[1].post");
    EXPECT_TRUE(tired.explains_itself());
    EXPECT_EQ(try_plan("township", fields(30, 38, "[" + row("clerk", "1") + "," + row("third", "2") + "]")).status, 201)
        << "on call one may rest";
    EXPECT_EQ(try_plan("township", fields(50, 58, "[" + row("clerk", "2") + "]")).status, 201);
}

TEST_F(DutyRoster, WhatIsNoShiftIsRefusedWithTheFieldAndTheRemedy) {
    struct Case {
        std::string fields, number, field;
    };
    std::string const one = "[" + row("clerk", "2") + "]";
    std::vector<Case> const cases{
        {fields(5, 5.5, one), "422.271", "ends_at"},
        {fields(5, 30, one), "422.271", "ends_at"},
        {fields(5, 4, one), "422.26", "ends_at"},
        {fields(-10, -2, one), "422.270", "starts_at"},
        {fields(24 * 93, 24 * 93 + 8, one), "422.270", "starts_at"},
        {fields(5, 13, "[" + row("clerk", "3") + "]"), "422.272", "staff"},
        {fields(5, 13, "[" + row("clerk", "2") + "," + row("second", "2") + "]"), "422.272", "staff"},
        {fields(5, 13, "[" + row("clerk", "2") + "," + row("clerk", "3") + "]"), "422.274", "staff[1].post"},
        {fields(5, 13, "[" + row("east", "2") + "]"), "422.273", "staff[0].post"},
        {fields(5, 13, "[]"), "422.22", "staff"},
    };
    for (auto const& each : cases) {
        auto const answer = try_plan("township", each.fields);
        EXPECT_EQ(answer.problem(), each.number) << each.fields << answer.body;
        EXPECT_EQ(answer.problem_field(), each.field) << answer.body;
        EXPECT_TRUE(answer.explains_itself()) << answer.body;
    }
    EXPECT_EQ(try_plan("wang", fields(5, 13, one)).status, 403) << "a grid worker plans nothing";
    EXPECT_EQ(try_plan("east", fields(5, 13, one)).problem(), "403.51") << "a village none of its township";
}

TEST_F(DutyRoster, ACancelledShiftTakesItsTurnsAlongAndItsPeopleAreFree) {
    auto const shift = plan(5, 13, staff());
    auto const answer = site.as("township")
                            .post("/api/records/duty_shift/" + format(shift) + "/moves/cancel",
                                  site.change(1, R"({"cancel_reason":"合并到县"})"));
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(text(turn(shift, "clerk").at("state")), "cancelled");
    at(5.01);
    EXPECT_EQ(state(shift), "cancelled") << "the clock starts it no more";
    EXPECT_EQ(try_plan("township", fields(6, 13, staff())).status, 201);
}

TEST_F(DutyRoster, TheTelephoneListSaysWhoAnswersNowAndWhereNobodyDoes) {
    auto const shift = plan(1, 13, staff());
    at(1.01);
    auto const list = site.as("officer").get("/api/duty/now").object();
    EXPECT_EQ(list.at("gaps"), 1) << "the county itself has planned nothing";
    auto const& town = list.at("nodes").as_array().at(1).as_object();
    EXPECT_EQ(text(town.at("shift").at("phone")), "0911-4222110");
    EXPECT_EQ(text(town.at("shift").at("id")), format(shift));
    auto const upward = site.as("wang").get("/api/duty/now?place=" + format(story::township));
    EXPECT_EQ(upward.object().at("nodes").as_array().size(), 1U) << "the level above, to call it";
    county.add_post("upper", "upper_officer", story::county);
    county.program().store->read([&](store::Reader& reader) { return site.accounts().load(reader); }).value();
    EXPECT_EQ(site.as("upper").get("/api/duty/now").problem(), "403.50") << "a role that the catalogue does not name";
    EXPECT_EQ(site.as("east").get("/api/duty/now?place=" + format(story::west)).problem(), "403.51");
    EXPECT_EQ(site.as("wang").get("/api/duty/shifts/" + format(shift)).problem(), "404.55") << "its log is not for him";
    EXPECT_EQ(site.nobody().get("/api/duty/now").status, 401);
}

TEST_F(DutyRoster, AProposalIsFairStoresNothingAndCanBeAccepted) {
    auto const all = "[\"" + post("clerk") + "\",\"" + post("second") + "\",\"" + post("third") + "\"]";
    auto const day = format(date_at(in(24)));
    auto const wish = [&](std::string const& more) {
        return R"({"place":")" + format(story::township) + R"(","from":")" + day + R"(","days":6,"hours":24,"leaders":[")" +
               post("township") + R"("],"duty_leaders":)" + all + more + "}";
    };
    auto const answer = site.as("township").post("/api/duty/proposal", wish(R"(,"officers_per_shift":0)"));
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const shifts = answer.object().at("shifts").as_array();
    ASSERT_EQ(shifts.size(), 6U);
    EXPECT_EQ(site.count("r_duty_shift"), 0);
    for (auto const& one : shifts) {
        auto fields = R"({"area":")" + format(story::township) + R"(","phone":"110","starts_at":)" +
                      json::serialize(one.at("starts_at")) + R"(,"ends_at":)" + json::serialize(one.at("ends_at")) +
                      R"(,"staff":[)";
        for (auto const& each : one.at("staff").as_array())
            fields += (fields.back() == '[' ? "" : ",") + std::string(R"({"post":)") + json::serialize(each.at("post")) +
                      R"(,"duty_role":)" + json::serialize(each.at("duty_role")) + "}";
        EXPECT_EQ(try_plan("township", fields + "]}").status, 201);
    }
    auto const loads = answer.object().at("load").as_array();
    for (auto const& load : loads)
        EXPECT_LE(load.at("after").to_number<double>(), text(load.at("post")) == post("township") ? 7.0 : 3.0);
    auto const again = site.as("township").post("/api/duty/proposal", wish(R"(,"officers_per_shift":0)"));
    EXPECT_TRUE(again.object().at("shifts").as_array().empty()) << "what stands is left alone";
    EXPECT_EQ(site.as("township").get("/api/duty/calendar?from=" + day + "&days=7").object().at("shifts").as_array().size(),
              6U);
    EXPECT_EQ(site.as("township").post("/api/duty/proposal", wish(R"(,"hours":7)")).problem(), "400.7");
    EXPECT_EQ(site.as("township").post("/api/duty/proposal", wish(R"(,"officers_per_shift":2)")).problem(), "422.283");
    EXPECT_EQ(site.as("wang").post("/api/duty/proposal", wish("")).status, 403);
}

TEST_F(DutyRoster, ACalendarProgramReadsOnesTurnsAndNobodyElses) {
    (void)plan(5, 13, staff());
    auto const own = site.as("clerk").get("/api/duty/calendar.ics");
    EXPECT_NE(own.body.find("BEGIN:VEVENT"), std::string::npos);
    EXPECT_NE(own.head.find("text/calendar"), std::string::npos);
    auto const path = text(site.as("clerk").post("/api/duty/feed").object().at("path"));
    EXPECT_EQ(site.nobody().get(path).body, own.body) << "without a session, by its token";
    auto wrong = path;
    wrong[path.size() - 6] = path[path.size() - 6] == '0' ? '1' : '0';
    EXPECT_EQ(site.nobody().get(wrong).status, 404);
    EXPECT_EQ(site.nobody().get("/api/duty/feed/" + post("clerk") + ".ics").status, 404);
    EXPECT_EQ(site.nobody().get("/api/duty/feed/x.ics").status, 404);
    EXPECT_EQ(site.as("third").get("/api/duty/calendar.ics").body.find("BEGIN:VEVENT"), std::string::npos);
}

TEST_F(DutyRoster, LookedAtAgainAndAgainNothingStartsTwiceAndNobodyIsToldTwice) {
    auto const shift = plan(1, 13, staff());
    for (double hour = 0.9; hour < 3; hour += 0.05) {
        at(hour);
        at(hour);
    }
    auto const period = command::duty_period(story::county_code, command::sign_in_duty, shift);
    EXPECT_EQ(county.figures(period, story::county).expected, 2U);
    EXPECT_EQ(told("duty_sign_in"), (std::vector<std::string>{"officer"}));
}

}  // namespace
}  // namespace fx::api
