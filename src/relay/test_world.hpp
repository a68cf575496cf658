#pragma once
/// For the tests of this folder: a county of households with its sender, a prefecture with its receiver, and a line between
/// them that a test cuts, delays and repeats. Clocks and dice are the test's.

#include "relay/figures.hpp"
#include "relay/receiver.hpp"
#include "relay/sender.hpp"
#include "store/test_store.hpp"

#include <gtest/gtest.h>

#include <set>

namespace fx::relay::test {

inline constexpr Place prefecture = Place::division(610'600'000'000), county = Place::division(610'627'000'000),
                       township = Place::division(610'627'101'000), east = Place::division(610'627'101'201),
                       west = Place::division(610'627'101'202), hill = Place::division(610'627'102'000),
                       far = Place::division(610'627'102'201), neighbour = Place::division(610'628'000'000);
inline constexpr std::int64_t county_code = 610'627'000'000;

inline DivisionTree divisions() {
    DivisionTree tree;
    auto const add = [&](Place place, Place parent, Level level) {
        tree.add({place, parent, "x", level, classify(level, place, "x")});
    };
    add(Place::division(610'000'000'000), {}, Level::province);
    add(prefecture, Place::division(610'000'000'000), Level::prefecture);
    add(county, prefecture, Level::county);
    add(neighbour, prefecture, Level::county);
    add(township, county, Level::township);
    add(hill, county, Level::township);
    add(east, township, Level::village);
    add(west, township, Level::village);
    add(far, hill, Level::village);
    EXPECT_TRUE(tree.finish("test").has_value());
    for (auto const village : {east, west, far})
        for (int const number : {1, 2}) EXPECT_TRUE(tree.add_group(village, number, "x").has_value());
    return tree;
}

/// Delivers to the receiver, or not: `fate` decides each time.
class Line final : public Transport {
public:
    enum class Fate { delivered, lost, answer_lost, refused };
    explicit Line(store::test::TestStore& upper) : upper_(upper) {}

    Answer post(Envelope const& envelope) override {
        sent.push_back(envelope);
        auto const now = fate();
        if (now == Fate::lost) return {0, "cut"};
        if (now == Fate::refused) return {503, ""};
        auto answer = deliver(envelope);
        return now == Fate::answer_lost ? Answer{0, "cut"} : answer;
    }
    /// What the upper instance answers to this, now.
    Answer deliver(Envelope const& envelope) {
        Receiver receiver(*upper_);
        auto const receipt = receiver.receive(envelope);
        if (receipt.has_error())
            return {receipt.error().status(), "{\"problem\":{\"number\":\"" + receipt.error().number() + "\"}}"};
        auto const body =
            "{\"acknowledged\":" + std::to_string(receipt->acknowledged) + ",\"hash\":\"" + receipt->hash + "\"}";
        return {receipt->outcome == Receipt::Outcome::gap ? 409 : 200, body};
    }

    std::function<Fate()> fate = [] { return Fate::delivered; };
    std::vector<Envelope> sent;

private:
    store::test::TestStore& upper_;
};

struct World {
    explicit World(std::uint64_t seed = 1) : dice(seed), key(make_key()) {
        settings.rows_max = 3;  // so that statements continue
        Upstream upstream;
        upstream.county = county_code;
        upstream.url = "http://t";
        write(lower, [&](store::Tx& tx) { tx.put(upstream_table(), to_row(upstream)); });
        Lower registered;
        registered.instance = county;
        registered.name = "甘泉县";
        registered.key = key.public_key();
        EXPECT_TRUE(
            upper->write([&](store::Tx& tx) { return register_lower(tx, tree, prefecture, registered); }).has_value());
        restart();
    }

    template <class Work>
    static void write(store::test::TestStore& store, Work work) {
        ASSERT_TRUE(store->write([&](store::Tx& tx) -> Result<void> { return work(tx), Result<void>(); }).has_value());
    }
    /// The sender as after a crash: what it knows is what was durable.
    void restart() {
        sender = Sender::start({*lower, network, line, lower.clock, dice, key, settings}, county_code).value();
    }
    void pass(std::int64_t ms) { lower.clock.advance(ms), upper.clock.advance(ms); }

    records::Period open(std::string const& type) {
        records::Period period;
        period.county = county_code;
        period.id = make_id(lower.clock.now(), dice);
        period.type = type;
        period.label = "张三家的排查";
        period.area = county;
        period.opens_at = lower.clock.now();
        period.due_at = period.opens_at + ms_per_day;
        period.subject_type = type == "household_screening" ? "household" : "person";
        network.period_opened(period);
        periods.push_back(period);
        return period;
    }
    void tell(records::ObligationEvent event) {
        event.county = county_code;
        network.apply({event});
    }
    Id household(Place at) {
        auto const id = make_id(lower.clock.now(), dice);
        tell({records::ObligationEvent::What::subject_added, 0, {}, id, at, false, "household"});
        return id;
    }
    void owe(records::Period const& period, Id const& subject, Place at) {
        tell({records::ObligationEvent::What::opened, 0, period.id, subject, at, false, ""});
    }
    void fulfil(records::Period const& period, Id const& subject, bool late = false) {
        tell({records::ObligationEvent::What::fulfilled, 0, period.id, subject, {}, late, ""});
    }

    /// Steps until everything is said and acknowledged.
    void settle() {
        line.fate = [] { return Line::Fate::delivered; };
        for (int quiet = 0, steps = 0; quiet < 2; ++steps) {
            ASSERT_LT(steps, 300) << "never quiet";
            pass(settings.interval_ms);
            auto const before = line.sent.size();
            ASSERT_TRUE(sender->step().has_value());
            bool const idle = sender->progress().waiting == 0 && line.sent.size() == before;
            quiet = idle ? quiet + 1 : 0;
            if (steps > 100) quiet = 2;  // a heartbeat in every step: settings made it so
        }
    }
    /// At every division down to where the period is counted, the upper instance says what the lower one says.
    void expect_equal(std::string const& when) {
        auto const view = network.view();
        for (auto const& period : periods) {
            auto const finest = network::of_everybody(period.type) ? Level::village : Level::township;
            for (auto const& node : view.divisions().subtree(county)) {
                if (node.level > finest) continue;
                auto const here = view.figures(period.id, node.place).value_or(coverage::Figures{});
                EXPECT_EQ(above(period.id, node.place), here) << when << ": " << period.type << " at " << format(node.place);
            }
        }
    }
    coverage::Figures above(Id const& period, Place place) {
        std::vector<coverage::PlaceFigures> nodes;
        EXPECT_TRUE(upper
                        ->read([&](store::Reader& reader) -> Result<void> {
                            FX_TRY(nodes, figures_below(reader, tree, county, period, place));
                            return {};
                        })
                        .has_value());
        return nodes.at(0).figures;
    }
    Lower heard() {
        std::optional<Lower> out;
        EXPECT_TRUE(upper
                        ->read([&](store::Reader& reader) -> Result<void> {
                            FX_TRY(out, lower_of(reader, county));
                            return {};
                        })
                        .has_value());
        return *out;
    }

    SeededRandom dice;
    store::test::TestStore lower, upper;
    DivisionTree tree = divisions();
    network::Network network{divisions(), 7};
    Line line{upper};
    Settings settings;
    store::SigningKey key;
    std::unique_ptr<Sender> sender;
    std::vector<records::Period> periods;

private:
    store::SigningKey make_key() { return open_key(lower.directory(), true, dice).value(); }
};

}  // namespace fx::relay::test
