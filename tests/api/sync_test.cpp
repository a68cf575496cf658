/// A phone's copy of its place, followed by cursor, is at every quiet moment what reading everything anew gives.

#include "app/ticker.hpp"
#include "served.hpp"

#include <gtest/gtest.h>

#include <map>

namespace fx::api {
namespace {

/// What the phone does with the answers.
class Copy {
public:
    Copy(Caller caller, int limit) : caller_(std::move(caller)), limit_(limit) {}

    /// Asks until there is no more; gives how many households came.
    std::size_t follow() {
        std::size_t came = 0;
        for (bool more = true; more;) {
            auto const path =
                "/api/field/sync?limit=" + std::to_string(limit_) + (cursor.empty() ? "" : "&cursor=" + cursor);
            auto const answer = caller_.get(path);
            EXPECT_EQ(answer.status, 200) << answer.body;
            if (answer.status != 200) return came;
            auto const batch = answer.object();
            if (batch.at("reset").as_bool()) homes.clear(), ++resets;
            for (auto const& home : batch.at("households").as_array()) homes[text(home.at("id"))] = home, ++came;
            for (auto const& id : batch.at("removed").as_array()) homes.erase(text(id));
            if (auto const* total = batch.if_contains("total")) announced = total->as_int64();
            periods.clear();
            for (auto const& period : batch.at("periods").as_array()) periods.insert(text(period.at("id")));
            cursor = text(batch.at("next"));
            more = batch.at("more").as_bool();
        }
        return came;
    }

    /// Without duties of periods that have ended, and without what only the clock changes.
    std::map<std::string, json::value> seen() const {
        auto out = homes;
        for (auto& [id, home] : out) {
            strip(home);
            for (auto& person : home.at("persons").as_array()) strip(person);
        }
        return out;
    }

    std::map<std::string, json::value> homes;
    std::set<std::string> periods;
    std::string cursor;
    int resets = 0;
    std::int64_t announced = -1;

private:
    void strip(json::value& of) const {
        std::map<std::string, json::value> kept;
        for (auto task : of.at("tasks").as_array())
            if (periods.contains(text(task.at("period")))) {
                if (task.at("state") == "overdue") task.at("state") = "open";
                kept[text(task.at("period"))] = task;
            }
        json::array sorted;
        for (auto& [period, task] : kept) sorted.push_back(task);
        of.at("tasks") = sorted;
    }

