/// 入户排查: nobody missed. Each story names what must happen and what must not.

#include "county.hpp"
#include "watch/periods.hpp"

namespace fx::story {
namespace {

TEST(Screening, ARoundObligesEveryHouseholdAndTheFiguresFollowEachVisit) {
    County county_;
    auto const round = county_.open_round();
    EXPECT_EQ(county_.figures(round, county), figures(12, 0, 0));
    EXPECT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(0))).ok());
    EXPECT_EQ(county_.figures(round, county), figures(12, 1, 0));
    EXPECT_EQ(county_.figures(round, east.group(1)), figures(3, 1, 0));
    EXPECT_EQ(county_.figures(round, east.group(2)), figures(3, 0, 0));
    EXPECT_EQ(county_.figures(round, west), figures(6, 0, 0));
}

TEST(Screening, AWorkerCannotScreenAnothersZone) {
    County county_;
    auto const round = county_.open_round();
    EXPECT_EQ(refusal(county_.create("wang", "household_screening", county_.visit(round, county_.home(4)))), "403.51");
    EXPECT_EQ(refusal(county_.create("officer", "household_screening", county_.visit(round, county_.home(4)))), "403.50");
    EXPECT_EQ(county_.figures(round, county).fulfilled, 0U);
    EXPECT_TRUE(county_.records("household_screening").empty());
}

TEST(Screening, NobodyHomeLeavesTheHouseholdMissingAndOwesARevisitWithinADay) {
    County county_;
    auto const round = county_.open_round(72);
    EXPECT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(0), "4")).ok());
    auto const revisits = watch::revisit_period(county_code, round);
    EXPECT_EQ(county_.figures(round, county), figures(12, 0, 0));
    EXPECT_EQ(county_.figures(revisits, county), figures(1, 0, 0));
    county_.clock().advance(25 * ms_per_hour);
    EXPECT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(0), "2")).ok());
    EXPECT_EQ(county_.figures(round, county), figures(12, 1, 0));    // the round's own cut-off has not passed
    EXPECT_EQ(county_.figures(revisits, county), figures(1, 1, 1));  // the revisit came after its 24 hours
}

TEST(Screening, AfterTheCutOffADutyIsDoneLate) {
    County county_;
    auto const round = county_.open_round(10);
    county_.clock().advance(11 * ms_per_hour);
    EXPECT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(0))).ok());
    EXPECT_EQ(county_.figures(round, county), figures(12, 1, 1));
}

TEST(Screening, ARepeatIsOneRecordAndAnotherBodyIsAConflictThatIsKept) {
    County county_;
    auto const round = county_.open_round();
    auto const id = county_.fresh_id();
    auto const fields = county_.visit(round, county_.home(0));
    auto const first = county_.create("wang", "household_screening", fields, id);
    auto const second = county_.create("wang", "household_screening", fields, id);
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(second.receipt->outcome, records::Receipt::Outcome::repeat);
    EXPECT_EQ(second.receipt->sequence, first.receipt->sequence);
    EXPECT_EQ(county_.records("household_screening").size(), 1U);
    EXPECT_EQ(refusal(county_.create("wang", "household_screening", county_.visit(round, county_.home(0), "4"), id)),
              "409.52");

    auto const item = "[{\"type\":\"household_screening\",\"id\":\"" + format(id) +
                      "\",\"fields\":" + county_.visit(round, county_.home(0), "5") + "}]";
    EXPECT_EQ(county_.push("wang", item).front().status, "conflict");
    auto const kept = county_.program().store->read([](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const rows, reader.query("SELECT kind FROM quarantine", {}));
        EXPECT_EQ(rows.size(), 1U);
        EXPECT_EQ(std::get<std::string>(rows.at(0).at(0)), "conflict");
        return {};
    });
    EXPECT_TRUE(kept.has_value());
}

TEST(Screening, ABadItemIsQuarantinedAndTheOthersOfItsBatchStand) {
    County county_;
    auto const round = county_.open_round();
    auto const item = [&](Home const& home, std::string const& outcome) {
        return "{\"type\":\"household_screening\",\"id\":\"" + format(county_.fresh_id()) +
               "\",\"fields\":" + county_.visit(round, home, outcome) + "}";
    };
    auto const results = county_.push("wang", "[" + item(county_.home(0), "1") + "," + item(county_.home(1), "77") + "," +
                                                  item(county_.home(9), "1") + ",{\"type\":\"no_such\"},5," +
                                                  item(county_.home(2), "1") + "]");
    std::vector<std::string> statuses;
    for (auto const& result : results) statuses.push_back(result.status);
    EXPECT_EQ(statuses,
              (std::vector<std::string>{"created", "quarantined", "quarantined", "quarantined", "quarantined", "created"}));
    EXPECT_EQ(results[2].problems.front().number(), "403.51");  // another's zone
    EXPECT_EQ(county_.figures(round, county), figures(12, 2, 0));
}

