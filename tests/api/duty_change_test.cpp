#include "duty_roster.hpp"

#include <gtest/gtest.h>

/// What becomes of a roster after it was planned: swaps, changes; and the days that weigh more.
namespace fx::api {
namespace {

TEST_F(DutyRoster, ASwapIsAskedADayAheadAndDecidedByAnother) {
    auto const soon = plan(20, 28, staff());
    EXPECT_EQ(
        move("clerk", soon, "clerk", "ask_swap", R"({"swap_with":")" + post("third") + R"(","swap_reason":"家中有事"})")
            .problem(),
        "409.279")
        << "less than a day ahead";
    auto const shift = plan(48, 60, staff());
    auto const ask = R"({"swap_with":")" + post("third") + R"(","swap_reason":"家中有事"})";
    EXPECT_EQ(move("second", shift, "clerk", "ask_swap", ask).problem(), "403.277");
    EXPECT_EQ(move("clerk", shift, "clerk", "ask_swap", R"({"swap_with":")" + post("second") + R"(","swap_reason":"有事"})")
                  .problem(),
              "422.274")
        << "he is in that shift himself";
    EXPECT_EQ(move("clerk", shift, "clerk", "ask_swap", R"({"swap_with":")" + post("east") + R"(","swap_reason":"有事"})")
                  .problem(),
              "422.273")
        << "not of this node";
    EXPECT_EQ(move("clerk", shift, "clerk", "ask_swap", ask).status, 200);
    EXPECT_EQ(now("third").at("asked").as_array().size(), 1U) << "the taker is asked first";
    EXPECT_EQ(now("township").at("swaps").as_array().size(), 0U);
    EXPECT_EQ(move("township", shift, "clerk", "agree_swap").problem(), "409.57") << "nobody is given a turn unasked";
    EXPECT_EQ(move("second", shift, "clerk", "accept_swap").problem(), "403.310");
    EXPECT_EQ(move("clerk", shift, "clerk", "decline_swap").problem(), "403.310");
    EXPECT_EQ(move("third", shift, "clerk", "decline_swap", R"({"swap_answer":"当日已有安排"})").status, 200);
    auto const declined = turn(shift, "clerk");
    EXPECT_EQ(text(declined.at("state")), "planned");
    EXPECT_EQ(text(declined.at("fields").at("swap_answer")), "当日已有安排");
    EXPECT_EQ(move("clerk", shift, "clerk", "ask_swap", ask).status, 200);
    EXPECT_FALSE(turn(shift, "clerk").at("fields").as_object().contains("swap_answer")) << "an answer to another question";
    EXPECT_EQ(move("third", shift, "clerk", "accept_swap").status, 200);
    EXPECT_EQ(now("third").at("asked").as_array().size(), 0U);
    EXPECT_EQ(now("township").at("swaps").as_array().size(), 1U);
    EXPECT_EQ(now("clerk").at("swaps").as_array().size(), 0U);
    EXPECT_EQ(move("clerk", shift, "clerk", "agree_swap").status, 403) << "not his own";
    EXPECT_EQ(move("township", shift, "township", "ask_swap", ask).status, 200);
    EXPECT_EQ(move("township", shift, "township", "refuse_swap", R"({"swap_answer":"不用了"})").problem(), "403.280")
        << "nor he who commands";
    EXPECT_EQ(move("officer", shift, "township", "refuse_swap", R"({"swap_answer":"须在岗"})").status, 200);
    EXPECT_EQ(move("township", shift, "clerk", "agree_swap").status, 200);
    EXPECT_EQ(text(turn(shift, "clerk").at("fields").at("post")), post("third"));
    auto const stored = site.as("township").get("/api/records/duty_shift/" + format(shift)).object();
    EXPECT_EQ(text(stored.at("fields").at("staff").at(1).at("post")), post("third")) << "the table follows the swap";
    EXPECT_EQ(text(stored.at("fields").at("duty_leader")), post("third"));
    EXPECT_EQ(now("third").at("own").as_array().size(), 1U);
    at(48.01);
    EXPECT_EQ(move("clerk", shift, "clerk", "sign_in").problem(), "403.277") << "it is no longer his";
    EXPECT_EQ(move("third", shift, "clerk", "sign_in").status, 200);
    auto const period = command::duty_period(story::county_code, command::sign_in_duty, shift);
    EXPECT_EQ(county.figures(period, story::county).expected, 2U);
}

TEST_F(DutyRoster, WhoHasNoRestCannotAcceptASwapAskedBefore) {
    auto const shift = plan(48, 60, staff());
    auto const ask = R"({"swap_with":")" + post("third") + R"(","swap_reason":"家中有事"})";
    EXPECT_EQ(move("clerk", shift, "clerk", "ask_swap", ask).status, 200);
    auto const other = plan(61, 70, "[" + row("third", "2") + "]");
    auto const tired = move("third", shift, "clerk", "accept_swap");
    EXPECT_EQ(tired.problem(), "422.275");
    EXPECT_EQ(tired.problem_field(), "swap_with");
    EXPECT_EQ(change(other, R"({"staff":[)" + row("township", "2") + "]}").status, 200);
    EXPECT_EQ(move("third", shift, "clerk", "accept_swap").status, 200);
    EXPECT_EQ(change(other, R"({"staff":[)" + row("third", "2") + "]}").status, 200) << "it is not his turn yet";
    EXPECT_EQ(move("township", shift, "clerk", "agree_swap").problem(), "422.275") << "judged again at the end";
    EXPECT_EQ(move("township", shift, "clerk", "refuse_swap", R"({"swap_answer":"休息不足"})").status, 200);
    EXPECT_EQ(text(turn(shift, "clerk").at("fields").at("post")), post("clerk"));
}

TEST_F(DutyRoster, APlannedShiftIsChangedAndItsTurnsFollow) {
    auto const shift = plan(48, 60, staff());
    EXPECT_EQ(change(shift, R"({"phone":"0911-4229999","note":"雪天"})").status, 200);
    EXPECT_EQ(text(seen(shift).at("shift").at("phone")), "0911-4229999");
    EXPECT_TRUE(seen(shift).at("may_change").as_bool());
    EXPECT_EQ(change(shift, R"({"staff":[)" + row("third", "2") + "," + row("second", "3") + "]}").status, 200);
    EXPECT_EQ(text(turn(shift, "clerk").at("state")), "cancelled");
    EXPECT_EQ(text(turn(shift, "third").at("state")), "planned");
    auto const back = change(shift, R"({"staff":[)" + row("clerk", "3") + "," + row("second", "2") + "]}");
    EXPECT_EQ(back.status, 200) << back.body;
    int live = 0;
    auto const on = seen(shift).at("shift").at("staff").as_array();
    for (auto const& one : on) live += text(one.at("state")) == "planned";
    EXPECT_EQ(live, 2) << "taken off and put on again";
    EXPECT_EQ(now("clerk").at("own").as_array().size(), 1U);
    at(48.01);
    auto const period = command::duty_period(story::county_code, command::sign_in_duty, shift);
    EXPECT_EQ(county.figures(period, story::county).expected, 2U);
    EXPECT_EQ(sign_in(shift, "second").status, 200);
    EXPECT_EQ(change(shift, R"({"phone":"110"})").problem(), "409.311") << "it has begun";
}

TEST_F(DutyRoster, AChangeIsJudgedLikeAPlan) {
    auto const shift = plan(48, 60, staff());
    (void)plan(61, 70, "[" + row("third", "2") + "]");
    auto const refused = [&](std::string const& what, std::string const& number, std::string const& field) {
        auto const answer = change(shift, what);
        EXPECT_EQ(answer.problem(), number) << what << answer.body;
        EXPECT_EQ(answer.problem_field(), field) << answer.body;
        EXPECT_TRUE(answer.explains_itself()) << answer.body;
    };
    refused(R"({"starts_at":")" + format(in(49)) + "\"}", "422.312", "starts_at");
    refused(R"({"staff":[)" + row("third", "2") + "]}", "422.275", "staff[0].post");
    refused(R"({"staff":[)" + row("clerk", "2") + "," + row("east", "3") + "]}", "422.273", "staff[1].post");
    refused(R"({"staff":[)" + row("clerk", "2") + "," + row("clerk", "3") + "]}", "422.274", "staff[1].post");
    refused(R"({"staff":[)" + row("clerk", "3") + "]}", "422.272", "staff");
    EXPECT_EQ(site.as("clerk").patch("/api/records/duty_shift/" + format(shift), site.change(1, R"({"phone":"1"})")).status,
              403);
    EXPECT_EQ(site.as("township")
                  .post("/api/records/duty_shift/" + format(shift) + "/moves/cancel",
                        site.change(1, R"({"cancel_reason":"合并","ends_at":")" + format(in(61)) + "\"}"))
                  .problem(),
              "422.312")
        << "nor along with a move";
    at(47.5);
    EXPECT_EQ(sign_in(shift, "second").status, 200);
    refused(R"({"staff":[)" + row("clerk", "2") + "]}", "409.311", "staff");
}

