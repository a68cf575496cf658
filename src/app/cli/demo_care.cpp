#include "app/cli/demo_care.hpp"

#include "app/cli/demo_steps.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <boost/json.hpp>

#include <array>

namespace fx::app::cli {
namespace {

namespace unit = handles::reporting_unit;
namespace ward = handles::ward;
namespace transfer = handles::transfer;

struct DemoWard {
    bool in_hospital;
    std::string_view name, care_level;
    std::int64_t beds;
};
constexpr DemoWard wards[] = {{true, "隔离一区", "2", 12}, {true, "重症监护", "3", 3}, {false, "集中观察点", "1", 40}};

/// Minutes from the request to each step; one journey from a far village is slow.
struct DemoStep {
    std::string_view name;
    std::int64_t minutes;
};
constexpr std::array<DemoStep, 5> steps{{{"reserve", 8}, {"dispatch", 14}, {"pick_up", 41}, {"arrive", 66}, {"admit", 78}}};
constexpr std::int64_t admitted_after_hours = 12;  ///< newer ones are still under way

struct Waiting {
    Id id;
    Instant since;  ///< the report: the demo's come an hour after the suspicion
};

Result<std::vector<Waiting>> waiting_transfers(Program& program) {
    std::vector<Waiting> out;
    FX_CHECK(program.store->read([&](store::Reader& reader) {
        return reader.each(
            "SELECT id, suspected_at FROM r_transfer WHERE county = $1 AND state = 'requested' ORDER BY suspected_at, id",
            std::vector<Value>{program.county()}, [&](Row& row) {
                out.push_back({*id_in(row[0]), Instant{*integer_in(row[1])} + ms_per_hour});
            });
    }));
    return out;
}

class Hospital {
public:
    Hospital(Program& program, store::Tx& tx, records::Actor county)
        : program_(program), tx_(tx), county_(std::move(county)) {}

    Result<void> open(Place township) {
        auto const long_ago = program_.clock.now() + -14 * ms_per_day;
        FX_TRY(auto const hospital, facility("县人民医院（定点）", program_.site.county, long_ago));
        FX_TRY(auto const site, facility("集中医学观察点", township, long_ago));
        for (auto const& one : wards) {
            Draft draft(ward::fields);
            draft.set(ward::facility, one.in_hospital ? hospital : site).set(ward::name, one.name);
            draft.set(ward::care_level, one.care_level).set(ward::beds_total, one.beds);
            FX_TRY(auto const id, make_at(program_, tx_, county_, ward::record_type, draft.take(), long_ago));
            if (one.care_level == "2") isolation_ = id;
        }
        return {};
    }
    /// As far as the person has come by now.
    Result<void> bring(Waiting const& one, std::int64_t slowness) {
        auto const now = program_.clock.now();
        bool const old = one.since + admitted_after_hours * ms_per_hour < now;
        for (auto const& [name, minutes] : steps) {
            auto const at = one.since + minutes * slowness * ms_per_minute;
            if (at > now || (!old && name == "pick_up")) break;
            boost::json::object fields;
            if (name == "reserve") fields["ward"] = format(isolation_);
            if (name == "dispatch") fields["vehicle"] = "救护车 陕J 12088，驾驶员、护士各一人";
            FX_CHECK(step(one.id, std::string(name), at, std::move(fields)));
        }
        return {};
    }

private:
    Result<Id> facility(std::string_view name, Place area, Instant at) {
        Draft draft(unit::fields);
        draft.set(unit::name, name).set(unit::unit_kind, "3").set(unit::area, area).set(unit::reports_daily, false);
        return make_at(program_, tx_, county_, unit::record_type, draft.take(), at);
    }
    Result<void> step(Id const& id, std::string name, Instant at, boost::json::object fields) {
        std::int64_t version = 0;
        FX_CHECK(tx_.each("SELECT version FROM r_transfer WHERE county = $1 AND id = $2",
                          std::vector<Value>{program_.county(), id}, [&](Row& row) { version = *integer_in(row[0]); }));
        return step_at(program_, tx_, county_, transfer::record_type, id, version, std::move(name), at, std::move(fields));
    }

    Program& program_;
    store::Tx& tx_;
    records::Actor county_;
    Id isolation_;
};

}  // namespace

Result<void> make_care(Program& program) {
    auto const county = demo_post(program, "county_officer", program.site.county);
    if (!county) return {};
    FX_TRY(auto const waiting, waiting_transfers(program));
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        Hospital hospital(program, tx, demo_actor(*county));
        FX_CHECK(hospital.open(demo_place(program, Level::township, 1)));
        for (std::size_t i = 0; i + 1 < waiting.size(); ++i) FX_CHECK(hospital.bring(waiting[i], i == 2 ? 3 : 1));
        return {};
    });
}

}  // namespace fx::app::cli
