#include "process.hpp"
#include "proxy.hpp"
#include "relay/statement.hpp"
#include "served.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace fx::api {
namespace {

/// A county's site and its prefecture's, each a process of its own, and a line between them.
class TwoLevels : public testing::Test {
protected:
    story::County county;
    Id round;
    std::string lower_token, upper_token;
    std::optional<ServingChild> upper, lower;
    std::optional<Proxy> line;

    void SetUp() override {
        round = county.open_round();
        make_lower_token();
        county.close();
        make_upper();
        upper.emplace(upper_site());
        ASSERT_NE(upper->port(), 0);
        line.emplace(upper->port());
        quicken(county.site());
        auto const set = ran(county.site(), {"upstream", "set", "--name", "甘泉县", "--url", url()});
        key_ = json::value_to<std::string>(set.at("key"));
    }
    void TearDown() override {
        lower.reset();
        upper.reset();
        std::filesystem::remove_all(upper_site());
    }

    std::string upper_site() const { return county.site() + "/../prefecture"; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(line->port()); }

    json::value ran(std::string const& site, std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--data", site, "--json"});
        auto const finished = fangxian(arguments);
        EXPECT_EQ(finished.exit, 0) << arguments.front() << " " << arguments.back() << ": " << finished.err;
        boost::system::error_code error;
        auto value = json::parse(finished.out, error);
        return error ? json::value() : value;
    }
    void make_lower_token() {
        app::Accounts accounts(county.program());
        county.program().store->read([&](store::Reader& reader) { return accounts.load(reader); }).value();
        auto const fresh = server::make_api_token(county.program().random);
        auto const& wang = county.actor("wang");
        auto const now = county.clock().now();
        app::ApiToken const token{fresh.id, wang.user, wang.post, "t", fresh.hash, now, now + 36500 * ms_per_day, {}};
        county.program().store->write([&](store::Tx& tx) { return accounts.put_token(tx, wang, token); }).value();
        lower_token = fresh.text;
    }
    void make_upper() {
        auto const made = fangxian(
            {"init", "--data", upper_site(), "--county", "6106", "--divisions", county.site() + "/../source.csv", "--json"});
        ASSERT_EQ(made.exit, 0) << made.err;
        upper_token = json::value_to<std::string>(ran(upper_site(), {"user", "token", "admin"}).at("token"));
    }
    /// Seconds become hundredths: a test does not wait.
    static void quicken(std::string const& site) {
        std::ifstream in(site + "/site.jsonc");
        std::stringstream text;
        text << in.rdbuf();
        auto settings = text.str();
        settings.insert(settings.rfind('}'),
                        ",\"relay\":{\"interval_seconds\":0.05,\"heartbeat_seconds\":0.5,\"retry_seconds_min\":0.05,"
                        "\"retry_seconds_max\":0.2,\"timeout_seconds\":2}");
        std::ofstream(site + "/site.jsonc") << settings;
    }
    void register_county() {
        auto const body = R"({"place":"610627","name":"甘泉县","key":")" + key_ + "\"}";
        EXPECT_EQ(above().post("/api/relay/counties", body).status, 201);
    }

    Caller above() const { return Caller::machine(upper->port(), upper_token); }
    Caller below() const { return Caller::machine(lower->port(), lower_token); }
    /// What the prefecture says of its one county.
    json::object told() const {
        auto const items = above().get("/api/relay/counties").object().at("items").as_array();
        return items.empty() ? json::object() : items.at(0).as_object();
    }
    std::int64_t fulfilled_above() const {
        auto const county_above = told();
        auto const* period = county_above.if_contains("period");
        return period == nullptr || !period->is_object() ? -1 : period->at("fulfilled").as_int64();
    }
    void screen(std::size_t home) {
        auto const item = ServedCounty::creation(county.fresh_id(), county.visit(round, county.home(home)));
        EXPECT_EQ(below().post("/api/records/household_screening", item).status, 201);
    }

    std::string key_;
};

TEST_F(TwoLevels, FiguresTravelThroughALineThatIsCutAndHealed) {
    lower.emplace(county.site());
    ASSERT_NE(lower->port(), 0);
    EXPECT_TRUE(server::testkit::soon([&] { return line->connections() > 0; }));
    EXPECT_TRUE(above().get("/api/relay/counties").object().at("items").as_array().empty())
        << "nobody speaks who is not registered";
    register_county();
    EXPECT_EQ(told().at("name"), "甘泉县");
    ASSERT_TRUE(server::testkit::soon([&] { return fulfilled_above() == 0; })) << "expected 12, done 0";
    EXPECT_EQ(told().at("period").at("expected"), 12);
    EXPECT_EQ(told().at("standing"), "fresh");

    std::size_t home = 0;
    for (auto const bytes : {0, 1, 400}) {
        line->cut_after(bytes);
        screen(home);
        auto const tried = line->connections();
        EXPECT_TRUE(server::testkit::soon([&] { return line->connections() > tried + 2; })) << "it tries again";
        EXPECT_EQ(fulfilled_above(), std::int64_t(home)) << "nothing of half a statement is taken";
        line->heal();
        ++home;
        EXPECT_TRUE(server::testkit::soon([&] { return fulfilled_above() == std::int64_t(home); })) << "after " << bytes;
    }
    auto const opened = above().get("/api/relay/counties/610627?at=610627101").object();
    EXPECT_EQ(opened.at("nodes").at(0).at("fulfilled"), 3);
    EXPECT_EQ(opened.at("nodes").at(1).at("place"), "610627101201");
    EXPECT_EQ(opened.at("nodes").at(1).at("fulfilled"), 3);
    EXPECT_EQ(opened.at("nodes").at(2).at("expected"), 6);
    EXPECT_EQ(above().get("/api/relay/counties/610627?at=6106").problem(), "403.51");
}