TEST_F(DutyRoster, ATurnGivenByASwapStaysWithWhoTookItWhenTheShiftIsChanged) {
    auto const shift = plan(48, 60, staff());
    auto const ask = R"({"swap_with":")" + post("third") + R"(","swap_reason":"家中有事"})";
    auto const before = seen(shift).at("shift").at("version").as_int64();
    EXPECT_EQ(move("clerk", shift, "clerk", "ask_swap", ask).status, 200);
    EXPECT_EQ(move("third", shift, "clerk", "accept_swap").status, 200);
    EXPECT_EQ(move("township", shift, "clerk", "agree_swap").status, 200);
    auto const stale = site.as("township")
                           .patch("/api/records/duty_shift/" + format(shift),
                                  site.change(before, R"({"staff":[)" + row("clerk", "2") + "]}"));
    EXPECT_EQ(stale.status, 409) << "who has not seen the swap does not undo it: " << stale.body;
    EXPECT_EQ(change(shift, R"({"staff":[)" + row("third", "2") + "]}").status, 200);
    EXPECT_EQ(text(turn(shift, "clerk").at("fields").at("post")), post("third"));
    EXPECT_EQ(text(turn(shift, "clerk").at("state")), "planned");
    EXPECT_EQ(text(turn(shift, "second").at("state")), "cancelled");
}