    Caller caller_;
    int limit_;
};

TEST_F(Api, APhoneReadsItsZoneOnceAndThenOnlyWhatChanged) {
    auto const round = county.open_round();
    auto const wang = site.as("wang"), li = site.as("li");
    Copy copy(wang, 2);
    EXPECT_EQ(copy.follow(), 3U);
    EXPECT_EQ(copy.announced, 3);
    EXPECT_EQ(copy.resets, 1);
    EXPECT_EQ(copy.follow(), 0U) << "nothing has changed";
    auto const visit = [&](Caller const& who, std::size_t home) {
        return who
            .post("/api/records/household_screening",
                  site.creation(county.fresh_id(), county.visit(round, county.home(home))))
            .status;
    };
    EXPECT_EQ(visit(wang, 0), 201);
    EXPECT_EQ(visit(li, 3), 201);
    EXPECT_EQ(copy.follow(), 1U) << "another zone's visit is nothing to this phone";
    EXPECT_EQ(copy.homes.at(format(county.home(0).id)).at("tasks").at(0).at("state"), "done");
    EXPECT_EQ(copy.homes.size(), 3U);
    EXPECT_FALSE(copy.homes.contains(format(county.home(3).id)));
    county.open_round(48);
    EXPECT_EQ(copy.follow(), 3U) << "a new round concerns every household";
    EXPECT_EQ(copy.resets, 2);
}

TEST_F(Api, WhoLeavesAHouseholdLeavesThePhoneToo) {
    auto const village = site.as("east");
    Copy wang(site.as("wang"), 200), li(site.as("li"), 200);
    wang.follow(), li.follow();
    auto const member = county.home(0).members[1];
    auto const moved = village.patch("/api/records/person/" + format(member),
                                     site.change(1, "{\"household\":\"" + format(county.home(3).id) + "\"}"));
    ASSERT_EQ(moved.status, 200) << moved.body;
    wang.follow(), li.follow();
    EXPECT_EQ(wang.homes.at(format(county.home(0).id)).at("persons").as_array().size(), 1U);
    EXPECT_EQ(li.homes.at(format(county.home(3).id)).at("persons").as_array().size(), 3U);
    auto const home = village.patch("/api/records/household/" + format(county.home(1).id),
                                    site.change(1, "{\"zone\":\"" + format(story::east.group(2)) + "\"}"));
    ASSERT_EQ(home.status, 200) << home.body;
    wang.follow(), li.follow();
    EXPECT_FALSE(wang.homes.contains(format(county.home(1).id)));
    EXPECT_TRUE(li.homes.contains(format(county.home(1).id)));
    EXPECT_EQ(wang.resets + li.resets, 2) << "only the first reading";
}

TEST_F(Api, TheMorningsMeasurementsReachThePhone) {
    auto const round = county.open_round();
    auto const wang = site.machine_of("wang");  // a session would end in a night without work
    auto const ill = county.visit(
        round, county.home(0), "1",
        "[{\"person\":\"" + format(county.home(0).members[0]) + "\",\"temperature_c\":38.5,\"symptoms\":[\"1\"]}]");
    ASSERT_EQ(wang.post("/api/records/household_screening", site.creation(county.fresh_id(), ill)).status, 201);
    Copy copy(wang, 200);
    copy.follow();
    app::Ticker ticker(county.program(), std::chrono::hours(1));
    for (int day = 1; day <= 3; ++day) {
        county.clock().advance(12 * ms_per_hour);
        ASSERT_TRUE(ticker.tick().has_value());
        EXPECT_GT(copy.follow(), 0U);
        Copy anew(wang, 200);
        anew.follow();
        EXPECT_EQ(copy.seen(), anew.seen());
    }
    EXPECT_EQ(copy.resets, 1);
}

TEST_F(Api, APhoneFollowedThroughARandomHistoryHoldsWhatAFullReadingGives) {
    std::vector<Id> rounds{county.open_round()};
    app::Ticker ticker(county.program(), std::chrono::hours(1));
    auto const village = site.as("east"), wang = site.as("wang");
    Copy small(wang, 1), zone(wang, 200), all(village, 3);
    SeededRandom dice(7);
    std::map<Id, std::int64_t> versions;
    auto const changed = [&](std::string const& type, Id const& id, std::string const& fields) {
        auto const record = county.record(type, id);
        EXPECT_LT(village.patch("/api/records/" + type + "/" + format(id), site.change(record.version, fields)).status, 500);
    };
    for (int step = 0; step < 120; ++step) {
        auto const& home = county.home(dice.below(6));
        auto const& other = county.home(dice.below(6));
        switch (dice.below(7)) {
            case 0: changed("person", home.members[dice.below(2)], "{\"household\":\"" + format(other.id) + "\"}"); break;
            case 1:
                changed("household", home.id, "{\"zone\":\"" + format(story::east.group(1 + int(dice.below(2)))) + "\"}");
                break;
            case 2: changed("household", home.id, "{\"note\":\"" + std::to_string(step) + "\"}"); break;
            case 3:
                county.clock().advance(std::int64_t(dice.below(9)) * ms_per_hour);
                ASSERT_TRUE(ticker.tick().has_value());
                break;
            case 4:
                if (dice.below(6) == 0) rounds.push_back(county.open_round());
                break;
            default: {
                constexpr char const* outcomes[] = {"1", "4", "5"};
                auto const outcome = outcomes[dice.below(3)];
                auto const fever = dice.below(3) == 0 && std::string(outcome) == "1"
                                       ? "[{\"person\":\"" + format(home.members[0]) + "\",\"temperature_c\":38.2}]"
                                       : std::string();
                (void)village.post("/api/records/household_screening",
                                   site.creation(county.fresh_id(), county.visit(rounds.back(), home, outcome, fever)));
            }
        }
        if (dice.below(3) != 0) continue;
        small.follow(), zone.follow(), all.follow();
        Copy zone_anew(wang, 200), all_anew(village, 200);
        zone_anew.follow(), all_anew.follow();
        ASSERT_EQ(small.seen(), zone_anew.seen()) << "step " << step;
        ASSERT_EQ(zone.seen(), zone_anew.seen()) << "step " << step;
        ASSERT_EQ(all.seen(), all_anew.seen()) << "step " << step;
    }
    EXPECT_LT(zone.resets, 12) << "followed, not read anew each time";
}

TEST_F(Api, ACursorOfAnotherPlaceStartsAnewAndRubbishIsRefused) {
    Copy village(site.as("east"), 200);
    village.follow();
    Copy wang(site.as("wang"), 200);
    wang.cursor = village.cursor;
    wang.follow();
    EXPECT_EQ(wang.resets, 1);
    EXPECT_EQ(wang.homes.size(), 3U);
    for (auto const* cursor : {"x", "ffff", "5b315d", "5b2d312c322c332c22225d", "5b312c322c332c345d"})
        EXPECT_EQ(site.as("wang").get(std::string("/api/field/sync?cursor=") + cursor).problem(), "400.61") << cursor;
    EXPECT_EQ(site.as("wang").get("/api/field/sync?limit=0").status, 400);
    for (auto const* name : {"administrator", "auditor"})
        EXPECT_EQ(site.as(name).get("/api/field/sync").problem(), "403.50") << name;
}

TEST_F(Api, ADeviceIsOnePersonsAndALostOneIsSignedOut) {
    auto const wang = site.as("wang"), li = site.as("li"), east = site.as("east");
    auto const id = format(county.fresh_id());
    auto const body = "{\"device\":\"" + id + "\",\"name\":\"Android 9\"}";
    auto const first = wang.post("/api/field/device", body);
    ASSERT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(text(first.object().at("storage_key")).size(), 44U);
    EXPECT_EQ(wang.post("/api/field/device", body).object().at("storage_key"), first.object().at("storage_key"));
    EXPECT_EQ(site.count("r_device"), 1);
    EXPECT_EQ(li.post("/api/field/device", body).problem(), "409.191");
    EXPECT_EQ(wang.post("/api/field/device", "{\"device\":\"phone\"}").problem_field(), "device");
    auto const own =
        li.post("/api/field/device", "{\"device\":\"" + format(county.fresh_id()) + "\",\"name\":\"a\\u0000b\"}");
    EXPECT_EQ(own.status, 200) << own.body;
    EXPECT_TRUE(county.verify().empty()) << "a name that cannot be kept is none, in the record as in its journal";
    EXPECT_NE(own.object().at("storage_key"), first.object().at("storage_key"));

    auto const push = [&](Caller const& who, int sequence) {
        return who.post("/api/push", "{\"device\":\"" + id + "\",\"sequence\":" + std::to_string(sequence) +
                                         ",\"device_offset_ms\":-90000,\"items\":[]}");
    };
    EXPECT_EQ(push(wang, 4).object().at("device").at("sequence"), 4);
    EXPECT_EQ(push(wang, 2).object().at("device").at("sequence"), 4) << "an old state of itself is told so";
    EXPECT_EQ(push(li, 5).problem(), "409.191");

    auto const move = [&](Caller const& who, char const* transition, int version) {
        return who.post(
            "/api/records/device/" + id + "/moves/" + transition,
            "{\"command\":\"" + format(county.fresh_id()) + "\",\"base_version\":" + std::to_string(version) + "}");
    };
    EXPECT_EQ(move(wang, "revoke", 1).problem(), "403.50") << "a holder does not revoke";
    EXPECT_EQ(move(site.as("west"), "revoke", 1).status, 404) << "nor another village";
    ASSERT_EQ(move(east, "revoke", 1).status, 200);
    EXPECT_EQ(wang.get("/api/field/sync").problem(), "401.190");
    EXPECT_EQ(wang.get("/api/session").problem(), "401.190");
    EXPECT_EQ(push(wang, 5).problem(), "401.190");
    auto const again = site.as("wang");
    EXPECT_EQ(again.get("/api/session").status, 200) << "the person is not locked out";
    EXPECT_EQ(again.post("/api/field/device", body).problem(), "401.190");
    ASSERT_EQ(move(site.as("administrator"), "restore", 2).status, 200);
    EXPECT_EQ(again.post("/api/field/device", body).object().at("storage_key"), first.object().at("storage_key"));
}

TEST_F(Api, APhoneWithAWrongClockIsJudgedByTheTimeThatItWas) {
    auto const round = county.open_round(2);  // due at 11:00
    auto const wang = site.as("wang");
    auto const hours = [](int n) { return n * ms_per_hour; };
    auto const visit = [&](Id const& id, int home, Instant shown, std::string const& offset) {
        return R"({"type":"household_screening","id":")" + format(id) + R"(","stated_at":")" + format(shown) + "\"" +
               offset + R"(,"fields":)" + county.visit(round, county.home(std::size_t(home))) + "}";
    };
    auto const push = [&](std::string const& batch_offset, std::string const& item) {
        return wang.post("/api/push", "{" + batch_offset + "\"items\":[" + item + "]}").object();
    };
    auto const status = [&](json::object const& answer) { return text(answer.at("results").at(0).at("status")); };
    auto const made = county.clock().now();
    auto const fast = county.fresh_id(), slow = county.fresh_id(), unknown = county.fresh_id();
    county.clock().advance(hours(3));  // all arrive at 12:00, made at 09:00