TEST(Screening, AFeverMakesAKeyPersonWithAClockAndTwoMeasurementsADay) {
    County county_;
    auto const round = county_.open_round();
    auto const sick = county_.home(0).members.front();
    auto const outcome =
        county_.create("wang", "household_screening",
                       county_.visit(round, county_.home(0), "1",
                                     "[{\"person\":\"" + format(sick) + "\",\"temperature_c\":37.3,\"symptoms\":[\"0\"]}]"));
    ASSERT_TRUE(outcome.ok());
    ASSERT_EQ(outcome.receipt->effects.size(), 2U);  // the key person, and the first measurement owed
    auto const persons = county_.records("key_person");
    ASSERT_EQ(persons.size(), 1U);
    EXPECT_EQ(county_.field(persons[0], "key_person", "person"), "\"" + format(sick) + "\"");
    EXPECT_EQ(county_.field(persons[0], "key_person", "key_class"), "\"3\"");
    EXPECT_EQ(county_.field(persons[0], "key_person", "observe_until"), "\"2020-02-17\"");
    EXPECT_EQ(county_.field(persons[0], "key_person", "transfer_due_at"), "\"2020-02-03T11:00:00+08:00\"");
    auto const slot = watch::slot_at(county_.clock().now());
    EXPECT_EQ(county_.figures(slot.period(county_code), east.group(1)), figures(1, 0, 0));

    auto const reading = "{\"person\":\"" + format(sick) +
                         "\",\"date\":\"2020-02-03\",\"slot\":\"1\",\"temperature_c\":36.8,\"measure_method\":\"1\","
                         "\"symptoms\":[\"0\"],\"in_place\":true,\"measured_by\":\"4\"}";
    EXPECT_TRUE(county_.create("wang", "temperature_reading", reading).ok());
    EXPECT_EQ(county_.figures(slot.period(county_code), county), figures(1, 1, 0));
}

TEST(Screening, AtThirtySevenTwoNobodyIsPutUnderObservation) {
    County county_;
    auto const round = county_.open_round();
    auto const well = county_.home(0).members.front();
    EXPECT_TRUE(
        county_
            .create("wang", "household_screening",
                    county_.visit(round, county_.home(0), "1",
                                  "[{\"person\":\"" + format(well) + "\",\"temperature_c\":37.2,\"symptoms\":[\"0\"]}]"))
            .ok());
    EXPECT_TRUE(county_.records("key_person").empty());
}

TEST(Screening, ASecondFindingExtendsTheObservationUnderWay) {
    County county_;
    auto const round = county_.open_round(96);
    auto const rows =
        "[{\"person\":\"" + format(county_.home(0).members.front()) + "\",\"temperature_c\":38.1,\"symptoms\":[\"2\"]}]";
    EXPECT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(0), "1", rows)).ok());
    county_.clock().advance(2 * ms_per_day);
    EXPECT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(0), "1", rows)).ok());
    auto const persons = county_.records("key_person");
    ASSERT_EQ(persons.size(), 1U);
    EXPECT_EQ(county_.field(persons[0], "key_person", "observe_until"), "\"2020-02-19\"");
    EXPECT_EQ(persons[0].version, 2);
}

TEST(Screening, AStrangerMetIsRegisteredAndOwesARegistration) {
    County county_;
    auto const round = county_.open_round();
    auto const before = county_.records("person").size();
    EXPECT_TRUE(
        county_
            .create("wang", "household_screening",
                    county_.visit(
                        round, county_.home(0), "1",
                        "[{\"name\":\"赵小明\",\"residence_type\":\"3\",\"temperature_c\":36.5,\"symptoms\":[\"0\"]}]"))
            .ok());
    auto const persons = county_.records("person");
    ASSERT_EQ(persons.size(), before + 1);
    auto const registrations = watch::registration_period(county_code, round);
    EXPECT_EQ(county_.figures(registrations, east.group(1)), figures(1, 0, 0));
}

TEST(Screening, ACorrectionTakesTheFulfilmentBackAndAnotherVisitStandsIn) {
    County county_;
    auto const round = county_.open_round();
    auto const first = county_.create("wang", "household_screening", county_.visit(round, county_.home(0)));
    ASSERT_TRUE(first.ok());
    auto const gone =
        R"({"visit_outcome":"4","present_count":null,"away_count":null,"any_symptom":null,"any_key_area":null})";
    ASSERT_TRUE(county_.change("wang", "household_screening", first.receipt->id, 1, gone).ok());
    EXPECT_EQ(county_.figures(round, county), figures(12, 0, 0));
    auto const second = county_.create("wang", "household_screening", county_.visit(round, county_.home(0), "2"));
    ASSERT_TRUE(second.ok());
    EXPECT_EQ(county_.figures(round, county), figures(12, 1, 0));
}

