#include "app/ticker.hpp"
#include "returns_story.hpp"

namespace fx::api {
namespace {

class ReturnToWork : public Returns {
protected:
    ReturnToWork() { works = enterprise("豆制品厂", "91610627MA6YD00187"); }

    Id enterprise(std::string const& name, std::string const& code, std::string const& kind = "2") {
        auto const id = county.fresh_id();
        EXPECT_TRUE(county
                        .create("township", "reporting_unit",
                                R"({"name":")" + name + R"(","unit_kind":")" + kind + R"(","area":")" + format(story::east) +
                                    R"(","reports_daily":false,"credit_code":")" + code + "\"}",
                                id)
                        .ok());
        return id;
    }
    /// A filing whose members are these, else good ones.
    std::string fields(std::map<std::string, std::string> const& other = {}) const {
        std::map<std::string, std::string> all{{"unit", "\"" + format(works) + "\""},
                                               {"industry", "\"C\""},
                                               {"batch", "1"},
                                               {"planned_on", "\"" + today() + "\""},
                                               {"staff_total", "80"},
                                               {"staff_batch", "40"},
                                               {"staff_local", "30"},
                                               {"staff_key_area", "6"},
                                               {"staff_contact", "2"},
                                               {"masks", "120"},
                                               {"masks_daily", "40"},
                                               {"thermometers", "3"},
                                               {"disinfectant_l", "20.5"},
                                               {"isolation_rooms", "1"},
                                               {"canteen", R"(["1","2"])"},
                                               {"task_group", R"([{"name":"张三","duty":"厂长","phone":"13800000001"}])"},
                                               {"committed", "true"}};
        for (auto const& [name, value] : other) all[name] = value;
        std::string text;
        for (auto const& [name, value] : all) text += (text.empty() ? "{\"" : ",\"") + name + "\":" + value;
        return text + "}";
    }
    Answer file(std::map<std::string, std::string> const& other = {}, std::string const& who = "village", Id id = {}) {
        if (id.is_nil()) id = county.fresh_id();
        return site.as(who).post("/api/records/return_to_work", site.creation(id, fields(other)));
    }
    Answer step(Id const& id, std::string const& name, std::string const& who = "township", std::string const& with = "{}") {
        auto const version = site.as("officer").get("/api/records/return_to_work/" + format(id)).object().at("version");
        return site.as(who).post("/api/records/return_to_work/" + format(id) + "/moves/" + name,
                                 site.change(version.as_int64(), with));
    }
    Id filed() {
        auto const id = county.fresh_id();
        auto const answer = file({}, "township", id);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    /// State, last day and whether its period is closed, of the duty to answer the only filing.
    std::string duty() {
        auto const row = site.rows(
                                 "SELECT o.state, o.due_at, p.closed_at FROM obligation o JOIN obligation_period p ON "
                                 "p.county = o.county AND p.id = o.period WHERE o.type = 'return_to_work_answer'")
                             .at(0);
        return std::to_string(*integer_in(row[0])) + " " + format(date_at(Instant{*integer_in(row[1]) - 1})) +
               (is_null(row[2]) ? " open" : " closed");
    }

    Id works;
};

TEST_F(ReturnToWork, AFilingIsAnsweredWithinTwoWorkingDaysOrToldUpwards) {
    // Monday, 3 February 2020: answered by the end of Wednesday; a holiday on Wednesday gives a day more.
    ASSERT_EQ(today(), "2020-02-03");
    auto const day = site.as("officer").post(
        "/api/records/calendar_day",
        site.creation(county.fresh_id(), R"({"date":"2020-02-05","day_kind":"holiday","name":"调休"})"));
    ASSERT_EQ(day.status, 201) << day.body;
    auto const id = filed();
    EXPECT_EQ(duty(), "0 2020-02-06 open");
    county.clock().advance(3 * ms_per_day);
    tick();
    auto const told = [&] { return site.rows("SELECT id FROM r_escalation WHERE duty = 'return_to_work_answer'").size(); };
    EXPECT_EQ(told(), 0U);
    county.clock().advance(ms_per_day);
    tick();
    EXPECT_GT(told(), 0U);
    EXPECT_EQ(step(id, "accept").status, 200);
    EXPECT_EQ(duty(), "2 2020-02-06 closed") << "late, and said so";
}

TEST_F(ReturnToWork, AReturnedFilingIsMendedAndAnsweredAnew) {
    auto const id = filed();
    EXPECT_EQ(step(id, "return").problem(), "422.22") << "why it is returned must be said";
    ASSERT_EQ(step(id, "return", "township", R"({"answer":"宿舍过密"})").status, 200);
    EXPECT_EQ(duty(), "1 2020-02-05 closed");
    county.clock().advance(ms_per_day);
    auto const mended =
        site.as("township").patch("/api/records/return_to_work/" + format(id), site.change(2, R"({"staff_batch":30})"));
    ASSERT_EQ(mended.status, 200) << mended.body;
    ASSERT_EQ(step(id, "file_again").status, 200);
    EXPECT_EQ(duty(), "0 2020-02-06 open") << "the clock begins anew";
    ASSERT_EQ(step(id, "check").status, 200);
    ASSERT_EQ(step(id, "accept").status, 200);
    EXPECT_EQ(duty(), "1 2020-02-06 closed");
    auto const late =
        site.as("township").patch("/api/records/return_to_work/" + format(id), site.change(6, R"({"staff_batch":80})"));
    EXPECT_EQ(late.problem(), "409.332") << late.body;
    EXPECT_TRUE(late.explains_itself());
}

TEST_F(ReturnToWork, WhoMustStayAwayDoesNotReturn) {
    for (auto const& [other, problem, field] :
         std::initializer_list<std::tuple<std::map<std::string, std::string>, char const*, char const*>>{
             {{{"staff_batch", "73"}, {"masks", "900"}}, "422.325", "staff_batch"},
             {{{"staff_batch", "81"}}, "422.26", "staff_batch"},
             {{{"masks", "119"}}, "422.326", "masks"},
             {{{"committed", "false"}}, "422.26", "committed"},
             {{{"isolation_rooms", "0"}}, "422.22", "isolation_facility"},
             {{{"canteen", R"(["1","9"])"}}, "422.26", "canteen"},
             {{{"roster",
                R"([{"name":"李四","phone":"13800000002","origin":"420100","in_key_area":true,"work_state":"1"}])"}},
              "422.327",
              "roster[0].work_state"},
             {{{"staff_batch", "1"},
               {"staff_local", "1"},
               {"roster",
                R"([{"name":"李四","phone":"13800000002","origin":"610600","in_key_area":false,"work_state":"1"},)"
                R"({"name":"王五","phone":"13800000003","origin":"610600","in_key_area":false,"work_state":"1"}])"}},
              "422.328",
              "roster"}}) {
        auto const answer = file(other, "township");
        EXPECT_EQ(answer.problem(), problem) << answer.body;
        EXPECT_EQ(answer.problem_field(), field) << answer.body;
        EXPECT_TRUE(answer.explains_itself()) << answer.body;
    }
    auto const away = R"([{"name":"李四","phone":"13800000002","origin":"420100","in_key_area":true,"work_state":"3"}])";
    EXPECT_EQ(file({{"roster", away}}, "township").status, 201);
}

TEST_F(ReturnToWork, EnterprisesFileEachBatchOnce) {
    auto const school = enterprise("小学", "91610627MA6YD00262", "8");
    auto const answer = file({{"unit", "\"" + format(school) + "\""}}, "township");
    EXPECT_EQ(answer.problem(), "422.323") << answer.body;
    EXPECT_TRUE(answer.explains_itself());
    auto const id = filed();
    auto const again = file({}, "township");
    EXPECT_EQ(again.problem(), "409.329") << again.body;
    EXPECT_TRUE(again.explains_itself());
    EXPECT_EQ(file({{"batch", "2"}}, "township").status, 201);
    ASSERT_EQ(step(id, "refuse", "township", R"({"answer":"方案不可行"})").status, 200);
    EXPECT_EQ(file({}, "township").status, 201) << "a refused batch may be filed anew";
    EXPECT_EQ(file({}, "wang").status, 403) << "not by a grid worker";
}

TEST_F(ReturnToWork, AtLowRiskNothingIsRefused) {
    auto const id = filed();
    auto const declared = site.as("officer").post(
        "/api/records/response",
        site.creation(county.fresh_id(), R"({"area":")" + format(story::county) +
                                             R"(","plan":"risk_2020","level":"low","ends_at":")" +
                                             format(county.clock().now() + ms_per_day) +
                                             R"(","decided_by":"县指挥部","reason":"研判","confirmed_total":0,)"
                                             R"("confirmed_recent":0,"clusters_recent":0})"));
    ASSERT_EQ(declared.status, 201) << declared.body;
    auto const answer = step(id, "refuse", "township", R"({"answer":"再等等"})");
    EXPECT_EQ(answer.problem(), "422.331") << answer.body;
    EXPECT_TRUE(answer.explains_itself());
    EXPECT_EQ(step(id, "return", "township", R"({"answer":"补齐名册"})").status, 200);
}

