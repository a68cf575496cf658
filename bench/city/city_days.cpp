#include "city/city_days.hpp"

#include "base/assert.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <algorithm>

namespace fx::bench {
namespace {

namespace unit = handles::reporting_unit;
namespace report = handles::daily_report;
namespace key = handles::key_person;
namespace reading = handles::temperature_reading;

Level level_of(City const& city, Place place) {
    auto const view = city.program->network->view();
    return view.divisions().find(place)->level;
}

Result<void> run_effects(City& city, records::Effects effects) {
    auto& program = *city.program;
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_CHECK(program.engine->run_effects(tx, program.local_actor(), city_code,
                                             make_id(program.clock.now(), program.random), std::move(effects)));
        return {};
    });
}

struct Act {
    records::Actor const* by;
    records::PreparedCreate what;
};

store::Job job_of(City& city, std::shared_ptr<std::vector<Act>> acts) {
    return [&city, acts = std::move(acts)](store::Tx& tx) -> Result<void> {
        std::vector<records::PreparedCreate const*> all;
        for (auto const& act : *acts) all.push_back(&act.what);
        FX_CHECK(city.program->engine->prefetch(tx, all));
        for (auto const& act : *acts)
            if (auto const outcome = city.program->engine->create(tx, *act.by, act.what); !outcome.ok())
                return outcome.problems.front();
        return {};
    };
}

template <class Make>
Result<void> store_acts(City& city, std::size_t count, std::size_t batch, Make const& make) {
    std::vector<store::Job> jobs;
    for (std::size_t from = 0; from < count; from += batch) {
        auto acts = std::make_shared<std::vector<Act>>();
        for (auto i = from; i < std::min(count, from + batch); ++i) acts->push_back(make(i));
        jobs.push_back(job_of(city, std::move(acts)));
    }
    return four_at_a_time(*city.program->store, std::move(jobs));
}

}  // namespace

Result<std::vector<returns::Unit>> make_units(City& city) {
    std::vector<returns::Unit> units;
    auto const add = [&](Place place) {
        units.push_back({make_id(city.program->clock.now(), city.program->random), place, "单位" + format(place)});
    };
    add(city_place);
    for (auto const place : city.townships) add(place);
    for (auto const place : city.villages) add(place);
    records::Effects effects;
    for (auto const& one : units) {
        Draft draft(unit::fields);
        draft.set(unit::name, one.name).set(unit::unit_kind, "1").set(unit::area, one.place).set(unit::reports_daily, true);
        effects.create.push_back({std::string(unit::record_type), one.id, draft.take(), "", false});
    }
    FX_CHECK(run_effects(city, std::move(effects)));
    return units;
}

Result<void> sign_reports(City& city, std::vector<returns::Unit> const& units, Date day) {
    auto& program = *city.program;
    auto const* form = program.returns.find(returns::report_duty);
    FX_ASSERT(form != nullptr);
    std::map<Place, returns::Sheet> sheets;
    FX_CHECK(program.store->read([&](store::Reader& reader) -> Result<void> {
        for (auto const level : {Level::county, Level::township, Level::village}) {
            returns::Scope scope{city_code, city_place, {}, day};
            for (auto const& one : units)
                if (level_of(city, one.place) == level) scope.parts.push_back(one.place);
            if (scope.parts.empty()) continue;
            FX_TRY(auto const sheet, returns::fill(*program.engine, reader, *form, scope));
            for (auto const& line : sheet.children) {
                auto& own = sheets[line.place];
                own.form = sheet.form;
                own.version = sheet.version;
                own.node = line;
            }
        }
        return {};
    }));
    auto const at = program.clock.now();
    return store_acts(city, units.size(), units.size(), [&](std::size_t i) {
        auto const& sheet = sheets.at(units[i].place);
        Draft draft(report::fields);
        draft.set(report::unit, units[i].id).set(report::date, day).set(report::signed_at, at);
        draft.set(report::nil_declared, returns::events_of(sheet).empty());
        draft.set(report::figures, returns::figures_text(sheet)).set(report::mapping, sheet.version->valid_from);
        return Act{
            &city.officers.at(units[i].place),
            {program.engine->table(report::record_type), returns::report_id(city_code, units[i].id, day), at, draft.take()}};
    });
}

Result<std::vector<Observed>> observe(City& city, std::size_t count, Date from, Date until, Random& random) {
    std::vector<Observed> observed;
    auto const step = std::max<std::size_t>(1, city.homes.size() / count);
    for (std::size_t i = 0; i < city.homes.size() && observed.size() < count; i += step)
        if (!city.homes[i].members.empty()) observed.push_back({city.homes[i].members.front(), city.homes[i].place});
    records::Effects effects;
    for (auto const& one : observed) {
        Draft draft(key::fields);
        draft.set(key::person, one.person).set(key::key_class, "1").set(key::reasons, "[\"1\"]").set(key::measure, "1");
        draft.set(key::observe_from, from).set(key::observe_until, until);
        effects.create.push_back(
            {std::string(key::record_type), make_id(city.program->clock.now(), random), draft.take(), "", false});
    }
    FX_CHECK(run_effects(city, std::move(effects)));
    return observed;
}

Result<void> measure(City& city, std::span<Observed const> observed, std::size_t batch, Random& random) {
    auto const at = city.program->clock.now();
    auto const* table = city.program->engine->table(reading::record_type);
    auto const slot = at - start_of(date_at(at)) < 12 * ms_per_hour ? "1" : "2";
    return store_acts(city, observed.size(), batch, [&](std::size_t i) {
        Draft draft(reading::fields);
        draft.set(reading::person, observed[i].person).set(reading::date, date_at(at)).set(reading::slot, slot);
        draft.set(reading::temperature_c, std::int64_t(360 + std::int64_t(random.below(10))))
            .set(reading::measure_method, "1");
        draft.set(reading::symptoms, "[\"0\"]").set(reading::in_place, true).set(reading::measured_by, "1");
        return Act{&city.officer_of(observed[i].place), {table, make_id(at, random), at, draft.take()}};
    });
}

Result<void> screen(City& city, std::span<Home const* const> homes, Id const& round, std::size_t batch, Random& random) {
    auto const at = city.program->clock.now();
    return store_acts(city, homes.size(), batch, [&](std::size_t i) {
        return Act{&city.officer_of(homes[i]->place), visit_of(city, *homes[i], round, at, random)};
    });
}

}  // namespace fx::bench
