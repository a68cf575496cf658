#include "watch/calendar.hpp"
#include "watch/finding.hpp"
#include "watch/periods.hpp"
#include "watch/quality.hpp"
#include "watch/recheck.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <gtest/gtest.h>

#include <set>

namespace fx::watch {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }
auto const noon = at("2020-02-03T12:00:00+08:00");

TEST(Slots, TheDayHasTwoAndEachEndsWhereTheNextBegins) {
    auto const morning = slot_at(at("2020-02-03T11:59:59+08:00")), afternoon = slot_at(noon);
    EXPECT_EQ(morning.code, "1");
    EXPECT_EQ(afternoon.code, "2");
    EXPECT_EQ(morning.due_at(), afternoon.opens_at());
    EXPECT_EQ(afternoon.due_at(), start_of(Date{afternoon.date.days + 1}));
    EXPECT_NE(morning.period(610627000000), afternoon.period(610627000000));
    EXPECT_EQ(slot_at(noon).period(610627000000), afternoon.period(610627000000));
}

records::Record observed(Id person, std::string_view from, std::string_view until, std::string measure = "1") {
    namespace key = handles::key_person;
    records::Record record;
    record.state = "under_observation";
    record.place = Place::division(610627101201);
    Draft draft(key::fields);
    draft.set(key::person, person).set(key::measure, measure);
    draft.set(key::observe_from, parse_date(from).value()).set(key::observe_until, parse_date(until).value());
    record.values = draft.take();
    return record;
}

TEST(Calendar, OpensTheSlotForWhoeverIsObservedTodayAndNobodyElse) {
    SeededRandom random(1);
    auto const a = make_id(noon, random), b = make_id(noon, random), c = make_id(noon, random);
    auto const effects = calendar(610627000000, Place::division(610627000000), noon, {},
                                  {observed(a, "2020-01-20", "2020-02-03"), observed(b, "2020-01-20", "2020-02-02"),
                                   observed(c, "2020-02-01", "2020-02-15", "0")},
                                  2);
    ASSERT_EQ(effects.open_periods.size(), 1U);
    EXPECT_EQ(effects.open_periods[0].due_at, at("2020-02-04T00:00:00+08:00"));
    ASSERT_EQ(effects.open.size(), 1U);
    EXPECT_EQ(effects.open[0].subject, a);
}

TEST(Calendar, ClosesSlotsADayAfterTheirEndAndOpensNoSecondTime) {
    auto const yesterday = measurement_period(610627000000, {}, slot_at(noon + -2 * ms_per_day)),
               now = measurement_period(610627000000, {}, slot_at(noon));
    auto const effects = calendar(610627000000, {}, noon, {yesterday, now}, {}, 2);
    EXPECT_EQ(effects.close_periods, std::vector{yesterday.id});
    EXPECT_TRUE(effects.open_periods.empty());
}

TEST(Finding, FeverBeginsAtThirtySevenThree) {
    Finding below, fever, cough, none;
    judge_health(below, 372, R"(["0"])", 373);
    judge_health(fever, 373, R"(["0"])", 373);
    judge_health(cough, 365, R"(["2"])", 373);
    judge_health(none, std::nullopt, R"(["98"])", 373);
    EXPECT_TRUE(below.reasons.empty());
    EXPECT_EQ(fever.key_class(), "3");
    EXPECT_TRUE(cough.ill());
    EXPECT_TRUE(none.reasons.empty());
}

class Quality : public testing::Test {
protected:
    Visit visit(std::string answers, Instant when) {
        Visit v;
        v.post = post_;
        v.screening = make_id(when, random_);
        v.visited_at = when;
        v.on_foot = true;
        v.answers = std::move(answers);
        return v;
    }
    std::vector<std::string> kinds(Visit const& v) {
        std::vector<std::string> out;
        for (auto const& flag : watch_.take(v)) out.push_back(flag.kind);
        return out;
    }
    SeededRandom random_{3};
    Id post_ = make_id(noon, random_);
    QualityWatch watch_{QualityRules()};
};