TEST_F(ReturnToWork, TheDailySheetIsCountedFromTheFilings) {
    enterprise("石料厂", "91610627MA6YD0034W");
    auto const id = filed();
    auto before = sheet("return_to_work_daily", story::county);
    EXPECT_EQ(figure(before, "enterprises"), 2);
    EXPECT_EQ(figure(before, "back"), 0);
    EXPECT_EQ(figure(before, "filed_today"), 1);
    EXPECT_EQ(figure(before, "waiting"), 1);
    ASSERT_EQ(step(id, "accept").status, 200);
    auto const after = sheet("return_to_work_daily", story::county);
    EXPECT_EQ(figure(after, "back"), 1);
    EXPECT_EQ(figure(after, "back_rate"), 50.0);
    EXPECT_EQ(figure(after, "answered_today"), 1);
    EXPECT_EQ(figure(after, "waiting"), 0);
    EXPECT_EQ(figure(after, "staff_back"), 40);
    EXPECT_EQ(figure(after, "staff_elsewhere"), 10);
    ASSERT_EQ(step(id, "suspend", "township", R"({"answer":"发现病例"})").status, 200);
    auto const suspended = sheet("return_to_work_daily", story::county);
    EXPECT_EQ(figure(suspended, "back"), 0);
    EXPECT_EQ(figure(suspended, "suspended"), 1);
    EXPECT_EQ(figure(suspended, "staff_back"), 0);
}

}  // namespace
}  // namespace fx::api
