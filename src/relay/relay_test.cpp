#include "relay/test_world.hpp"

#include <fmt/format.h>

namespace fx::relay {
namespace {

using namespace test;
using Fate = Line::Fate;

TEST(Relay, CountsArriveAtVillagesAndNothingElse) {
    World world;
    auto const round = world.open("household_screening");
    for (auto const place : {east.group(1), east.group(2), west.group(1), far.group(1)})
        world.owe(round, world.household(place), place);
    auto const done = world.household(east.group(1));
    world.owe(round, done, east.group(1));
    world.fulfil(round, done);
    world.settle();
    world.expect_equal("after the first statements");
    EXPECT_EQ(world.above(round.id, east), (coverage::Figures{3, 1, 0}));
    EXPECT_EQ(world.above(round.id, county), (coverage::Figures{5, 1, 0}));
    for (auto const& envelope : world.line.sent) {
        EXPECT_EQ(envelope.body.find(round.label), std::string::npos) << "what an officer wrote stays in the county";
        EXPECT_EQ(envelope.body.find(format(east.group(1))), std::string::npos) << "a group is too few people";
    }
}

TEST(Relay, ThoseUnderObservationAreCountedToTownshipsOnly) {
    World world;
    auto const slot = world.open("temperature");
    auto const person = make_id(world.lower.clock.now(), world.dice);
    world.owe(slot, person, east.group(1));
    world.settle();
    EXPECT_EQ(world.above(slot.id, township).expected, 1U);
    EXPECT_EQ(world.above(slot.id, east).expected, 0U) << "one person of a village could be recognized";
    for (auto const& envelope : world.line.sent)
        EXPECT_EQ(envelope.body.find("610627101201"), std::string::npos) << envelope.body;
}

TEST(Relay, AnAnswerThatIsLostCostsNothing) {
    World world;
    auto const round = world.open("household_screening");
    auto const home = world.household(east.group(1));
    world.owe(round, home, east.group(1));
    world.line.fate = [] { return Fate::answer_lost; };
    ASSERT_TRUE(world.sender->step().has_value());
    EXPECT_EQ(world.sender->progress().waiting, 1);
    EXPECT_EQ(world.heard().sequence, 1) << "it had arrived";
    world.settle();
    world.expect_equal("after the repeat");
    EXPECT_EQ(world.line.sent[0].body, world.line.sent[1].body) << "the same statement again, not another";
}

TEST(Relay, NothingPilesUpWhileTheLineIsCut) {
    World world;
    auto const round = world.open("household_screening");
    world.line.fate = [] { return Fate::lost; };
    for (int hour = 0; hour < 24 * 14; ++hour) {
        world.owe(round, world.household(east.group(1)), east.group(1));
        world.pass(ms_per_hour);
        ASSERT_TRUE(world.sender->step().has_value());
    }
    EXPECT_EQ(world.sender->progress().waiting, 1);
    EXPECT_EQ(world.sender->progress().problem->number(), "503.209");
    world.settle();
    world.expect_equal("after two weeks");
    EXPECT_EQ(world.above(round.id, east).expected, 24U * 14);
}

TEST(Relay, YearsOfPeriodsTravelInStatementsThatAreTaken) {
    World world;
    world.settings.rows_max = 10'000;  // the most that a site may set
    world.restart();
    for (int half_day = 0; half_day < 2 * 365 * 7; ++half_day) world.open("temperature");
    auto const last = world.open("household_screening");
    world.owe(last, world.household(east.group(1)), east.group(1));
    world.settle();
    EXPECT_EQ(world.above(last.id, east).expected, 1U);
    for (auto const& envelope : world.line.sent) EXPECT_LT(envelope.body.size(), statement_bytes_max);
}

TEST(Relay, PausesGrowToTheirLimitAndNoFurther) {
    World world;
    world.open("household_screening");
    world.line.fate = [] { return Fate::lost; };
    std::int64_t longest = 0, first = 0;
    for (int i = 0; i < 40; ++i) {
        auto const next = world.sender->step().value();
        auto const pause = next - world.lower.clock.now();
        if (i == 0) first = pause;
        longest = std::max(longest, pause);
        EXPECT_LE(pause, world.settings.retry_max_ms);
        world.pass(pause);
    }
    EXPECT_LE(first, world.settings.retry_min_ms);
    EXPECT_GE(longest, world.settings.retry_max_ms / 2);
}

TEST(Relay, WithoutChangesAHeartbeatKeepsTheInformationFresh) {
    World world;
    world.settle();
    auto const before = world.heard();
    for (int i = 0; i < 30; ++i) {
        world.pass(world.settings.interval_ms);
        ASSERT_TRUE(world.sender->step().has_value());
    }
    EXPECT_GT(*world.heard().known_at, *before.known_at);
    auto const now = world.upper.clock.now();
    EXPECT_EQ(standing_of(world.heard(), now, world.settings), Standing::fresh);
    EXPECT_EQ(standing_of(world.heard(), now + 10 * ms_per_minute, world.settings), Standing::stale);
    EXPECT_EQ(standing_of(world.heard(), now + 2 * ms_per_hour, world.settings), Standing::silent);
    EXPECT_EQ(standing_of(Lower{}, now, world.settings), Standing::silent) << "never heard of";
}

TEST(Relay, AgeIsRightThoughTheCountysClockIsWrong) {
    World world;
    world.lower.clock.advance(-3 * ms_per_day);  // three days slow
    world.open("household_screening");
    world.line.fate = [] { return Fate::lost; };
    ASSERT_TRUE(world.sender->step().has_value());
    auto const made = world.upper.clock.now();
    world.pass(6 * ms_per_hour);
    world.line.fate = [] { return Fate::delivered; };
    ASSERT_TRUE(world.sender->step().has_value());
    EXPECT_EQ(*world.heard().known_at, made) << "six hours old, not three days, and not new";
    EXPECT_EQ(*world.heard().received_at, world.upper.clock.now());
}

TEST(Relay, WhatIsNotItsOwnIsRefusedAndChangesNothing) {
    World world;
    auto const now = world.lower.clock.now();
    auto const round = make_id(now, world.dice);
    Statement const good{county, 1,    no_hash(),
                         now,    true, {{round, "household_screening", county, now, now, {}, {{east, {3, 1, 0}}}}}};
    auto const refused = [&](Statement const& statement, Place as, store::SigningKey const& key) {
        Receiver receiver(*world.upper);
        auto const receipt = receiver.receive(seal(key, format(as), to_json(statement), now));
        return receipt.has_error() ? receipt.error().number() : std::string("accepted");
    };
    store::test::TestStore elsewhere;
    auto const strange = open_key(elsewhere.directory(), true, world.dice).value();
    EXPECT_EQ(refused(good, neighbour, world.key), "403.200");
    EXPECT_EQ(refused(good, county, strange), "403.201");
    auto about_neighbour = good;
    about_neighbour.periods[0].rows[0].place = Place::division(610'628'101'201);
    EXPECT_EQ(refused(about_neighbour, county, world.key), "403.202");
    about_neighbour = good;
    about_neighbour.periods[0].area = prefecture;
    EXPECT_EQ(refused(about_neighbour, county, world.key), "403.202");
    about_neighbour = good;
    about_neighbour.instance = neighbour;
    EXPECT_EQ(refused(about_neighbour, county, world.key), "403.202");
    auto altered = seal(world.key, format(county), to_json(good), now);
    altered.body[altered.body.find("3,1,0")] = '9';
    EXPECT_EQ(world.line.deliver(altered).status, 403);
    auto resent = seal(world.key, format(county), to_json(good), now);
    resent.sent_at = format(now + ms_per_day);
    EXPECT_EQ(world.line.deliver(resent).status, 403) << "the time of sending is signed too";
    EXPECT_EQ(world.heard().sequence, 0);
    EXPECT_EQ(world.above(round, county).expected, 0U);
    EXPECT_EQ(refused(good, county, world.key), "accepted");
}

/// Everything that can go wrong with a line and with two machines, by dice.
class Storm {
public:
    explicit Storm(std::uint64_t seed) : seed_(seed), world_(seed) {
        world_.upper.clock.advance(std::int64_t(dice().below(7 * ms_per_day)));
        world_.line.fate = [this] { return Fate(dice().below(4)); };
        copy("s", world_.lower, lower_tables);
        copy("s", world_.upper, upper_tables);
        world_.open("household_screening");
    }
    void run() {
        for (int phase = 0; phase < 3; ++phase) {
            for (int i = 0; i < 40; ++i) {
                happen();
                if (testing::Test::HasFatalFailure()) return;
            }
            world_.settle();
            world_.expect_equal(fmt::format("seed {}, phase {}", seed_, phase));
            world_.line.fate = [this] { return Fate(dice().below(4)); };
        }
    }

private:
    static constexpr std::string_view lower_tables[] = {"relay_upstream", "relay_outbox", "relay_stated"};
    static constexpr std::string_view upper_tables[] = {"relay_lower", "relay_period", "relay_figure"};
    Random& dice() { return world_.dice; }

    void copy(std::string_view to, store::test::TestStore& store, std::span<std::string_view const> tables) {
        for (auto const table : tables)
            store->execute_script(fmt::format("CREATE TABLE {}_{} AS SELECT * FROM {}", to, table, table)).value();
    }
    void keep(store::test::TestStore& store, std::span<std::string_view const> tables, bool back) {
        for (auto const table : tables)
            store
                ->execute_script(back ? fmt::format("DELETE FROM {0}; INSERT INTO {0} SELECT * FROM s_{0}", table)
                                      : fmt::format("DELETE FROM s_{0}; INSERT INTO s_{0} SELECT * FROM {0}", table))
                .value();
    }
    Place anywhere() {
        constexpr Place villages[] = {east, west, far};
        return villages[dice().below(3)].group(1 + int(dice().below(2)));
    }
    records::Period const& any_period() { return world_.periods[dice().below(world_.periods.size())]; }

    void happen() {
        switch (dice().below(12)) {
            case 0: world_.open(dice().below(2) == 0 ? "household_screening" : "temperature"); break;
            case 1:
            case 2:
            case 3: {
                auto const at = anywhere();
                auto const home = world_.household(at);
                homes_.push_back(home);
                world_.owe(any_period(), home, at);
                break;
            }
            case 4:
                if (!homes_.empty()) world_.fulfil(any_period(), any_home(), dice().below(2) == 0);
                break;
            case 5:
                if (!homes_.empty())
                    world_.tell({records::ObligationEvent::What::withdrawn, 0, any_period().id, any_home(), {}, false, ""});
                break;
            case 6:
                if (!homes_.empty())
                    world_.tell(
                        {records::ObligationEvent::What::subject_moved, 0, {}, any_home(), anywhere(), false, "household"});
                break;
            case 7: world_.restart(); break;
            case 8:  // an old statement comes once more, out of its order
                if (!world_.line.sent.empty()) world_.line.deliver(world_.line.sent[dice().below(world_.line.sent.size())]);
                break;
            case 9: {
                auto const lower = dice().below(2) == 0;
                auto const back = dice().below(3) == 0;  // one machine is restored from its backup, or makes a new one
                lower ? keep(world_.lower, lower_tables, back) : keep(world_.upper, upper_tables, back);
                if (lower && back) world_.restart();
                break;
            }
            default: break;
        }
        world_.pass(std::int64_t(dice().below(20'000)));
        ASSERT_TRUE(world_.sender->step().has_value()) << "seed " << seed_;
    }
    Id any_home() { return homes_[dice().below(homes_.size())]; }

    std::uint64_t seed_;
    World world_;
    std::vector<Id> homes_;
};

TEST(Relay, WhateverHappensOnTheWayTheLevelAboveSaysWhatTheCountySays) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Storm(seed).run();
        if (testing::Test::HasFailure()) return;
    }
}

}  // namespace
}  // namespace fx::relay
