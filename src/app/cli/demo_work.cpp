#include "app/cli/demo_work.hpp"

#include "app/cli/demo_steps.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <algorithm>

namespace fx::app::cli {
namespace {

namespace unit = handles::reporting_unit;
namespace filing = handles::return_to_work;

struct DemoFiling {
    std::string_view name, code, industry;
    int village;  ///< which one of the county, in the order of the tree
    std::int64_t staff, batch, local, key_area, contact, filed_ago_h;
    std::string_view step, answer;  ///< what the township did a working day later; "" = it waits
};

constexpr DemoFiling filings[] = {
    {"甘泉豆制品厂", "91610627MA6YD00187", "C", 2, 86, 40, 31, 3, 1, 6 * 24, "accept", ""},
    {"甘泉供水公司", "91610627MA6YD00262", "D", 3, 42, 38, 38, 0, 0, 5 * 24, "accept", ""},
    {"劳山石料厂", "91610627MA6YD0034W", "B", 12, 120, 60, 22, 9, 4, 3 * 24, "return",
     "宿舍每间住 6 人，请分散安排后重新提交。"},
    {"道镇农机合作社", "91610627MA6YD0042P", "A", 20, 25, 12, 12, 0, 0, 30, "", ""},
    {"下寺湾运输队", "91610627MA6YD0050J", "G", 40, 33, 15, 9, 2, 0, 4, "", ""},
};

Result<Id> make_enterprise(Program& program, store::Tx& tx, records::Actor const& by, DemoFiling const& of, Place at) {
    Draft draft(unit::fields);
    draft.set(unit::name, of.name).set(unit::unit_kind, "2").set(unit::area, at);
    draft.set(unit::credit_code, of.code).set(unit::reports_daily, false);
    return make_at(program, tx, by, unit::record_type, draft.take(), program.clock.now() + -10 * ms_per_day);
}

std::vector<Value> batch_of(DemoFiling const& of, Id const& by, Date planned) {
    Draft draft(filing::fields);
    draft.set(filing::unit, by).set(filing::industry, of.industry).set(filing::batch, std::int64_t(1));
    draft.set(filing::planned_on, planned).set(filing::staff_total, of.staff).set(filing::staff_batch, of.batch);
    draft.set(filing::staff_local, of.local).set(filing::staff_key_area, of.key_area);
    draft.set(filing::staff_contact, of.contact);
    draft.set(filing::masks, 7 * of.batch).set(filing::masks_daily, of.batch).set(filing::thermometers, of.batch / 10 + 1);
    draft.set(filing::disinfectant_l, 5 * of.batch).set(filing::isolation_rooms, std::int64_t(1));
    draft.set(filing::canteen, R"(["1","2"])").set(filing::committed, true);
    draft.set(filing::task_group, R"([{"name":"白建军","duty":"厂长","phone":"13800000001"}])");
    return draft.take();
}

}  // namespace

Result<void> make_work(Program& program) {
    auto const now = program.clock.now();
    auto const posts = demo_posts(program);
    for (auto const& of : filings) {
        auto const village = demo_place(program, Level::village, of.village);
        auto const township = std::ranges::find_if(posts, [&](auto const& post) {
            return post.role == "township_officer" && program.network->covers(post.place, village);
        });
        if (village.is_nil() || township == posts.end()) continue;
        auto const by = demo_actor(*township);
        auto const filed = now + -of.filed_ago_h * ms_per_hour;
        FX_CHECK(program.store->write([&](store::Tx& tx) -> Result<void> {
            FX_TRY(auto const id, make_enterprise(program, tx, by, of, village));
            FX_TRY(auto const made,
                   make_at(program, tx, by, filing::record_type, batch_of(of, id, date_at(filed) + 3), filed));
            if (of.step.empty()) return {};
            boost::json::object fields;
            if (!of.answer.empty()) fields["answer"] = of.answer;
            return step_at(program, tx, by, filing::record_type, made, 1, std::string(of.step), filed + 20 * ms_per_hour,
                           std::move(fields));
        }));
    }
    return {};
}

}  // namespace fx::app::cli
