#pragma once
/// A township that keeps duty.

#include "app/ticker.hpp"
#include "command/duty.hpp"
#include "served.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace fx::api {

/// The township keeps duty: an officer who leads, two clerks and a driver, beside the story's own people.
class DutyRoster : public Api {
protected:
    void SetUp() override {
        for (auto const* name : {"clerk", "second", "third"}) county.add_post(name, "duty_officer", story::township);
        county.program().store->read([&](store::Reader& reader) { return site.accounts().load(reader); }).value();
        base_ = county.clock().now();
    }
    Instant in(double hours) { return base_ + std::int64_t(hours * double(ms_per_hour)); }
    void at(double hours) {
        county.clock().set(in(hours));
        ASSERT_TRUE(app::Ticker(county.program(), std::chrono::milliseconds(0)).tick().has_value());
    }
    std::string post(std::string const& who) { return format(county.actor(who).post); }
    std::string row(std::string const& who, std::string const& role) {
        return R"({"post":")" + post(who) + R"(","duty_role":")" + role + R"("})";
    }
    std::string staff(std::string const& leads = "clerk", std::string const& serves = "second") {
        return "[" + row("township", "1") + "," + row(leads, "2") + "," + row(serves, "3") + "]";
    }
    std::string fields(double from, double to, std::string const& of, Place area = story::township) {
        return R"({"area":")" + format(area) + R"(","starts_at":")" + format(in(from)) + R"(","ends_at":")" +
               format(in(to)) + R"(","phone":"0911-4222110","staff":)" + of + "}";
    }
    Answer try_plan(std::string const& who, std::string const& what, Id id = {}) {
        return site.as(who).post("/api/records/duty_shift", site.creation(id.is_nil() ? county.fresh_id() : id, what));
    }
    Id plan(double from, double to, std::string const& of) {
        auto const id = county.fresh_id();
        auto const answer = try_plan("township", fields(from, to, of), id);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    json::object turn(Id const& shift, std::string const& who) {
        auto const answer =
            site.as("officer").get("/api/records/duty_turn/" + format(command::turn_id(shift, county.actor(who).post)));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object();
    }
    /// `mover` does something to the turn that `of` had when the shift was planned.
    Answer move(std::string const& mover, Id const& shift, std::string const& of, std::string const& step,
                std::string const& with = "{}") {
        auto const one = turn(shift, of);
        return site.as(mover).post("/api/records/duty_turn/" + text(one.at("id")) + "/moves/" + step,
                                   site.change(one.at("version").as_int64(), with));
    }
    Answer sign_in(Id const& shift, std::string const& who) { return move(who, shift, who, "sign_in"); }
    json::object seen(Id const& shift, std::string const& who = "township") {
        auto const answer = site.as(who).get("/api/duty/shifts/" + format(shift));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object();
    }
    Answer hand_over(std::string const& who, Id const& shift, std::string const& note = "{}") {
        auto const version = seen(shift).at("shift").at("version").as_int64();
        return site.as(who).post("/api/records/duty_shift/" + format(shift) + "/moves/hand_over",
                                 site.change(version, note));
    }
    Answer change(Id const& shift, std::string const& fields) {
        auto const version = seen(shift).at("shift").at("version").as_int64();
        return site.as("township").patch("/api/records/duty_shift/" + format(shift), site.change(version, fields));
    }
    std::string state(Id const& shift) { return text(seen(shift).at("shift").at("state")); }
    json::object now(std::string const& who = "township") { return site.as(who).get("/api/duty/now").object(); }
    /// The villages are to acknowledge something by then, and will not.
    int order_due(Instant due) {
        return site.as("officer")
            .post(
                "/api/records/order",
                site.creation(
                    county.fresh_id(),
                    R"({"subject":"值守","topic":"9","urgency":"1","body":"…","addressees":[{"role":"village_officer"}],"acknowledge_by":")" +
                        format(due) + "\"}"))
            .status;
    }
    /// Names of those told of one duty.
    std::vector<std::string> told(std::string const& duty) {
        std::vector<std::string> names;
        for (auto const& one : county.records("escalation"))
            if (county.field(one, "escalation", "duty").find(duty) != std::string::npos)
                for (auto const* name : {"officer", "cdc", "township", "clerk", "second", "third", "east", "west"})
                    if (county.field(one, "escalation", "recipient").find(post(name)) != std::string::npos)
                        names.emplace_back(name);
        std::sort(names.begin(), names.end());
        return names;
    }
    Instant base_;
};

}  // namespace fx::api
