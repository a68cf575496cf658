#include "webhooks/dispatcher.hpp"

#include "webhooks/test_world.hpp"
#include "webhooks/worker.hpp"

#include <atomic>
#include <thread>

namespace fx::webhooks {
namespace {

using http::Answer;
using test::World;

class Webhooks : public store::test::OnEveryEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, Webhooks, testing::Values("sqlite", "postgres"), [](auto const& of) { return of.param; });

TEST_P(Webhooks, EventsArriveInOrderFromTheMomentTheWebhookWasMade) {
    World world(GetParam());
    world.order();
    auto const id = world.hook("sms");
    std::vector<std::string> links;
    for (int i = 0; i < 5; ++i) links.push_back("/#/orders/" + format(world.order()));
    world.step();
    auto const& sent = world.gateways.sent;
    ASSERT_EQ(sent.size(), 5U) << "not what happened before";
    for (std::size_t i = 0; i < sent.size(); ++i) EXPECT_EQ(sent[i].text("link"), links[i]);
    world.step();
    EXPECT_EQ(sent.size(), 5U) << "once";
    EXPECT_EQ(world.state(id).delivered, 5);
    EXPECT_EQ(world.state(id).last_status, 200);
    EXPECT_EQ(world.dispatcher->waiting().at(id), 0);
}

TEST_P(Webhooks, AMessageHoldsNothingThatAPersonWroteAndIsSigned) {
    World world(GetParam());
    auto const id = world.hook("sms");
    world.order(test::township, "找张三 13800138000");
    world.step();
    auto const& sent = world.gateways.sent.at(0);
    for (auto const* secret : {"张三", "13800138000", "subject", "body"})
        EXPECT_EQ(sent.post.body.find(secret), std::string::npos) << sent.post.body;
    EXPECT_EQ(sent.text("event"), "order_issued");
    EXPECT_EQ(sent.text("site"), "610627000000");
    EXPECT_EQ(sent.text("place"), "610627101000");
    EXPECT_EQ(sent.text("place_name"), "道镇");
    EXPECT_EQ(sent.body().at("posts"), 12);
    auto const body = sent.body();
    auto const& text = body.at("text").as_object();
    EXPECT_NE(text.at("zh").as_string().find("12 个岗位"), boost::json::string::npos) << text.at("zh");
    EXPECT_NE(text.at("en").as_string().find("most urgent"), boost::json::string::npos) << text.at("en");
    EXPECT_EQ(sent.field("Fangxian-Event"), "order_issued");
    EXPECT_EQ(sent.field("Fangxian-Delivery"), sent.text("id"));
    EXPECT_EQ(sent.field("Fangxian-Timestamp"), std::to_string(sent.at.ms / 1000));
    EXPECT_EQ(sent.field("Fangxian-Signature"),
              signature(secret_of(world.sealer, id), sent.field("Fangxian-Timestamp"), sent.post.body));
}

TEST_P(Webhooks, OnlyTheChosenEventsOfTheAreaAreTold) {
    World world(GetParam());
    world.hook("town", test::township);
    world.hook("late", test::county, R"(["escalation_raised","response_declared"])");
    namespace escalation = handles::escalation;
    Draft draft(escalation::fields);
    draft.set(escalation::duty, "order_report").set(escalation::about, "李四的指令").set(escalation::missing, 3);
    for (auto const place : {test::county, test::hill, test::township, test::east}) world.order(place);
    auto const raised = world.entry("escalation", "create", test::hill, Draft(draft).take());
    world.entry("escalation", "move:settle", test::hill, draft.take());
    world.step();
    auto const town = world.gateways.to("town"), late = world.gateways.to("late");
    ASSERT_EQ(town.size(), 2U) << "the township and what lies below it";
    EXPECT_EQ(town[1].text("place_name"), "东村");
    ASSERT_EQ(late.size(), 1U);
    EXPECT_EQ(late[0].text("link"), "/#/records/escalation/" + format(raised));
    EXPECT_EQ(late[0].post.body.find("李四"), std::string::npos) << "what it is about may be a person";
    EXPECT_NE(late[0].post.body.find("逾期 3 项"), std::string::npos);
    EXPECT_EQ(late[0].body().at("posts"), 1);
}

TEST_P(Webhooks, AFailureIsRetriedLaterAndLaterUnderOneId) {
    World world(GetParam());
    auto const id = world.hook("sms");
    world.order(), world.order();
    world.gateways.answer = [](auto const&) { return Answer{503, "secret of the gateway"}; };
    world.pass(12 * ms_per_hour, 5 * ms_per_second);
    auto const& sent = world.gateways.sent;
    ASSERT_GT(sent.size(), 15U);
    ASSERT_LT(sent.size(), 28U);
    for (std::size_t i = 1; i < sent.size(); ++i) {
        auto const pause = sent[i].at - sent[i - 1].at;
        auto const whole = std::min<std::int64_t>((30 * ms_per_second) << (i - 1), ms_per_hour);
        EXPECT_GE(pause, whole * 3 / 4) << i;
        EXPECT_LE(pause, std::min(whole * 5 / 4, ms_per_hour) + 5 * ms_per_second) << i;
        EXPECT_EQ(sent[i].text("id"), sent[0].text("id")) << "the second waits for the first";
        EXPECT_EQ(sent[i].post.body, sent[0].post.body);
        EXPECT_NE(sent[i].field("Fangxian-Signature"), sent[0].field("Fangxian-Signature")) << "signed anew, with its time";
    }
    EXPECT_EQ(world.state(id).attempts, std::int64_t(sent.size()));
    EXPECT_EQ(world.state(id).last_error, "HTTP 503") << "not a word of what it answered";
    EXPECT_EQ(world.dispatcher->waiting().at(id), 2);
    world.gateways.answer = [](auto const&) { return Answer{204, ""}; };
    world.pass(ms_per_hour + ms_per_minute);
    EXPECT_EQ(world.state(id).delivered, 2);
    EXPECT_EQ(world.state(id).attempts, 0);
    EXPECT_NE(sent.back().text("id"), sent[0].text("id"));
}

TEST_P(Webhooks, WhatIsADayOldIsGivenUpAndCounted) {
    World world(GetParam());
    auto const id = world.hook("sms");
    world.gateways.answer = [](auto const&) { return Answer{0, "refused"}; };
    world.order();
    world.pass(23 * ms_per_hour);
    world.order();
    world.pass(2 * ms_per_hour);
    EXPECT_EQ(world.state(id).given_up, 1);
    EXPECT_EQ(world.dispatcher->waiting().at(id), 1) << "two hours old only";
    EXPECT_NE(world.gateways.sent.back().text("id"), world.gateways.sent.front().text("id"));
    world.gateways.answer = [](auto const&) { return Answer{200, ""}; };
    world.pass(2 * ms_per_hour);
    EXPECT_EQ(world.state(id).delivered, 1);
    EXPECT_EQ(world.state(id).given_up, 1);
}

TEST_P(Webhooks, ARedirectIsNoSuccess) {
    World world(GetParam());
    auto const id = world.hook("sms");
    world.order();
    world.gateways.answer = [](auto const&) { return Answer{302, ""}; };
    world.step();
    EXPECT_EQ(world.state(id).attempts, 1);
    EXPECT_EQ(world.state(id).delivered, 0);
}

TEST_P(Webhooks, ARestartForgetsNothingAndRepeatsUnderTheSameId) {
    World world(GetParam());
    auto const id = world.hook("sms");
    world.order(), world.order(), world.order();
    int answered = 0;
    world.gateways.answer = [&](auto const&) { return ++answered == 2 ? Answer{0, "cut"} : Answer{200, ""}; };
    world.step();
    ASSERT_EQ(world.gateways.sent.size(), 2U) << "the first arrived, the second did not";
    world.restart();
    world.step();
    EXPECT_EQ(world.gateways.sent.size(), 2U) << "the pause holds over a restart";
    EXPECT_EQ(world.dispatcher->waiting().at(id), 2);
    world.restart();
    world.order();
    world.pass(ms_per_minute);
    auto const& sent = world.gateways.sent;
    ASSERT_EQ(sent.size(), 5U);
    EXPECT_EQ(sent[2].text("id"), sent[1].text("id"));
    std::set<std::string> ids;
    for (auto const& one : sent) ids.insert(one.text("id"));
    EXPECT_EQ(ids.size(), 4U);
    EXPECT_EQ(world.state(id).delivered, 4);
    world.restart();
    world.step();
    EXPECT_EQ(sent.size(), 5U);
}

TEST_P(Webhooks, ADeadGatewayHoldsUpNobodyBeyondItsTimeout) {
    World world(GetParam());
    world.hook("dead");
    auto const live = world.hook("live");
    for (int i = 0; i < 20; ++i) world.order();
    world.gateways.answer = [&](std::string const& host) {
        if (host == "live") return Answer{200, ""};
        world.store.clock.advance(10 * ms_per_second);
        return Answer{0, "timed out"};
    };
    auto const began = world.store.clock.now();
    world.step();
    EXPECT_EQ(world.state(live).delivered, 20);
    EXPECT_LE(world.store.clock.now() - began, 10 * ms_per_second);
    EXPECT_EQ(world.gateways.to("dead").size(), 1U);
}

TEST_P(Webhooks, ASlowOneGivesWayAfterEachDelivery) {
    World world(GetParam());
    world.hook("slow");
    auto const live = world.hook("live");
    for (int i = 0; i < 3; ++i) world.order();
    world.gateways.answer = [&](std::string const& host) {
        if (host == "slow") world.store.clock.advance(9 * ms_per_second);
        return Answer{200, ""};
    };
    world.step();
    EXPECT_EQ(world.gateways.to("slow").size(), 1U);
    EXPECT_EQ(world.state(live).delivered, 3);
}

TEST_P(Webhooks, PausedItWaitsChangedItTriesAtOnceEndedItIsSilent) {
    World world(GetParam());
    auto const id = world.hook("sms");
    world.move(id, "pause");
    world.order();
    world.pass(ms_per_hour);
    EXPECT_TRUE(world.gateways.sent.empty());
    EXPECT_EQ(world.dispatcher->waiting().at(id), 1);
    world.gateways.answer = [](auto const&) { return Answer{0, "refused"}; };
    world.move(id, "resume");
    world.pass(6 * ms_per_hour);
    auto const tried = world.gateways.sent.size();
    world.gateways.answer = [](auto const&) { return Answer{200, ""}; };
    world.move(id, "", R"({"url":"https://other:8443/x?y=1"})");
    world.step();
    ASSERT_EQ(world.gateways.sent.size(), tried + 1) << "without waiting for the hour";
    EXPECT_EQ(world.gateways.sent.back().host, "other");
    world.move(id, "end");
    world.order();
    world.pass(ms_per_hour);
    EXPECT_EQ(world.gateways.sent.size(), tried + 1);
    EXPECT_TRUE(world.dispatcher->waiting().empty());
}

TEST_P(Webhooks, WhatIsPausedForDaysIsNotTriedAfterwards) {
    World world(GetParam());
    auto const id = world.hook("sms");
    world.move(id, "pause");
    world.order(), world.order();
    world.pass(2 * ms_per_day, ms_per_hour);
    world.move(id, "resume");
    world.step();
    EXPECT_TRUE(world.gateways.sent.empty());
    EXPECT_EQ(world.state(id).given_up, 2);
}

TEST_P(Webhooks, AClockThatIsSetBackStopsNothing) {
    World world(GetParam());
    auto const id = world.hook("sms");
    world.order();
    world.gateways.answer = [](auto const&) { return Answer{0, "refused"}; };
    world.step();
    world.store.clock.advance(-10 * ms_per_day);
    world.gateways.answer = [](auto const&) { return Answer{200, ""}; };
    world.step();
    EXPECT_EQ(world.state(id).delivered, 1);
}

TEST_P(Webhooks, ADamagedEntryStopsNothingBehindIt) {
    World world(GetParam());
    auto const id = world.hook("sms");
    auto broken = store::test::entry(world.store.id(), "[1");
    broken.type = "order";
    broken.action = "create";
    broken.place = test::county;
    world.write([&](store::Tx& tx) { tx.append(broken); });
    world.order();
    world.step();
    EXPECT_EQ(world.state(id).given_up, 1);
    EXPECT_EQ(world.state(id).delivered, 1);
}

TEST_P(Webhooks, ALongJournalIsReadOnceAndRememberedOverARestart) {
    World world(GetParam());
    auto const id = world.hook("sms");
    auto const other = store::test::entry(world.store.id());
    world.write([&](store::Tx& tx) {
        for (int i = 0; i < 25'000; ++i) tx.append(other);
    });
    world.order();
    world.step();
    EXPECT_EQ(*world.dispatcher->step() - world.store.clock.now(), 2 * ms_per_second) << "caught up";
    EXPECT_EQ(world.state(id).delivered, 1);
    world.write([&](store::Tx& tx) {
        for (int i = 0; i < 15'000; ++i) tx.append(other);
    });
    auto const before = world.state(id).cursor;
    world.step();
    EXPECT_EQ(world.state(id).cursor.value - before.value, 15'000);
}

TEST_P(Webhooks, AnAddressThatIsNoneIsRefused) {
    World world(GetParam());
    for (auto const* url : {"ftp://gateway", "https://user:word@gateway/", "https://gateway#x", "gateway", "http://"})
        EXPECT_EQ(world.try_hook(world.store.id(), url), "422.300") << url;
    EXPECT_EQ(world.try_hook(world.store.id(), "http://[::1]:8080/in?key=1"), "");
}

TEST_P(Webhooks, TheThreadEndsAtOnceWhenItIsTold) {
    World world(GetParam());
    world.hook("sms");
    for (int i = 0; i < 50; ++i) world.order();
    std::atomic<int> seen{0};
    world.gateways.answer = [&](auto const&) { return ++seen, Answer{200, ""}; };
    {
        Worker worker(*world.dispatcher, world.gateways, world.store.clock);
        while (seen == 0) std::this_thread::yield();
        world.dispatcher->waiting();
    }
    auto const by_then = world.gateways.sent.size();
    world.restart();
    world.step();
    EXPECT_EQ(world.gateways.sent.size(), 50U) << by_then;
}

TEST(WebhookSignature, IsWhatPythonsHmacMakes) {
    std::string const secret = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    std::string const body =
        R"({"id":"01700000-0000-8000-8000-000000000001","event":"test","text":{"zh":"测试","en":"test"}})";
    EXPECT_EQ(signature(secret, "1580000000", body),
              "sha256=1ead22d4ed211fc53756573f6faea9d3537d075c7efb4ca91a7f80adb363a21c");
}

TEST(WebhookSignature, EveryWebhookHasASecretOfItsOwn) {
    records::Sealer const sealer(records::Sealer::Key{1});
    SeededRandom dice(1);
    auto const one = make_id({}, dice), other = make_id({}, dice);
    EXPECT_EQ(secret_of(sealer, one).size(), 64U);
    EXPECT_EQ(secret_of(sealer, one), secret_of(sealer, one));
    EXPECT_NE(secret_of(sealer, one), secret_of(sealer, other));
}

}  // namespace
}  // namespace fx::webhooks