TEST_F(TwoLevels, AnswersThatNeverComeAndProcessesThatDieLoseNothing) {
    lower.emplace(county.site());
    register_county();
    ASSERT_TRUE(server::testkit::soon([&] { return fulfilled_above() == 0; }));
    line->swallow_answers(true);
    auto const tried = line->connections();
    screen(0);
    // Unless a heartbeat was under way: then that one's answer is waited for, again and again.
    EXPECT_TRUE(server::testkit::soon([&] { return fulfilled_above() == 1 || line->connections() > tried + 1; }))
        << "it arrived; only its sender does not know";
    lower->kill_at_once();
    line->heal();
    lower.emplace(county.site());
    screen(1);
    EXPECT_TRUE(server::testkit::soon([&] { return fulfilled_above() == 2; }));

    upper->kill_at_once();
    screen(2);
    upper.emplace(upper_site());
    line->lead_to(upper->port());
    EXPECT_TRUE(server::testkit::soon([&] { return fulfilled_above() == 3; }));
    EXPECT_EQ(told().at("period").at("missing"), 9);
}

TEST_F(TwoLevels, NothingPersonalEverTravels) {
    lower.emplace(county.site());
    register_county();
    auto const person = ServedCounty::creation(
        county.fresh_id(), R"({"household":")" + format(county.home(0).id) +
                               R"(","name":"欧阳晓晨","sex":"2","residence_type":"1","id_type":"01",)"
                               R"("id_number":"11010519491231002X","phone":"13912345678","note":"独居老人"})");
    EXPECT_EQ(below().post("/api/records/person", person).status, 201);
    for (std::size_t home = 0; home < 3; ++home) screen(home);
    ASSERT_TRUE(server::testkit::soon([&] { return fulfilled_above() == 3; }));
    auto const carried = line->carried();
    for (auto const* personal : {"欧阳晓晨", "王建国", "李秀英", "11010519491231002X", "13912345678", "13800000000",
                                 "独居老人", "wang", "全覆盖排查", "01-0"})
        EXPECT_EQ(carried.find(personal), std::string::npos) << personal;
    for (auto const& home : county.homes()) {
        EXPECT_EQ(carried.find(format(home.id)), std::string::npos);
        for (auto const& member : home.members) EXPECT_EQ(carried.find(format(member)), std::string::npos);
    }
    // Every statement is of the one form that has no place for more: read by the strict reader, written again, the same.
    int statements = 0;
    for (auto at = carried.find("\r\n\r\n"); at != carried.npos; at = carried.find("\r\n\r\n", at + 4)) {
        auto const body = carried.substr(at + 4, carried.find("POST ", at) - at - 4);
        auto const statement = relay::parse_statement(body);
        ASSERT_TRUE(statement.has_value()) << statement.error().en() << body;
        EXPECT_EQ(relay::to_json(*statement), body);
        ++statements;
    }
    EXPECT_GT(statements, 1);
}

TEST_F(TwoLevels, StrangersAndForgersAreRefused) {
    register_county();
    auto const nobody = Caller(upper->port());
    for (auto const& path : {"/api/relay/counties", "/api/relay/counties/610627", "/api/relay/upstream"})
        EXPECT_EQ(nobody.get(path).problem(), "401.130");
    EXPECT_EQ(nobody.post("/api/relay", "{}").problem(), "403.200");
    auto const send = [&](std::string const& fields, std::string const& body) {
        server::testkit::Client client(upper->port());
        client.send("POST /api/relay HTTP/1.1\r\nHost: t\r\n" + fields + "Content-Length: " + std::to_string(body.size()) +
                    "\r\n\r\n" + body);
        auto const reply = client.receive();
        return Answer{reply.status, reply.body, reply.head};
    };
    auto const as_county = std::string("Fangxian-Instance: 610627000000\r\n");
    EXPECT_EQ(send(as_county, "{}").problem(), "403.201");
    EXPECT_EQ(send(as_county + "Fangxian-Signature: " + std::string(128, '0') + "\r\n", "{}").problem(), "403.201");
    EXPECT_EQ(send("Fangxian-Instance: 610628000000\r\n", "{}").problem(), "403.200");
    EXPECT_EQ(send(as_county, std::string((1U << 20) + 1, ' ')).problem(), "413.3");
    EXPECT_EQ(above().post("/api/relay/counties", R"({"place":"610627","name":"x","key":"00"})").problem(), "400.206");
    EXPECT_EQ(above().post("/api/relay/counties", R"({"place":"610000","name":"x","key":")" + key_ + "\"}").problem(),
              "422.212");
    EXPECT_EQ(above()
                  .post("/api/relay/counties", R"({"place":"610627","name":"x","key":")" + std::string(64, '1') + "\"}")
                  .problem(),
              "409.210");
    EXPECT_EQ(told().at("standing"), "silent") << "registered and never heard of";
    EXPECT_EQ(above().post("/api/relay/counties/610627/remove").status, 200);
    EXPECT_TRUE(told().empty());
    EXPECT_EQ(above().post("/api/relay/counties/610627/remove").problem(), "404.5");
}

}  // namespace
}  // namespace fx::api
