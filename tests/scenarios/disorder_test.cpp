/// Disorder: what comes late, twice, corrected or from somewhere else. Each was found by tests/sim, and told here in short.

#include "app/ticker.hpp"
#include "county.hpp"
#include "watch/periods.hpp"

namespace fx::story {
namespace {

constexpr auto nobody_after_all =
    R"({"visit_outcome":"4","present_count":null,"away_count":null,"any_symptom":null,"any_key_area":null})";

std::string reading(Id const& person, std::string const& slot) {
    return "{\"person\":\"" + format(person) + "\",\"date\":\"2020-02-03\",\"slot\":\"" + slot +
           "\",\"temperature_c\":36.8,\"measure_method\":\"1\",\"symptoms\":[\"0\"],\"in_place\":true,\"measured_by\":"
           "\"4\"}";
}

std::string fever(Id const& person) {
    return "[{\"person\":\"" + format(person) + "\",\"temperature_c\":38.0,\"symptoms\":[\"0\"]}]";
}

std::string item(std::string const& type, Id const& id, std::string const& fields) {
    return "[{\"type\":\"" + type + "\",\"id\":\"" + format(id) + "\",\"fields\":" + fields + "}]";
}

TEST(Disorder, AStrangerMetBeforeTheRoundClosedIsRegisteredWhenThePhoneComesBackAndNothingIsOwed) {
    County county_;
    auto const round = county_.open_round();
    auto const visit = county_.visit(round, county_.home(0), "1", R"([{"name":"赵小明","residence_type":"3"}])");
    ASSERT_TRUE(county_.change("officer", "screening_round", round, 2, "{}", "close").ok());
    auto const before = county_.records("person").size();
    EXPECT_TRUE(county_.create("wang", "household_screening", visit).ok());
    EXPECT_EQ(county_.records("person").size(), before + 1);
    EXPECT_EQ(county_.figures(watch::registration_period(county_code, round), county), figures(0, 0, 0));
}

TEST(Disorder, ARepeatIsARepeatAfterTheHouseholdHasMovedAway) {
    County county_;
    auto const round = county_.open_round();
    auto const id = county_.fresh_id(), edit = county_.fresh_id();
    auto const visit = item("household_screening", id, county_.visit(round, county_.home(0)));
    auto const note = "[{\"type\":\"household\",\"id\":\"" + format(county_.home(0).id) + "\",\"command\":\"" +
                      format(edit) + "\",\"base_version\":1,\"fields\":{\"note\":\"独居\"}}]";
    EXPECT_EQ(county_.push("wang", visit).front().status, "created");
    EXPECT_EQ(county_.push("wang", note).front().status, "changed");
    ASSERT_TRUE(county_.change("township", "household", county_.home(0).id, 2, R"({"zone":"610627101202001"})").ok());
    EXPECT_EQ(county_.push("wang", visit).front().status, "repeat");  // the first answer was lost on the way
    EXPECT_EQ(county_.push("wang", note).front().status, "repeat");
    EXPECT_EQ(county_.push("li", visit).front().status, "quarantined");  // not sent by li, and not li's zone
    EXPECT_EQ(county_.records("household_screening").size(), 1U);
}

TEST(Disorder, OnlyTwoValuesForOneThingAreAConflict) {
    County county_;
    auto const draft = county_.create(
        "officer", "screening_round",
        R"({"name":"x","area":"610627","rule":"1","opens_at":"2020-02-03T08:00:00+08:00","due_at":"2020-02-04T10:00:00+08:00"})");
    ASSERT_TRUE(draft.ok());
    auto const id = county_.fresh_id();
    auto const results =
        county_.push("wang", item("household_screening", id, county_.visit(draft.receipt->id, county_.home(0))));
    EXPECT_EQ(results.front().status, "quarantined");
    EXPECT_EQ(results.front().problems.front().number(), "409.90");
}

TEST(Disorder, AVisitCorrectedToNobodyHomeOwesARevisitAndTakesBackTheOneItHadMade) {
    County county_;
    auto const round = county_.open_round(72);
    auto const revisits = watch::revisit_period(county_code, round);
    auto const seen = county_.create("wang", "household_screening", county_.visit(round, county_.home(0)));
    ASSERT_TRUE(county_.change("wang", "household_screening", seen.receipt->id, 1, nobody_after_all).ok());
    EXPECT_EQ(county_.figures(revisits, county), figures(1, 0, 0));
    auto const again = county_.create("wang", "household_screening", county_.visit(round, county_.home(0)));
    EXPECT_EQ(county_.figures(revisits, county), figures(1, 1, 0));
    ASSERT_TRUE(county_.change("wang", "household_screening", again.receipt->id, 1, nobody_after_all).ok());
    EXPECT_EQ(county_.figures(revisits, county), figures(1, 0, 0));
    EXPECT_EQ(county_.figures(round, county), figures(12, 0, 0));
}

TEST(Disorder, AReadingCorrectedToTheOtherHalfOfTheDayNoLongerCountsForTheFirst) {
    County county_;
    auto const round = county_.open_round();
    auto const sick = county_.home(0).members.front();
    ASSERT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(0), "1", fever(sick))).ok());
    county_.clock().advance(5 * ms_per_hour);
    auto const morning = watch::Slot{date_at(county_.clock().now()), "1"}.period(county_code);
    auto const taken = county_.create("wang", "temperature_reading", reading(sick, "1"));
    EXPECT_EQ(county_.figures(morning, county), figures(1, 1, 1));
    ASSERT_TRUE(county_.change("wang", "temperature_reading", taken.receipt->id, 1, R"({"slot":"2"})").ok());
    EXPECT_EQ(county_.figures(morning, county), figures(1, 0, 0));
}

