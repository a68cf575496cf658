#include "process.hpp"
#include "served.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <set>

namespace fx::api {
namespace {

/// The story county with an open round and a machine's token for "wang", served by a child process.
class Crash : public testing::Test {
protected:
    story::County county;
    Id round;
    std::string token;
    std::set<std::string> acknowledged;

    void SetUp() override {
        round = county.open_round();
        app::Accounts accounts(county.program());
        county.program().store->read([&](store::Reader& reader) { return accounts.load(reader); }).value();
        auto const fresh = server::make_api_token(county.program().random);
        token = fresh.text;
        auto const& wang = county.actor("wang");
        auto const now = county.clock().now();
        // The child lives by the machine's clock: the token outlasts this century.
        app::ApiToken const stored{fresh.id, wang.user, wang.post, "load", fresh.hash, now, now + 36500 * ms_per_day, {}};
        county.program().store->write([&](store::Tx& tx) { return accounts.put_token(tx, wang, stored); }).value();
        county.close();
    }

    /// A new household and its screening.
    std::string item_pair() {
        story::Home const home{county.fresh_id(), story::east.group(1), {}};
        auto const fields =
            R"({"zone":")" + format(home.place) + R"(","house_code":"8-8","house_use":"1","head_name":"赵敏"})";
        return ServedCounty::creation(home.id, fields).insert(1, "\"type\":\"household\",") + "," +
               ServedCounty::creation(county.fresh_id(), county.visit(round, home))
                   .insert(1, "\"type\":\"household_screening\",");
    }

    /// Pushes batches on one connection until it breaks or `batches` are through; notes every acknowledged record.
    /// The number of the first problem of the first answer that is no success; "" when there was none.
    std::string load(std::uint16_t port, int batches, int pairs) {
        server::testkit::Client client(port);
        for (int i = 0; i < batches; ++i) {
            std::string items = item_pair();
            for (int k = 1; k < pairs; ++k) items += "," + item_pair();
            auto const body = "{\"items\":[" + items + "]}";
            auto const reply = client.ask("POST /api/push HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer " + token +
                                          "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
            Answer const answer{reply.status, reply.body, reply.head};
            if (reply.status != 200) return reply.status == 0 ? "" : answer.problem();
            auto const said = answer.object();
            for (auto const& result : said.at("results").as_array()) {
                EXPECT_EQ(result.at("status"), "created") << reply.body.substr(0, 500);
                acknowledged.insert(json::value_to<std::string>(result.at("id")));
            }
        }
        return "";
    }

    /// Every acknowledged record is there, none twice, figures equal plain SQL, the journal verifies.
    void expect_nothing_lost() {
        county.restart();
        std::set<std::string> stored;
        for (auto const* type : {"household", "household_screening"})
            for (auto const& record : county.records(type)) EXPECT_TRUE(stored.insert(format(record.id)).second);
        for (auto const& id : acknowledged) EXPECT_TRUE(stored.contains(id)) << id;
        county.program()
            .store
            ->read([&](store::Reader& reader) -> Result<void> {
                FX_TRY(auto const twice,
                       reader.query("SELECT record FROM journal WHERE action = 'create' GROUP BY record HAVING COUNT(*) > 1",
                                    {}));
                EXPECT_TRUE(twice.empty());
                return {};
            })
            .value();
        for (auto const& [place, figures] : county.figures_by_sql(round))
            EXPECT_EQ(county.figures(round, place), figures) << format(place);
        for (auto const& finding : county.verify()) ADD_FAILURE() << finding.kind << " " << finding.detail;
        county.close();
    }
};

TEST_F(Crash, AKilledProcessLosesNothingItHadAcknowledged) {
    SeededRandom random(20200203);
    for (int round_of_killing = 0; round_of_killing < 5; ++round_of_killing) {
        auto const before = acknowledged.size();
        {
            ServingChild child(county.site());
            ASSERT_NE(child.port(), 0);
            EXPECT_EQ(load(child.port(), 1, 5), "");
            std::thread assassin([&, after = std::chrono::milliseconds(random.below(400))] {
                std::this_thread::sleep_for(after);
                child.kill_at_once();
            });
            load(child.port(), 1'000'000, 25);
            assassin.join();
        }
        EXPECT_GT(acknowledged.size(), before);
        expect_nothing_lost();
    }
}

TEST_F(Crash, AFullDiskRefusesWritesClearlyAndStillReads) {
    if (county.on_postgres()) GTEST_SKIP() << "the disk that fills is the database server's";
    // The WAL is the file that grows: let it reach two megabytes and no more.
    {
        ServingChild child(county.site(), 2U << 20);
        ASSERT_NE(child.port(), 0);
        auto const problem = load(child.port(), 2000, 50);
        EXPECT_TRUE(problem == "507.44" || problem == "503.49" || problem == "503.40") << problem;
        EXPECT_GT(acknowledged.size(), 0U);
        auto const wang = Caller::machine(child.port(), token);
        auto const read = wang.get("/api/coverage/" + format(story::east.group(1)));
        EXPECT_EQ(read.status, 200) << read.body;
        EXPECT_EQ(wang.get("/api/field/sync").status, 200);
    }
    expect_nothing_lost();
}

}  // namespace
}  // namespace fx::api
