#include "app/cli/demo_situation.hpp"

#include "app/cli/demo_steps.hpp"
#include "app/situation.hpp"
#include "catalog/handles.hpp"

namespace fx::app::cli {
namespace {

constexpr std::string_view assessment =
    "昨日全县排查按计划推进，未出现聚集性发热。研判：返乡人员仍在增加，未排查住户集中在白天无人的家庭。"
    "下一步：一、各乡镇今晚 20 时前对未排查住户逐户复访；二、日报未报单位由包抓干部到场督促；"
    "三、居家观察人员早晚各测温一次，发热的立即电话报告并留人看守。";

/// Under no account: only what is set up on the server's own machine may tell of the past.
Result<records::Actor> issuer(Program& program) {
    auto const view = program.network->view();
    for (auto const* post : view.posts().at(program.site.county))
        if (post->role == "county_officer") return records::Actor{{}, post->id, post->role, post->place};
    return Problem(ProblemKind::order_needs_post);
}

}  // namespace

Result<void> make_situations(Program& program) {
    FX_TRY(auto const by, issuer(program));
    auto const now = program.clock.now();
    for (int back = 1; back >= 0; --back) {
        Result<Situation> counted = Problem();
        FX_CHECK(program.store->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(counted, count_situation(program, reader, program.site.county, date_at(now) + -back));
            return {};
        }));
        FX_CHECK(program.store->write([&](store::Tx& tx) -> Result<void> {
            FX_TRY(auto const receipt, store_situation(program, tx, by, make_id(now, program.random), *counted));
            if (back == 0) return {};
            return step_at(program, tx, by, handles::situation_report::record_type, receipt.id, 1, "issue", now,
                           {{"judgement", assessment}});
        }));
    }
    return {};
}

}  // namespace fx::app::cli
