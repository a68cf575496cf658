#include "command/measures.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <gtest/gtest.h>

namespace fx::command {
namespace {

namespace measure = handles::response_measure;

/// A plan of three levels: a at low and medium, b at medium for three days, c at medium and high.
class LevelChanges : public testing::Test {
protected:
    LevelChanges() {
        plan.name = "drill";
        for (auto const* level : {"low", "medium", "high"}) plan.levels.push_back({level, 14, {}, {}, {}, {}, {}});
        plan.measures = {of("a", {"low", "medium"}), of("b", {"medium"}, 3), of("c", {"medium", "high"})};
    }
    static catalog::Measure of(std::string name, std::vector<std::string> levels, std::int64_t days = 0) {
        catalog::Measure made;
        made.name = std::move(name);
        made.levels = std::move(levels);
        made.days = days;
        made.label = {"做", "do"};
        made.owners = {"village_officer"};
        return made;
    }
    static records::Record standing(std::string const& name, std::string const& by_plan = "drill") {
        Draft draft(measure::fields);
        draft.set(measure::plan, by_plan).set(measure::measure, name).set(measure::subject, "做");
        draft.set(measure::owners, role_rows({"village_officer"}, std::nullopt));
        records::Record record;
        record.id = records::derived_id({}, by_plan + "/" + name, 0);
        record.values = draft.take();
        return record;
    }
    Declared to(std::string const& level) const { return {&plan, plan.level(level), now, now + 14 * ms_per_day, 92}; }

    catalog::Plan plan;
    Instant const now{1'000'000};
};

std::vector<std::string> names(std::vector<Opening> const& opens) {
    std::vector<std::string> out;
    for (auto const& one : opens) out.push_back(one.measure->name);
    return out;
}

TEST_F(LevelChanges, FromNothingEverythingOfTheLevelOpensInThePlansOrder) {
    auto const change = level_change(to("medium"), {}, {}).value();
    EXPECT_EQ(names(change.opens), (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_EQ(change.opens[0].ends_at, now + 14 * ms_per_day);
    EXPECT_EQ(change.opens[1].ends_at, now + 3 * ms_per_day) << "its own days, where the plan gives them";
    EXPECT_TRUE(change.continues.empty() && change.ends.empty());
}

TEST_F(LevelChanges, WhatBothLevelsHaveGoesOnTheRestEnds) {
    auto const change = level_change(to("high"), {}, {standing("a"), standing("c")}).value();
    EXPECT_TRUE(change.opens.empty());
    ASSERT_EQ(change.continues.size(), 1U);
    EXPECT_EQ(change.continues[0].record.id, standing("c").id);
    ASSERT_EQ(change.ends.size(), 1U);
    EXPECT_EQ(change.ends[0].id, standing("a").id);
}

TEST_F(LevelChanges, WhatThePlanHasRewrittenIsOrderedAnew) {
    plan.measures[0].owners = {"village_officer", "grid_worker"};
    auto const change = level_change(to("low"), {}, {standing("a")}).value();
    EXPECT_EQ(names(change.opens), std::vector<std::string>{"a"});
    EXPECT_EQ(change.ends.size(), 1U);
}

TEST_F(LevelChanges, AMeasureOfAnotherPlanIsAnotherMeasure) {
    auto const change = level_change(to("low"), {}, {standing("a", "older")}).value();
    EXPECT_EQ(names(change.opens), std::vector<std::string>{"a"});
    EXPECT_EQ(change.ends.size(), 1U);
}

TEST_F(LevelChanges, AdjustmentsLeaveOutAndShorten) {
    auto const rows =
        adjustments(R"([{"measure":"a","left_out":"已有专班"},{"measure":"c","ends_at":"1970-01-03T08:00:00+08:00"}])");
    auto const change = level_change(to("medium"), rows, {standing("a")}).value();
    EXPECT_EQ(change.opens[0].left_out, "已有专班");
    ASSERT_EQ(change.ends.size(), 1U) << "what is left out ends when it stands";
    EXPECT_EQ(change.opens[2].ends_at, parse_instant("1970-01-03T08:00:00+08:00").value());
    auto const refusal = [&](std::string const& text) {
        auto const refused = level_change(to("medium"), adjustments(text), {});
        return refused.has_error() ? refused.error().number() + " " + refused.error().field() : std::string();
    };
    EXPECT_EQ(refusal(R"([{"measure":"d"}])"), "422.297 adjustments[0].measure");
    EXPECT_EQ(refusal(R"([{"measure":"a"},{"measure":"a"}])"), "422.297 adjustments[1].measure");
    EXPECT_EQ(refusal(R"([{"measure":"a","ends_at":"1970-03-01T00:00:00Z"}])"), "422.299 adjustments[0].ends_at");
    EXPECT_EQ(refusal(R"([{"measure":"a","ends_at":"1970-01-01T00:00:01Z"}])"), "422.296 adjustments[0].ends_at");
}

TEST_F(LevelChanges, OverEveryPairOfLevelsNothingIsLostAndNothingIsDoneTwice) {
    for (auto const& from : plan.levels)
        for (auto const& level : plan.levels) {
            std::vector<records::Record> in_force;
            for (auto const& one : plan.measures)
                if (one.at(from.level)) in_force.push_back(standing(one.name));
            auto const change = level_change(to(level.level), {}, in_force).value();
            EXPECT_EQ(change.continues.size() + change.ends.size(), in_force.size());
            std::size_t wanted = 0;
            for (auto const& one : plan.measures) wanted += one.at(level.level);
            EXPECT_EQ(change.continues.size() + change.opens.size(), wanted) << from.level << " to " << level.level;
        }
}

TEST(MeasureRows, AnyTextIsNoRowOrRows) {
    EXPECT_TRUE(adjustments("").empty());
    EXPECT_TRUE(adjustments("{}").empty());
    EXPECT_TRUE(adjustments("[7,\"x\",null]").empty());
    EXPECT_EQ(roles_in(role_rows({"a", "b"}, std::nullopt)), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(roles_in(role_rows({"a"}, Place::division(610627000000))), std::vector<std::string>{"a"});
}

}  // namespace
}  // namespace fx::command