TEST(Screening, ANewHouseholdIsExpectedInTheRoundUnderWay) {
    County county_;
    auto const round = county_.open_round();
    EXPECT_TRUE(county_
                    .create("wang", "household",
                            R"({"zone":"610627101201001","house_code":"9-9","house_use":"1","head_name":"新来户"})")
                    .ok());
    EXPECT_EQ(county_.figures(round, east.group(1)), figures(4, 0, 0));
}

TEST(Screening, AClosedHouseholdIsNoLongerMissing) {
    County county_;
    auto const round = county_.open_round();
    EXPECT_EQ(refusal(county_.change("wang", "household", county_.home(0).id, 1, "{}", "close")),
              "409.84");  // persons live there
    for (auto const& member : county_.home(0).members)
        EXPECT_TRUE(county_.change("wang", "person", member, 1, "{}", "leave").ok());
    EXPECT_TRUE(county_.change("wang", "household", county_.home(0).id, 1, "{}", "close").ok());
    EXPECT_EQ(county_.figures(round, county), figures(11, 0, 0));
}

TEST(Screening, AHouseholdThatMovesTakesItsDutyAndItsPersonsAlong) {
    County county_;
    auto const round = county_.open_round();
    EXPECT_EQ(refusal(county_.change("wang", "household", county_.home(0).id, 1, R"({"zone":"610627101201002"})")),
              "403.51");
    EXPECT_TRUE(county_.change("east", "household", county_.home(0).id, 1, R"({"zone":"610627101201002"})").ok());
    EXPECT_EQ(county_.figures(round, east.group(1)), figures(2, 0, 0));
    EXPECT_EQ(county_.figures(round, east.group(2)), figures(4, 0, 0));
    EXPECT_EQ(county_.record("person", county_.home(0).members.front()).place, east.group(2));
}

TEST(Screening, TwoEditsOfOtherFieldsMergeAndOfTheSameFieldConflict) {
    County county_;
    auto const id = county_.home(0).id;
    ASSERT_TRUE(county_.change("wang", "household", id, 1, R"({"address":"道镇东村1号"})").ok());
    auto const merged = county_.change("east", "household", id, 1, R"({"note":"独居老人"})");
    ASSERT_TRUE(merged.ok());
    EXPECT_EQ(merged.receipt->outcome, records::Receipt::Outcome::merged);
    auto const conflict = county_.change("east", "household", id, 1, R"({"address":"道镇东村2号"})");
    EXPECT_EQ(refusal(conflict), "409.53");
    ASSERT_EQ(conflict.conflicts.size(), 1U);
    EXPECT_EQ(conflict.conflicts[0].theirs, "\"道镇东村1号\"");
    EXPECT_EQ(conflict.conflicts[0].yours, "\"道镇东村2号\"");
    EXPECT_EQ(county_.record("household", id).version, 3);
}

TEST(Screening, ARepeatedChangeIsDoneOnce) {
    County county_;
    auto const id = county_.home(0).id, command = county_.fresh_id();
    ASSERT_TRUE(county_.change("wang", "household", id, 1, R"({"note":"a"})", {}, command).ok());
    ASSERT_TRUE(county_.change("wang", "household", id, 2, R"({"address":"b"})").ok());
    auto const again = county_.change("wang", "household", id, 1, R"({"note":"a"})", {}, command);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.receipt->outcome, records::Receipt::Outcome::repeat);
    EXPECT_EQ(county_.record("household", id).version, 3);
}

TEST(Screening, AfterARestartTheFiguresAreTheSame) {
    County county_;
    auto const round = county_.open_round(10);
    EXPECT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(0))).ok());
    county_.clock().advance(11 * ms_per_hour);
    EXPECT_TRUE(county_.create("li", "household_screening", county_.visit(round, county_.home(3))).ok());
    county_.restart();
    EXPECT_EQ(county_.figures(round, county), figures(12, 2, 1));
    EXPECT_TRUE(county_.create("zhao", "household_screening", county_.visit(round, county_.home(6))).ok());
    EXPECT_EQ(county_.figures(round, county), figures(12, 3, 2));
    EXPECT_TRUE(county_.verify().empty());
}

TEST(Screening, ARoundThatIsClosedStillTakesVisitsMadeBeforeAndOneReopenedGoesOn) {
    County county_;
    auto const round = county_.open_round(10);
    county_.clock().advance(ms_per_hour);
    auto const fields = county_.visit(round, county_.home(0));
    ASSERT_TRUE(county_.change("officer", "screening_round", round, 2, "{}", "close").ok());
    EXPECT_TRUE(county_.create("wang", "household_screening", fields).ok());  // a phone that was out of signal
    EXPECT_EQ(county_.figures(round, county), figures(12, 1, 0));
    ASSERT_TRUE(county_.change("officer", "screening_round", round, 3, "{}", "reopen").ok());
    EXPECT_TRUE(county_.create("li", "household_screening", county_.visit(round, county_.home(3))).ok());
    EXPECT_EQ(county_.figures(round, county), figures(12, 2, 0));
}

