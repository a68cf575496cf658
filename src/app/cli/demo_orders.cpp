#include "app/cli/demo_orders.hpp"

#include "app/cli/demo_steps.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/order.hpp"

#include <algorithm>
#include <set>

namespace fx::app::cli {
namespace {

namespace order = handles::order;
namespace receipt = handles::order_receipt;

struct DemoOrder {
    std::string_view subject, topic, urgency, body, addressees, asks;
    std::int64_t issued_ago_min, acknowledge_in_min, report_in_min;  ///< the last two after the issuing; 0 = no report
    std::uint64_t acknowledged, reported;                            ///< of a hundred posts; the rest is silent
};

constexpr DemoOrder orders_of_the_county[] = {
    {"开展返乡人员地毯式排查", "1", "2",
     "对 1 月 10 日以来从外地返乡的人员逐户逐人登记，测量体温，告知居家观察 14 "
     "天。不漏一户、不漏一人；遇有发热、干咳的，立即电话报告并留人看守，"
     "不得自行外出就诊。",
     R"([{"role":"village_officer"}])", "排查户数、新登记返乡人数、发热人数", 26 * 60, 120, 30 * 60, 88, 52},
    {"停办一切聚集性活动", "5", "3", "即日起停办红白喜事聚餐、庙会、集市和棋牌活动；已定的一律劝止，并向群众说明原因。",
     R"([{"role":"township_officer"},{"role":"village_officer"}])", "", 5 * 60, 120, 0, 90, 0},
    {"落实 24 小时值班", "9", "1",
     "各乡镇（街道）、村（社区）实行 24 小时值班和领导带班，值班电话保持畅通，交接班须有记录。",
     R"([{"role":"township_officer"}])", "值班表报送情况", 50, 120, 24 * 60, 45, 0},
};

Result<Id> issue(Program& program, records::Actor const& by, DemoOrder const& wanted, std::optional<Id> carries_out) {
    auto const at = program.clock.now() + -wanted.issued_ago_min * ms_per_minute;
    Draft draft(order::fields);
    draft.set(order::subject, wanted.subject).set(order::topic, wanted.topic).set(order::urgency, wanted.urgency);
    draft.set(order::body, wanted.body).set(order::addressees, wanted.addressees);
    draft.set(order::acknowledge_by, at + wanted.acknowledge_in_min * ms_per_minute);
    if (wanted.report_in_min > 0) draft.set(order::report_by, at + wanted.report_in_min * ms_per_minute);
    if (!wanted.asks.empty()) draft.set(order::report_asks, wanted.asks);
    if (carries_out) draft.set(order::carries_out, *carries_out);
    Id id;
    FX_CHECK(program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(id, make_at(program, tx, by, order::record_type, draft.take(), at));
        return {};
    }));
    return id;
}

Result<void> answer(Program& program, Id const& of, DemoOrder const& wanted, SeededRandom& random) {
    auto const posts = demo_posts(program);
    std::set<std::string> roles;
    auto const now = program.clock.now();
    auto const issued = now + -wanted.issued_ago_min * ms_per_minute;
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        auto const* table = program.engine->table(receipt::record_type);
        for (auto const& post : posts) {
            auto const id = command::receipt_id(of, post.id);
            FX_TRY(auto const row, tx.get(table->table(), table->key(program.county(), id)));
            auto const dice = random.below(100);
            auto const minutes = std::int64_t(1 + random.below(std::uint64_t(wanted.acknowledge_in_min)));
            // Left for who tries the demo: the first post of each role has an account to sign in with.
            bool const first = roles.insert(post.role).second;
            if (!row || first || dice >= wanted.acknowledged) continue;
            auto const acknowledged = std::min(now, issued + minutes * ms_per_minute);
            FX_CHECK(step_at(program, tx, demo_actor(post), receipt::record_type, id, 1, "acknowledge", acknowledged));
            if (dice >= wanted.reported) continue;
            auto const report = "已排查 " + std::to_string(60 + random.below(180)) + " 户，新登记返乡人员 " +
                                std::to_string(random.below(6)) + " 人，无发热人员。";
            auto const reported = std::min(now, acknowledged + std::int64_t(60 + random.below(600)) * ms_per_minute);
            FX_CHECK(step_at(program, tx, demo_actor(post), receipt::record_type, id, 2, "report", reported,
                             {{"report", report}}));
        }
        return {};
    });
}

/// A township passes the county's order on, as it has received it.
Result<void> pass_on(Program& program, Id const& of) {
    auto const by = demo_post(program, "township_officer", demo_place(program, Level::township, 2));
    if (!by) return {};
    constexpr DemoOrder below{"安排值班并报送值班表",
                              "9",
                              "1",
                              "落实县里 24 小时值班要求：每村每日两班，明日 9 时前报送本周值班表。",
                              R"([{"role":"village_officer"}])",
                              "值班表、值班电话",
                              20,
                              60,
                              18 * 60,
                              0,
                              0};
    FX_CHECK(issue(program, demo_actor(*by), below, command::receipt_id(of, by->id)));
    return {};
}

/// The village with an account tells its grid workers, one of whom has an account too.
Result<void> tell_grid_workers(Program& program) {
    auto const by = demo_post(program, "village_officer", demo_place(program, Level::village, 1));
    if (!by) return {};
    constexpr DemoOrder below{"今晚复访白天未见面的住户",
                              "1",
                              "2",
                              "白天敲门无人的住户，今晚 18 时至 21 时再上门一次，仍未见面的打电话核实，逐户登记。",
                              R"([{"role":"grid_worker"}])",
                              "复访户数、仍未见面户数",
                              15,
                              60,
                              6 * 60,
                              0,
                              0};
    FX_CHECK(issue(program, demo_actor(*by), below, {}));
    return {};
}

}  // namespace

Result<void> make_orders(Program& program, std::uint64_t seed) {
    auto const officer = demo_post(program, "county_officer", program.site.county);
    if (!officer) return {};
    SeededRandom random(seed + 5);
    Id last;
    for (auto const& wanted : orders_of_the_county) {
        FX_TRY(last, issue(program, demo_actor(*officer), wanted, {}));
        FX_CHECK(answer(program, last, wanted, random));
    }
    FX_CHECK(pass_on(program, last));
    return tell_grid_workers(program);
}

}  // namespace fx::app::cli
