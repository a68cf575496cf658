#include "app/ticker.hpp"
#include "trace_story.hpp"

namespace fx::api {
namespace {

TEST_F(Trace, ASuspectedCaseIsVerifiedAndInvestigatedByTheClock) {
    auto const id = county.fresh_id();
    ASSERT_EQ(report(person(0, 0), {}, "wang", id).status, 201) << "a screener reports";
    auto const now = county.clock().now();
    EXPECT_EQ(field("case_report", id, "report_due_at"), format(now + ms_per_hour)) << "two hours from the diagnosis";
    EXPECT_EQ(field("case_report", id, "definition_met"), "suspect") << "exposure, fever or cough, pneumonia";
    EXPECT_EQ(duty("case_verification"), "0 " + format(now + 2 * ms_per_hour));
    EXPECT_EQ(move("case_report", id, "verify", "{}", "township").status, 403);
    county.clock().advance(3 * ms_per_hour);
    tick();
    EXPECT_FALSE(site.rows("SELECT id FROM r_escalation WHERE duty = 'case_verification'").empty()) << "told upwards";
    EXPECT_EQ(move("case_report", id, "verify").status, 200);
    EXPECT_EQ(duty("case_verification").substr(0, 1), "2") << "late, and said so";
    EXPECT_EQ(duty("case_investigation"), "0 " + format(now + 24 * ms_per_hour));
    EXPECT_EQ(move("case_report", id, "investigate").problem(), "422.22") << "the origin must be said";
    ASSERT_EQ(move("case_report", id, "investigate", R"({"origin":"1"})").status, 200);
    EXPECT_EQ(duty("case_investigation").substr(0, 1), "1");
    EXPECT_EQ(move("case_report", id, "close").status, 409);
    ASSERT_EQ(edit("case_report", id, R"({"outcome":"recovered","outcome_on":")" + today() + R"("})").status, 200);
    EXPECT_EQ(move("case_report", id, "close").status, 200);
    auto const observed = county.record("key_person", observation(person(0, 0)));
    EXPECT_EQ(get(observed.values, handles::key_person::measure), "4");
    EXPECT_EQ(get(observed.values, handles::key_person::transfer_due_at)->ms, (now + 2 * ms_per_hour).ms);
}

TEST_F(Trace, EachDecisionOnTheClassificationIsKeptWithItsBasis) {
    auto const id = reported(person(0, 0)), near = met(id, person(0, 1));
    EXPECT_EQ(edit("case_report", id, R"({"classification":"confirmed","basis":["1"]})").problem_field(), "basis")
        << "a confirmed case has a laboratory basis";
    auto const sample = county.fresh_id();
    auto const taken =
        site.as("cdc").post("/api/records/lab_sample", site.creation(sample, with({}, {{"person", quoted(person(0, 0))},
                                                                                       {"disease", "\"covid_19\""},
                                                                                       {"sample_kind", "\"1\""},
                                                                                       {"taken_at", at(1)},
                                                                                       {"test_kind", "\"1\""},
                                                                                       {"result", "\"pending\""}})));
    ASSERT_EQ(taken.status, 201) << taken.body;
    EXPECT_EQ(field("case_report", id, "lab_result"), "pending");
    EXPECT_EQ(edit("lab_sample", sample, R"({"result":"positive"})").problem_field(), "result_at");
    ASSERT_EQ(edit("lab_sample", sample, R"({"result":"positive","result_at":)" + at(0) + "}").status, 200);
    EXPECT_EQ(field("case_report", id, "lab_result"), "positive");
    EXPECT_EQ(field("case_report", id, "definition_met"), "confirmed");
    ASSERT_EQ(edit("case_report", id, R"({"classification":"confirmed","basis":["1","2","3"]})").status, 200);
    EXPECT_EQ(field("contact", near, "exposure_type"), "3") << "contacts know what the case has become";
    auto const decisions = seen("case_report", id).at("fields").at("decisions").as_array();
    ASSERT_EQ(decisions.size(), 2U);
    EXPECT_EQ(text(decisions[0].at("classification")), "suspect");
    EXPECT_EQ(text(decisions[1].at("classification")), "confirmed");
    EXPECT_EQ(json::serialize(decisions[1].at("basis")), R"(["1","2","3"])");
    EXPECT_EQ(text(decisions[1].at("post")), format(county.actor("cdc").post));
    EXPECT_EQ(field("key_person", observation(person(0, 0)), "key_class"), "1");
}

TEST_F(Trace, DefinitionsAreThoseOfTheDay) {
    // No known exposure, all three signs: a suspect case from 4 February on (fifth version), not before.
    Fields const signs{{"exposures", R"(["0"])"}, {"leukocytes_low", "\"1\""}};
    EXPECT_EQ(field("case_report", reported(person(0, 0), signs), "definition_met"), "");
    county.clock().advance(2 * ms_per_day);
    EXPECT_EQ(field("case_report", reported(person(1, 0), signs), "definition_met"), "suspect");
    auto const told = site.as("wang").get("/api/diseases").object().at("diseases").as_array();
    ASSERT_EQ(told.size(), 6U);
    EXPECT_EQ(text(told[1].at("disease")), "covid_19");
    EXPECT_EQ(told[1].at("versions").as_array().size(), 2U);
}

TEST_F(Trace, AContactIsObservedUntilTheDayTheDiseaseSays) {
    auto const ill = reported(person(0, 0));
    auto const id = met(ill, person(0, 1), {{"last_contact_at", at(30)}});
    EXPECT_EQ(state("contact", id), "under_follow_up");
    auto const until = format(date_at(county.clock().now() + -30 * ms_per_hour) + 14);
    EXPECT_EQ(field("contact", id, "follow_up_until"), until);
    EXPECT_EQ(field("contact", id, "exposure_type"), "1") << "of a suspected case";
    auto const observed = observation(person(0, 1));
    EXPECT_EQ(field("key_person", observed, "observe_until"), until);
    EXPECT_EQ(field("key_person", observed, "key_class"), "4");
    EXPECT_EQ(field("key_person", observed, "measure"), "2");
    EXPECT_EQ(field("key_person", observed, "found_by_contact"), format(id));
    EXPECT_EQ(site.rows("SELECT period FROM obligation WHERE type = 'temperature_measurement' AND subject IN (SELECT person "
                        "FROM r_contact)")
                  .size(),
              1U)
        << "measured from this half-day on";
    ASSERT_EQ(move("key_person", observed, "release", R"({"outcome":"1","outcome_on":")" + today() + R"("})").status, 200);
    EXPECT_EQ(state("contact", id), "completed") << "asked once";
    EXPECT_EQ(field("contact", id, "ended_on"), today());
}

TEST_F(Trace, WhoIsDecidedLaterIsFollowedThenAndWhoIsExcludedIsNot) {
    auto const ill = reported(person(0, 0));
    Fields const undecided{{"decision", "\"0\""}, {"managed_by", ""}, {"measure", ""}};
    auto const id = met(ill, person(0, 1), undecided);
    EXPECT_EQ(state("contact", id), "unconfirmed");
    EXPECT_TRUE(site.rows("SELECT id FROM r_key_person WHERE found_by_contact IS NOT NULL").empty());
    ASSERT_EQ(edit("contact", id, R"({"decision":"2","managed_by":"1","measure":"3"})").status, 200);
    ASSERT_EQ(move("contact", id, "follow").status, 200);
    auto const observed = observation(person(0, 1));
    EXPECT_EQ(field("key_person", observed, "key_class"), "7");
    ASSERT_EQ(move("contact", id, "exclude", R"({"decision":"3"})").status, 200);
    EXPECT_EQ(state("key_person", observed), "released");
    EXPECT_EQ(field("key_person", observed, "outcome"), "8");
    EXPECT_EQ(state("contact", id), "no_contact") << "not completed by the end of the observation";
    ASSERT_EQ(edit("contact", id, R"({"decision":"1","managed_by":"1","measure":"1"})").status, 200);
    ASSERT_EQ(move("contact", id, "follow").status, 200);
    EXPECT_EQ(
        site.rows("SELECT id FROM r_key_person WHERE state = 'under_observation' AND found_by_contact IS NOT NULL").size(),
        1U)
        << "followed once more, in an observation of its own";
    auto const away = met(ill, person(1, 0), {{"managed_by", "\"2\""}, {"measure", ""}});
    EXPECT_EQ(state("contact", away), "referred");
    auto const late = met(ill, person(1, 1), {{"last_contact_at", at(24)}});
    EXPECT_EQ(state("contact", late), "under_follow_up");
}

TEST_F(Trace, AContactWhoFallsIllBecomesACaseAndBackWhenItWasNone) {
    auto const ill = reported(person(0, 0));
    auto const id = met(ill, person(0, 1));
    auto const next = reported(person(0, 1), {{"onset_on", "\"" + today() + "\""}, {"found_by", "\"3\""}});
    EXPECT_EQ(state("contact", id), "converted_to_case");
    EXPECT_EQ(field("contact", id, "became_case"), format(next));
    auto const observed = observation(person(0, 1));
    EXPECT_EQ(field("key_person", observed, "outcome"), "2");
    EXPECT_EQ(field("key_person", observed, "measure"), "4");
    EXPECT_EQ(move("case_report", next, "dismiss").status, 409);
    ASSERT_EQ(move("case_report", next, "dismiss", R"({"classification":"no_case"})").status, 200);
    EXPECT_EQ(state("contact", id), "under_follow_up");
    EXPECT_EQ(field("contact", id, "became_case"), "");
    EXPECT_EQ(field("key_person", observed, "outcome"), "");
    EXPECT_EQ(field("key_person", observed, "key_class"), "4");
    EXPECT_EQ(site.rows("SELECT state FROM obligation WHERE type = 'case_verification' AND state = 3").size(), 1U)
        << "nobody verifies what is dismissed";
    EXPECT_EQ(meet(next, person(1, 0)).problem(), "409.338");
    ASSERT_EQ(move("case_report", next, "reopen").status, 200);
    EXPECT_EQ(state("contact", id), "converted_to_case");
    EXPECT_EQ(site.rows("SELECT state FROM obligation WHERE type = 'case_verification' AND state = 0").size(), 2U);
}

TEST_F(Trace, WhoIsNotMeasuredForDaysIsLostByRuleAndFoundByAReading) {
    auto const ill = reported(person(0, 0));
    auto const id = met(ill, person(0, 1));
    auto const first = today_date();
    tick();
    measure(person(0, 1), first, "1");
    county.clock().advance(3 * ms_per_day);
    tick();
    EXPECT_EQ(state("contact", id), "under_follow_up") << "the third day is not over";
    county.clock().advance(ms_per_day);
    tick();
    EXPECT_EQ(state("contact", id), "lost_to_follow_up");
    EXPECT_EQ(state("key_person", observation(person(0, 1))), "under_observation") << "still owed, still on the lists";
    measure(person(0, 1), today_date(), "1");
    EXPECT_EQ(state("contact", id), "under_follow_up");
    EXPECT_EQ(field("contact", id, "ended_on"), "");
}

TEST_F(Trace, WhatCannotBeIsRefused) {
    auto const ill = reported(person(0, 0));
    auto const refused = [&](Answer const& answer, std::string const& problem, std::string const& field) {
        EXPECT_EQ(answer.problem(), problem) << answer.body;
        EXPECT_EQ(answer.problem_field(), field) << answer.body;
        EXPECT_TRUE(answer.explains_itself()) << answer.body;
    };
    refused(report(person(0, 0)), "409.330", "person");
    refused(report(person(1, 0), {{"onset_on", day(today_date() + 1)}}), "422.337", "onset_on");
    refused(report(person(1, 0), {{"diagnosed_at", at(-1)}}), "422.337", "diagnosed_at");
    refused(report(person(1, 0), {{"outcome", "\"deceased\""}, {"outcome_on", day(today_date() + -3)}}), "422.26",
            "outcome_on");
    refused(report(person(1, 0), {{"symptoms", R"(["0"])"}}), "422.25", "onset_on");
    refused(report(person(1, 0), {{"exposures", R"(["0","1"])"}}), "422.26", "exposures");
    refused(meet(ill, person(0, 0)), "422.334", "person");
    refused(meet(ill, person(0, 1), {{"last_contact_at", at(24 * 6)}}), "422.335", "last_contact_at");
    refused(meet(ill, person(0, 1), {{"last_contact_at", at(-1)}}), "422.337", "last_contact_at");
    refused(meet(ill, person(0, 1), {{"first_contact_at", at(1)}}), "422.26", "last_contact_at");
    refused(meet(ill, person(0, 1), {{"protection", "\"2\""}}), "422.26", "decision");
    refused(meet(ill, person(0, 1), {{"measure", "\"4\""}}), "422.26", "measure");
    met(ill, person(0, 1));
    refused(meet(ill, person(0, 1)), "409.336", "person");
}

TEST_F(Trace, AChainOfInfectionsIsNoCircle) {
    auto const a = reported(person(0, 0)), b = reported(person(0, 1)), c = reported(person(1, 0));
    auto const infected = [&](Id const& who, Id const& by) {
        return edit("case_report", who, R"({"origin":"2","infected_by":)" + quoted(by) + "}");
    };
    EXPECT_EQ(infected(a, a).problem(), "422.333") << "by itself";
    EXPECT_EQ(infected(b, a).status, 200);
    EXPECT_EQ(infected(c, b).status, 200);
    auto const circle = infected(a, c);
    EXPECT_EQ(circle.problem(), "422.333") << circle.body;
    EXPECT_EQ(circle.problem_field(), "infected_by");
    EXPECT_TRUE(circle.explains_itself());
}

TEST_F(Trace, TheSamePlaceHasTheSameKey) {
    auto const visit = [&](Fields const& other) {
        auto const id = county.fresh_id();
        auto const answer = site.as("cdc").post(
            "/api/records/place_visit",
            site.creation(id, with({{"person", quoted(person(0, 0))}, {"began_at", at(5)}, {"ended_at", at(3)}}, other)));
        return answer.status == 201 ? field("place_visit", id, "place_key")
                                    : answer.problem() + " " + answer.problem_field();
    };
    Fields const train{{"visit_kind", "\"2\""}, {"transport", "\"1\""}, {"trip_number", "\"g 123\""}, {"carriage", "\"5\""}};
    EXPECT_EQ(visit(train), "trip:G123/" + today() + "/5");
    EXPECT_EQ(visit({{"visit_kind", "\"1\""}, {"place_name", "\"人民 商场\""}}), "name:人民商场");
    EXPECT_EQ(visit({{"visit_kind", "\"1\""}, {"unit", quoted(units.at(story::east))}}),
              "unit:" + format(units.at(story::east)));
    EXPECT_EQ(visit({{"visit_kind", "\"1\""}, {"place_name", "\"集市\""}, {"ended_at", at(6)}}), "422.26 ended_at");
    EXPECT_EQ(visit({{"visit_kind", "\"1\""}, {"place_name", "\"集市\""}, {"ended_at", at(-1)}}), "422.337 ended_at");
    EXPECT_EQ(visit({{"visit_kind", "\"1\""}, {"place_name", "\"集市\""}, {"began_at", at(24 * 61)}}), "422.339 ended_at");
    Fields seat = train;
    seat["seat_row"] = "0";
    EXPECT_EQ(visit(seat).substr(0, 3), "422") << "a seat that does not exist";
}

}  // namespace
}  // namespace fx::api