TEST(Screening, ADraftRoundAndAVisitBeforeItAreRefused) {
    County county_;
    auto const draft = county_.create(
        "officer", "screening_round",
        R"({"name":"x","area":"610627","rule":"1","opens_at":"2020-02-03T10:00:00+08:00","due_at":"2020-02-04T10:00:00+08:00"})");
    ASSERT_TRUE(draft.ok()) << refusal(draft);
    EXPECT_EQ(refusal(county_.create("wang", "household_screening", county_.visit(draft.receipt->id, county_.home(0)))),
              "409.90");
    ASSERT_TRUE(county_.change("officer", "screening_round", draft.receipt->id, 1, "{}", "open").ok());
    EXPECT_EQ(refusal(county_.create("wang", "household_screening", county_.visit(draft.receipt->id, county_.home(0)))),
              "422.91");
}

/// Hours from `start` until the period of this type is due, and the last of its duties.
std::pair<std::int64_t, std::int64_t> due_hours(County& county_, std::string const& type, Instant start) {
    store::Rows rows;
    county_.program()
        .store
        ->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(rows, reader.query("SELECT p.due_at, max(o.due_at) FROM obligation_period p JOIN obligation o "
                                      "ON o.county = p.county AND o.period = p.id WHERE p.type = $1 GROUP BY p.due_at",
                                      {type}));
            return {};
        })
        .value();
    auto const hours = [&](Value const& at) { return (std::get<std::int64_t>(at) - start.ms) / ms_per_hour; };
    return {hours(rows.at(0).at(0)), hours(rows.at(0).at(1))};
}

TEST(Screening, ACutOffThatMovesTakesItsDutiesWithIt) {
    County county_;
    auto const round = county_.open_round(2);
    auto const start = county_.clock().now();
    auto const due_in = [&](int hours) { return R"({"due_at":")" + format(start + hours * ms_per_hour) + "\"}"; };
    auto const rows = [&](std::string const& what) {
        return county_.figures_by_sql(round).at(county) == county_.figures(round, county) ? what : "memory and store differ";
    };
    EXPECT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(0))).ok());
    EXPECT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(1), "4")).ok());
    county_.clock().advance(3 * ms_per_hour);
    EXPECT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(2))).ok());
    EXPECT_EQ(county_.figures(round, county), figures(12, 2, 1));

    ASSERT_TRUE(county_.change("officer", "screening_round", round, 2, due_in(4)).ok());
    EXPECT_EQ(county_.figures(round, county), figures(12, 2, 0)) << "in time by the new cut-off";
    EXPECT_EQ(due_hours(county_, "household_screening", start), (std::pair<std::int64_t, std::int64_t>{4, 4}));
    EXPECT_EQ(due_hours(county_, "revisit", start), (std::pair<std::int64_t, std::int64_t>{4, 24}))
        << "a day from the visit";
    EXPECT_EQ(rows("agree"), "agree");
    EXPECT_TRUE(county_.create("li", "household_screening", county_.visit(round, county_.home(3))).ok());
    EXPECT_EQ(county_.figures(round, county), figures(12, 3, 0));
    ASSERT_TRUE(county_.change("officer", "screening_round", round, 3, due_in(1)).ok());
    EXPECT_EQ(county_.figures(round, county), figures(12, 3, 2)) << "and late again when it moves back";
    EXPECT_EQ(rows("agree"), "agree");
    EXPECT_TRUE(county_.verify().empty());
}

TEST(Screening, ARoundThatRunsKeepsWhomItCovers) {
    County county_;
    auto const round = county_.open_round();
    EXPECT_EQ(refusal(county_.change("officer", "screening_round", round, 2, R"({"area":"610627101201"})")), "409.57");
    EXPECT_EQ(refusal(county_.change("officer", "screening_round", round, 2, R"({"rule":"2"})")), "409.57");
    EXPECT_EQ(county_.figures(round, county), figures(12, 0, 0));
    EXPECT_TRUE(county_.change("officer", "screening_round", round, 2, R"({"instructions":"带好体温计"})").ok());
    ASSERT_TRUE(county_.change("officer", "screening_round", round, 3, "{}", "close").ok());
    EXPECT_EQ(refusal(county_.change("officer", "screening_round", round, 4,
                                     R"({"due_at":")" + format(county_.clock().now() + 90 * ms_per_hour) + "\"}")),
              "409.57");
}

}  // namespace
}  // namespace fx::story