TEST_F(DutyRoster, HolidaysWeighAndWorkedWeekendsDoNot) {
    auto const enter = [&](std::string const& date, std::string const& kind, std::string const& name) {
        return site.as("officer").post("/api/records/calendar_day",
                                       site.creation(county.fresh_id(), R"({"date":")" + date + R"(","day_kind":")" + kind +
                                                                            R"(","name":")" + name + "\"}"));
    };
    auto const first = date_at(in(72));
    auto const next = format(first);
    EXPECT_EQ(enter(next, "holiday", "Spring Festival").status, 201);
    auto const twice = enter(next, "workday", "Spring Festival");
    EXPECT_EQ(twice.problem(), "409.313");
    EXPECT_EQ(twice.problem_field(), "date");
    EXPECT_TRUE(twice.explains_itself());
    EXPECT_EQ(site.as("township")
                  .post("/api/records/calendar_day",
                        site.creation(county.fresh_id(), R"({"date":"2020-05-01","day_kind":"holiday","name":"五一"})"))
                  .status,
              403);
    int const weekday = (first.days % 7 + 7 + 3) % 7;
    auto const saturday = first + (weekday < 5 ? 5 - weekday : 12 - weekday);
    EXPECT_EQ(enter(format(saturday), "workday", "调休").status, 201);
    auto const hours = [&](Date day) { return double(start_of(day) - base_) / double(ms_per_hour) + 8; };
    (void)plan(hours(first), hours(first) + 8, "[" + row("clerk", "2") + "]");
    (void)plan(hours(saturday), hours(saturday) + 8, "[" + row("second", "2") + "]");
    auto const month = site.as("township").get("/api/duty/calendar?from=" + next + "&days=21").object();
    ASSERT_EQ(month.at("special_days").as_array().size(), 2U) << "the county's holidays are the township's";
    EXPECT_EQ(text(month.at("special_days").at(0).at("name")), "Spring Festival");
    for (auto const& one : month.at("load").as_array())
        EXPECT_EQ(one.at("weighted").to_number<double>(), text(one.at("post")) == post("clerk") ? 2.0 : 1.0);
    auto const wish = R"({"place":")" + format(story::township) + R"(","from":")" + format(saturday + 1) +
                      R"(","days":1,"hours":24,"duty_leaders":[")" + post("clerk") + "\",\"" + post("second") +
                      R"("],"officers_per_shift":0})";
    auto const proposal = site.as("township").post("/api/duty/proposal", wish).object();
    EXPECT_EQ(text(proposal.at("shifts").at(0).at("staff").at(0).at("post_name")), "second") << "the holiday counted twice";
}

}  // namespace
}  // namespace fx::api
