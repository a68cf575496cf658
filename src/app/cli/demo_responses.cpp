#include "app/cli/demo_responses.hpp"

#include "app/cli/demo_steps.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/order.hpp"

#include <algorithm>

namespace fx::app::cli {
namespace {

namespace response = handles::response;
namespace receipt = handles::order_receipt;

struct DemoResponse {
    std::string_view plan, level, decided_by, document, reason;
    std::int64_t ago_hours, total, recent;
    std::uint64_t acknowledged, reported;  ///< of a hundred posts; the rest is silent
};
constexpr DemoResponse low_risk{"risk_2020",
                                "low",
                                "陕西省应对疫情工作领导小组",
                                "",
                                "全县连续 14 天以上无新增确诊病例，按分区分级标准列为低风险。",
                                72,
                                3,
                                0,
                                100,
                                100};
constexpr DemoResponse case_found{"community_2020",
                                  "case",
                                  "甘泉县疫情防控指挥部",
                                  "",
                                  "外地协查函告知：一名返乡人员为确诊病例的密切接触者，今晨核酸阳性，已转运。",
                                  5,
                                  0,
                                  1,
                                  60,
                                  20};

Result<Id> declare(Program& program, network::Post const& by, Place area, DemoResponse const& wanted) {
    auto const at = program.clock.now() + -wanted.ago_hours * ms_per_hour;
    Draft draft(response::fields);
    draft.set(response::area, area).set(response::plan, wanted.plan).set(response::level, wanted.level);
    draft.set(response::ends_at, at + 14 * ms_per_day).set(response::decided_by, wanted.decided_by);
    draft.set(response::reason, wanted.reason).set(response::confirmed_recent, wanted.recent);
    draft.set(response::clusters_recent, 0);
    if (wanted.level == codes::response_level::low_risk)
        draft.set(response::confirmed_total, wanted.total);
    else
        draft.set(response::unlinked_recent, 0);
    Id id;
    FX_CHECK(program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(id, make_at(program, tx, demo_actor(by), response::record_type, draft.take(), at));
        return {};
    }));
    return id;
}

/// The posts answer the orders of its measures.
Result<void> answer(Program& program, Id const& of, DemoResponse const& wanted, SeededRandom& random) {
    auto const posts = demo_posts(program);
    auto const now = program.clock.now();
    auto const from = now + -wanted.ago_hours * ms_per_hour;
    auto const* receipts = program.engine->table(receipt::record_type);
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto const rows,
               tx.query("SELECT issued_order FROM r_response_measure WHERE county = $1 AND of_response = $2 "
                        "ORDER BY measure",
                        {program.county(), of}));
        for (auto const& row : rows) {
            for (auto const& post : posts) {
                auto const id = command::receipt_id(std::get<Id>(row[0]), post.id);
                FX_TRY(auto const known, tx.get(receipts->table(), receipts->key(program.county(), id)));
                auto const dice = random.below(100);
                if (!known || dice >= wanted.acknowledged) continue;
                FX_TRY(auto const record, receipts->from_row(*known, *program.sealer));
                auto const acknowledged = std::min(now, from + std::int64_t(5 + random.below(50)) * ms_per_minute);
                FX_CHECK(step_at(program, tx, demo_actor(post), receipt::record_type, id, 1, "acknowledge", acknowledged));
                if (dice >= wanted.reported || !get(record.values, receipt::report_by)) continue;
                auto const reported = std::min(now, acknowledged + std::int64_t(30 + random.below(200)) * ms_per_minute);
                FX_CHECK(step_at(program, tx, demo_actor(post), receipt::record_type, id, 2, "report", reported,
                                 {{"report", "已按要求落实，情况正常。"}}));
            }
        }
        return {};
    });
}

/// The last village: far from those that the accounts of the demo stand for.
Place last_village(Program& program) {
    auto const view = program.network->view();
    Place last;
    for (auto const& node : view.divisions().subtree(program.site.county))
        if (node.level == Level::village) last = node.place;
    return last;
}

}  // namespace

Result<void> make_responses(Program& program, std::uint64_t seed) {
    auto const officer = demo_post(program, "county_officer", program.site.county);
    if (!officer) return {};
    SeededRandom random(seed + 7);
    FX_TRY(auto const low, declare(program, *officer, program.site.county, low_risk));
    FX_CHECK(answer(program, low, low_risk, random));
    FX_TRY(auto const found, declare(program, *officer, last_village(program), case_found));
    return answer(program, found, case_found, random);
}

}  // namespace fx::app::cli