TEST(Disorder, WhoWasMeasuredBeforeBeingObservedIsNotAskedAgainForThatHalfDay) {
    County county_;
    auto const round = county_.open_round();
    auto const sick = county_.home(0).members.front();
    ASSERT_TRUE(county_.create("wang", "temperature_reading", reading(sick, "1")).ok());
    ASSERT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(0), "1", fever(sick))).ok());
    auto const slot = watch::slot_at(county_.clock().now());
    EXPECT_EQ(county_.figures(slot.period(county_code), county), figures(1, 1, 0));
}

TEST(Disorder, TheObservedAreMeasuredWhereTheyLiveNow) {
    County county_;
    auto const round = county_.open_round();
    auto const sick = county_.home(0).members.front();
    ASSERT_TRUE(county_.create("wang", "household_screening", county_.visit(round, county_.home(0), "1", fever(sick))).ok());
    ASSERT_TRUE(county_.change("township", "household", county_.home(0).id, 1, R"({"zone":"610627101202001"})").ok());
    county_.clock().advance(12 * ms_per_hour);
    app::Ticker calendar(county_.program(), std::chrono::milliseconds(0));
    ASSERT_TRUE(calendar.tick().has_value());
    auto const slot = watch::slot_at(county_.clock().now()).period(county_code);
    EXPECT_EQ(county_.figures(slot, west.group(1)), figures(1, 0, 0));
    EXPECT_EQ(county_.figures(slot, east), figures(0, 0, 0));
}

TEST(Disorder, ARoundOpenedAgainExpectsWhoLivesThereNow) {
    County county_;
    auto const round = county_.open_round();
    ASSERT_TRUE(county_.change("officer", "screening_round", round, 2, "{}", "close").ok());
    for (auto const& member : county_.home(0).members)
        ASSERT_TRUE(county_.change("wang", "person", member, 1, "{}", "leave").ok());
    ASSERT_TRUE(county_.change("wang", "household", county_.home(0).id, 1, "{}", "close").ok());
    ASSERT_TRUE(county_.change("township", "household", county_.home(1).id, 1, R"({"zone":"610627101202001"})").ok());
    for (int n = 0; n < 3; ++n)
        ASSERT_TRUE(county_
                        .create("li", "household",
                                R"({"zone":"610627101201002","house_code":"9-9","house_use":"1","head_name":"新来户"})")
                        .ok());
    ASSERT_TRUE(county_.change("officer", "screening_round", round, 3, "{}", "reopen").ok());
    auto const by_sql = county_.figures_by_sql(round);
    for (auto const& [place, expected] : std::map<Place, std::uint32_t>{
             {county, 14}, {east.group(1), 1}, {east.group(2), 6}, {west.group(1), 4}, {west.group(2), 3}}) {
        EXPECT_EQ(county_.figures(round, place), figures(expected, 0, 0)) << format(place);
        EXPECT_EQ(by_sql.at(place), figures(expected, 0, 0)) << format(place);
    }
}

TEST(Disorder, WhoIsFoundIllAndLeavesInOneBatchIsNotAskedFor) {
    County county_;
    auto const round = county_.open_round();
    auto const sick = county_.home(0).members.front();
    auto const visit = "{\"type\":\"household_screening\",\"id\":\"" + format(county_.fresh_id()) +
                       "\",\"fields\":" + county_.visit(round, county_.home(0), "1", fever(sick)) + "}";
    auto const leave = "{\"type\":\"person\",\"id\":\"" + format(sick) + "\",\"command\":\"" + format(county_.fresh_id()) +
                       "\",\"base_version\":1,\"transition\":\"leave\"}";
    for (auto const& result : county_.push("wang", "[" + visit + "," + leave + "]")) EXPECT_TRUE(result.problems.empty());
    auto const slot = watch::slot_at(county_.clock().now()).period(county_code);
    EXPECT_EQ(county_.figures(slot, county), figures(0, 0, 0));
    EXPECT_TRUE(county_.figures_by_sql(slot).empty());
}

TEST(Disorder, AHouseholdPutBackHasTheVisitThatCameWhileItWasClosed) {
    County county_;
    auto const round = county_.open_round();
    auto const visit = county_.visit(round, county_.home(0));
    for (auto const& member : county_.home(0).members)
        ASSERT_TRUE(county_.change("wang", "person", member, 1, "{}", "leave").ok());
    ASSERT_TRUE(county_.change("wang", "household", county_.home(0).id, 1, "{}", "close").ok());
    ASSERT_TRUE(county_.create("wang", "household_screening", visit).ok());
    EXPECT_EQ(county_.figures(round, county), figures(11, 0, 0));
    ASSERT_TRUE(county_.change("township", "household", county_.home(0).id, 2, "{}", "reopen").ok());
    EXPECT_EQ(county_.figures(round, county), figures(12, 1, 0));
}

}  // namespace
}  // namespace fx::story