TEST_F(Quality, TheSameAnswersFiveTimesRunningAreFlaggedOnceADay) {
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(kinds(visit("36.5,36.6", noon + i * ms_per_hour)).empty());
    EXPECT_EQ(kinds(visit("36.5,36.6", noon + 4 * ms_per_hour)), std::vector<std::string>{"1"});
    EXPECT_TRUE(kinds(visit("36.5,36.6", noon + 5 * ms_per_hour)).empty());
    EXPECT_TRUE(kinds(visit("36.4,36.6", noon + 6 * ms_per_hour)).empty());
}

TEST_F(Quality, HouseholdsWithoutAnswersAboutPersonsAreAlikeByNature) {
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(kinds(visit("", noon + i * ms_per_hour)).empty());
}

TEST_F(Quality, ThirteenVisitsInTenMinutesAreMoreThanLegsAllowEvenWhenTheyArriveOutOfOrder) {
    std::vector<Visit> visits;
    for (int i = 0; i < 13; ++i) visits.push_back(visit("", noon + i * 30 * ms_per_second));
    std::swap(visits[3], visits[9]);
    std::vector<std::string> all;
    for (auto const& v : visits)
        for (auto& kind : kinds(v)) all.push_back(kind);
    EXPECT_EQ(all, std::vector<std::string>{"3"});
}

TEST_F(Quality, FarFromTheDwellingIsFlagged) {
    auto v = visit("", noon);
    v.dwelling = Point{36.28, 109.35};
    v.entered_at = Point{36.281, 109.351};
    EXPECT_TRUE(kinds(v).empty());
    v.entered_at = Point{36.40, 109.35};
    EXPECT_EQ(kinds(v), std::vector<std::string>{"4"});
    EXPECT_NEAR(distance_m({36.28, 109.35}, {36.38, 109.35}), 11'119, 20);  // a tenth of a degree of latitude
}

TEST(Recheck, DrawsWithoutReplacementTheSameForASeedAndEveryHouseholdEquallyOften) {
    std::vector<Done> done(40);
    SeededRandom ids(9);
    for (auto& d : done) d.household = make_id(noon, ids);
    SeededRandom a(5), b(5), c(6);
    auto const first = draw(done, 10, a), again = draw(done, 10, b), other = draw(done, 10, c);
    auto const households = [](std::vector<Done> const& sample) {
        std::set<Id> out;
        for (auto const& d : sample) out.insert(d.household);
        return out;
    };
    EXPECT_EQ(households(first).size(), 10U);
    EXPECT_EQ(households(first), households(again));
    EXPECT_NE(households(first), households(other));
    std::map<Id, int> times;
    SeededRandom random(1);
    for (int i = 0; i < 4000; ++i)
        for (auto const& d : draw(done, 10, random)) ++times[d.household];
    for (auto const& [id, n] : times) EXPECT_NEAR(n, 1000, 130);  // 4.7 standard deviations
}

TEST(Recheck, TheEstimateIsReportedCoverageTimesAgreementWithWilsonsInterval) {
    auto const estimate = true_coverage(1000, 900, 50, 45);
    EXPECT_DOUBLE_EQ(estimate.reported, 0.9);
    EXPECT_DOUBLE_EQ(estimate.estimate, 0.81);
    // Wilson 95 % for 45 of 50: 0.78640 … 0.95652 (R: prop.test(45, 50, correct = FALSE))
    EXPECT_NEAR(estimate.low, 0.9 * 0.78640, 1e-4);
    EXPECT_NEAR(estimate.high, 0.9 * 0.95652, 1e-4);
    auto const nothing = true_coverage(1000, 900, 0, 0);
    EXPECT_EQ(nothing.low, 0);
    EXPECT_DOUBLE_EQ(nothing.high, 0.9);
}

}  // namespace
}  // namespace fx::watch