    // Five hours fast: 14:00 on the phone, which knew it when the visit was made.
    auto const item = visit(fast, 0, made + hours(5), ",\"device_offset_ms\":18000000");
    EXPECT_EQ(status(push("", item)), "created");
    EXPECT_EQ(status(push("", item)), "repeat");
    // Four hours slow: 05:00 on the phone, which says so with the batch alone.
    EXPECT_EQ(status(push("\"device_offset_ms\":-14400000,", visit(slow, 1, made + -hours(4), ""))), "created");
    EXPECT_EQ(county.figures(round, story::east.group(1)), story::figures(3, 2, 0)) << "neither came too late";
    // A clock nobody knows to be wrong is still refused what has not happened yet.
    auto const refused = push("", visit(unknown, 2, made + hours(5), ""));
    EXPECT_EQ(text(refused.at("results").at(0).at("problems").at(0).at("number")), "422.64");

    auto const entry = wang.get("/api/records/household_screening/" + format(fast) + "/history").object().at("items").at(0);
    EXPECT_EQ(text(entry.at("stated_at")), format(made));
    EXPECT_EQ(entry.at("clock_offset_ms"), hours(5)) << "what the phone showed can be told again";
    for (auto const* offset : {"\"far\"", "1.5", "9000000000000000000", "-9223372036854775808", "-9000000000000"}) {
        auto const answer = wang.post("/api/push", std::string("{\"device_offset_ms\":") + offset + ",\"items\":[]}");
        EXPECT_EQ(answer.problem(), "400.7") << offset;
        EXPECT_EQ(answer.problem_field(), "device_offset_ms") << offset;
    }
    EXPECT_TRUE(county.verify().empty());
}

}  // namespace
}  // namespace fx::api
