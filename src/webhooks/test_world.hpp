#pragma once
/// For the tests of this folder: a county whose journal gets orders, a dispatcher over it, and gateways whose answers a test
/// scripts. Clock and dice are the test's.

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "catalog/product_test_catalogue.hpp"
#include "records/query.hpp"
#include "store/test_store.hpp"
#include "webhooks/dispatcher.hpp"
#include "webhooks/hooks.hpp"

#include <boost/json.hpp>

#include <functional>

namespace fx::webhooks::test {

inline constexpr std::int64_t county_code = 610'627'000'000;
inline constexpr Place county = Place::division(county_code), township = Place::division(610'627'101'000),
                       east = Place::division(610'627'101'201), hill = Place::division(610'627'102'000);

inline DivisionTree divisions() {
    DivisionTree tree;
    auto const add = [&](Place place, Place parent, Level level, std::string const& name) {
        tree.add({place, parent, name, level, classify(level, place, name)});
    };
    add(Place::division(610'000'000'000), {}, Level::province, "陕西省");
    add(Place::division(610'600'000'000), Place::division(610'000'000'000), Level::prefecture, "延安市");
    add(county, Place::division(610'600'000'000), Level::county, "甘泉县");
    add(township, county, Level::township, "道镇");
    add(hill, county, Level::township, "劳山乡");
    add(east, township, Level::village, "东村");
    EXPECT_TRUE(tree.finish("test").has_value());
    return tree;
}

/// What a gateway was sent.
struct Sent {
    std::string host;
    http::Post post;
    Instant at;
    boost::json::object body() const { return boost::json::parse(post.body).as_object(); }
    std::string text(std::string_view member) const { return std::string(body().at(member).as_string()); }
    std::string field(std::string_view name) const {
        for (auto const& [each, value] : post.fields)
            if (each == name) return value;
        return {};
    }
};

class Gateways final : public Transport {
public:
    explicit Gateways(ManualClock& clock) : clock_(clock) {}
    http::Answer post(http::Address const& to, http::Post const& post, std::int64_t timeout_ms) override {
        EXPECT_EQ(timeout_ms, 10 * ms_per_second);
        sent.push_back({to.host, post, clock_.now()});
        return answer(to.host);
    }
    std::vector<Sent> to(std::string const& host) const {
        std::vector<Sent> out;
        for (auto const& one : sent)
            if (one.host == host) out.push_back(one);
        return out;
    }
    std::function<http::Answer(std::string const& host)> answer = [](auto const&) { return http::Answer{200, ""}; };
    std::vector<Sent> sent;

private:
    ManualClock& clock_;
};

struct World {
    explicit World(std::string_view engine_name) : store(engine_name), gateways(store.clock) {
        records::Engine::Parts parts;
        parts.catalogue = std::shared_ptr<catalog::Catalogue const>(&catalog::product(), [](auto const*) {});
        parts.responsibility = &network;
        parts.subjects = &network;
        parts.sealer = &sealer;
        parts.journal = &store->journal();
        engine = std::make_unique<records::Engine>(std::move(parts));
        add_hooks(*engine);
        EXPECT_TRUE(store->read([&](store::Reader& reader) { return engine->start(reader); }).has_value());
        restart();
    }

    /// As after a crash: what it knows is what was durable.
    void restart() {
        dispatcher = std::make_unique<Dispatcher>(Dispatcher::Parts{*store,
                                                                    {*engine, network, plans, county},
                                                                    gateways,
                                                                    store.clock,
                                                                    store.random,
                                                                    Settings::of(*catalog::product().type("webhook")),
                                                                    county_code});
    }
    Id hook(std::string const& host, Place area = county, std::string const& events = R"(["order_issued"])") {
        auto const id = store.id();
        EXPECT_EQ(try_hook(id, "https://" + host + "/in", area, events), "");
        return id;
    }
    /// The number of the problem; empty when it was made.
    std::string try_hook(Id const& id, std::string const& url, Place area = county,
                         std::string const& events = R"(["order_issued"])") {
        auto const fields = boost::json::parse(R"({"name":"短信","area":")" + format(area) + R"(","url":")" + url +
                                               R"(","events":)" + events + "}");
        auto const prepared =
            engine->prepare_create("webhook", id, store.clock.now(), fields.as_object(), store.clock.now());
        if (!prepared.command) return prepared.problems.at(0).number();
        std::string refused;
        write([&](store::Tx& tx) {
            auto const outcome = engine->create(tx, administrator, *prepared.command);
            if (!outcome.ok()) refused = outcome.problems.at(0).number();
        });
        return refused;
    }
    void move(Id const& id, std::string const& transition, std::string const& fields = "{}") {
        records::ChangeCommand command;
        command.table = engine->table("webhook");
        command.id = id;
        command.command = store.id();
        command.base_version = version(id);
        command.stated_at = store.clock.now();
        command.fields = boost::json::parse(fields).as_object();
        command.transition = transition;
        write([&](store::Tx& tx) {
            auto const outcome = engine->change(tx, administrator, command);
            EXPECT_TRUE(outcome.ok()) << (outcome.ok() ? "" : outcome.problems.at(0).number());
        });
    }
    std::int64_t version(Id const& id) {
        std::int64_t found = 0;
        auto const read = store->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(auto const of, records::stored(*engine, reader, *engine->table("webhook"), county_code, id));
            found = of->version;
            return {};
        });
        EXPECT_TRUE(read.has_value());
        return found;
    }
    /// An entry as issuing an order makes it; its id.
    Id order(Place at = county, std::string const& subject = "加强排查") {
        namespace order = handles::order;
        Draft draft(order::fields);
        draft.set(order::subject, subject).set(order::topic, "1").set(order::urgency, "3").set(order::body, "找张三");
        draft.set(order::acknowledge_by, store.clock.now() + ms_per_hour).set(order::addressed, 12);
        return entry("order", "create", at, draft.take());
    }
    Id entry(std::string const& type, std::string const& action, Place at, Row const& values) {
        auto const& table = *engine->table(type);
        auto const id = store.id();
        store::Entry made;
        made.county = county_code;
        made.type = type;
        made.record = made.command = id;
        made.action = action;
        made.place = at;
        made.stated_at = store.clock.now();
        made.body = table.body(id, values, {}, sealer);
        write([&](store::Tx& tx) { tx.append(made); });
        return id;
    }
    void step() {
        auto const next = dispatcher->step();
        ASSERT_TRUE(next.has_value()) << next.error().en() << next.error().detail();
    }
    /// So long, looking every `every`.
    void pass(std::int64_t ms, std::int64_t every = ms_per_minute) {
        for (auto const end = store.clock.now() + ms; store.clock.now() < end;) store.clock.advance(every), step();
    }
    Delivery state(Id const& of) {
        Delivery found;
        auto const read = store->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(auto const stored, delivery_of(reader, county_code, of));
            found = stored.value_or(Delivery{});
            return {};
        });
        EXPECT_TRUE(read.has_value());
        return found;
    }
    template <class Work>
    void write(Work work) {
        ASSERT_TRUE(store->write([&](store::Tx& tx) -> Result<void> { return work(tx), Result<void>(); }).has_value());
    }

    store::test::TestStore store;
    network::Network network{divisions(), 7};
    records::Sealer sealer{records::Sealer::Key{1, 2, 3}};
    catalog::LoadedPlans plans;
    Gateways gateways;
    std::unique_ptr<records::Engine> engine;
    std::unique_ptr<Dispatcher> dispatcher;
    records::Actor administrator{{}, {}, "administrator", county};
};

}  // namespace fx::webhooks::test
