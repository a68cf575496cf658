#include "app/cli/demo_reports.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "returns/daily_report.hpp"

#include <algorithm>

namespace fx::app::cli {
namespace {

namespace unit = handles::reporting_unit;
namespace report = handles::daily_report;

constexpr int days_of_reports = 6;

struct DemoUnit {
    returns::Unit unit;
    Level level;
};

Result<std::vector<DemoUnit>> make_units(Program& program) {
    std::vector<DemoUnit> units;
    {
        auto const view = program.network->view();
        for (auto const& node : view.divisions().subtree(program.site.county)) {
            if (node.level == Level::group) continue;
            auto name = std::string(node.name);
            if (node.level != Level::village)
                name += node.level == Level::county ? "疫情防控指挥部办公室" : "疫情防控办公室";
            units.push_back({{make_id(program.clock.now(), program.random), node.place, std::move(name)}, node.level});
        }
    }
    records::Effects effects;
    for (auto const& one : units) {
        Draft draft(unit::fields);
        draft.set(unit::name, one.unit.name).set(unit::unit_kind, one.level == Level::village ? "1" : "9");
        draft.set(unit::area, one.unit.place).set(unit::reports_daily, true);
        effects.create.push_back({std::string(unit::record_type), one.unit.id, draft.take(), "", false});
    }
    FX_CHECK(program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_CHECK(program.engine->run_effects(tx, program.local_actor(), program.county(),
                                             make_id(program.clock.now(), program.random), std::move(effects)));
        return {};
    }));
    return units;
}

/// A school that reports on working days and a works that reports weekly, in the last village: for who tries calendars. They
/// are set up today, and owe nothing before.
Result<void> make_calendar_units(Program& program, std::vector<DemoUnit> const& units) {
    auto const village = std::ranges::find(units.rbegin(), units.rend(), Level::village, &DemoUnit::level);
    if (village == units.rend()) return {};
    records::Effects effects;
    for (auto const& [name, kind, calendar] : {std::tuple{"小学", "8", "2"}, {"砖厂", "2", "3"}}) {
        Draft draft(unit::fields);
        draft.set(unit::name, village->unit.name + name).set(unit::unit_kind, kind).set(unit::area, village->unit.place);
        draft.set(unit::reports_daily, true).set(unit::report_calendar, calendar);
        effects.create.push_back(
            {std::string(unit::record_type), make_id(program.clock.now(), program.random), draft.take(), "", false});
    }
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_CHECK(program.engine->run_effects(tx, program.local_actor(), program.county(),
                                             make_id(program.clock.now(), program.random), std::move(effects)));
        return {};
    });
}

/// Each unit's own figures of a day; villages and townships are counted together, each level at once.
Result<std::map<Place, returns::Sheet>> count_all(Program& program, catalog::Return const& form,
                                                  std::vector<DemoUnit> const& units, Date day) {
    std::map<Place, returns::Sheet> sheets;
    FX_CHECK(program.store->read([&](store::Reader& reader) -> Result<void> {
        for (auto const level : {Level::county, Level::township, Level::village}) {
            returns::Scope scope{program.county(), program.site.county, {}, day};
            for (auto const& one : units)
                if (one.level == level) scope.parts.push_back(one.unit.place);
            FX_TRY(auto const sheet, returns::fill(*program.engine, reader, form, scope));
            for (auto const& line : sheet.children) {
                auto own = sheet;
                own.node = line;
                own.children.clear();
                sheets.insert_or_assign(line.place, std::move(own));
            }
        }
        return {};
    }));
    return sheets;
}

returns::ReportRules rules_of(Program const& program) {
    return returns::ReportRules::of(*program.catalogue->type(report::record_type));
}

Result<void> open_day(Program& program, std::vector<DemoUnit> const& units, Date day) {
    std::vector<returns::Unit> owing;
    std::map<Place, Level> levels;
    for (auto const& one : units) owing.push_back(one.unit), levels[one.unit.place] = one.level;
    auto effects = returns::open_reports(
        program.county(), program.site.county, day, owing, [&](Place place) { return levels[place]; }, {},
        rules_of(program));
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_CHECK(program.engine->run_effects(tx, program.local_actor(), program.county(),
                                             returns::report_period(program.county(), day), std::move(effects)));
        return {};
    });
}

/// The post that stands where the unit does; nothing where it is vacant.
std::optional<records::Actor> signer_of(Program& program, DemoUnit const& of, Date day) {
    auto const view = program.network->view();
    auto const role = of.level == Level::village    ? "village_officer"
                      : of.level == Level::township ? "township_officer"
                                                    : "county_officer";
    for (auto const* post : view.responsible(of.unit.place, day))
        if (post->place == of.unit.place && post->role == role)
            return records::Actor{post->holder, post->id, role, post->place};
    return std::nullopt;
}

}  // namespace

Result<void> make_reports(Context&, Program& program, std::uint64_t seed) {
    auto const* form = program.returns.find(returns::report_duty);
    if (form == nullptr) return Problem(ProblemKind::not_found, {std::string(returns::report_duty)});
    FX_TRY(auto const units, make_units(program));
    auto const rules = rules_of(program);
    auto const now = program.clock.now();
    auto const today = date_at(now);
    SeededRandom random(seed + 4);
    for (int back = days_of_reports; back >= 0; --back) {
        auto const day = today + -back;
        FX_CHECK(open_day(program, units, day));
        Place first;
        FX_TRY(auto const sheets, count_all(program, *form, units, day));
        FX_CHECK(program.store->write([&](store::Tx& tx) -> Result<void> {
            for (auto const& one : units) {
                auto const dice = random.below(100);
                bool const silent = dice<(back == 0 ? 40U : 3U), late = dice> 94;
                // Left for who tries the demo: the county's own, and that of the township with an account.
                if (one.level == Level::township && first.is_nil()) first = one.unit.place;
                if (silent || (back == 0 && (one.level == Level::county || one.unit.place == first))) continue;
                auto const by = signer_of(program, one, day);
                if (!by) continue;
                auto const due = rules.due(one.level, day);
                auto const minutes = std::int64_t(random.below(late ? 90 : 240)) * ms_per_minute;
                auto const at = std::min(now, late ? due + minutes : due + -minutes);
                auto const& sheet = sheets.at(one.unit.place);
                Draft draft(report::fields);
                draft.set(report::unit, one.unit.id).set(report::date, day).set(report::signed_at, at);
                draft.set(report::nil_declared, returns::events_of(sheet).empty());
                draft.set(report::figures, returns::figures_text(sheet)).set(report::mapping, sheet.version->valid_from);
                records::PreparedCreate command;
                command.table = program.engine->table(report::record_type);
                command.id = returns::report_id(program.county(), one.unit.id, day);
                command.stated_at = at;
                command.values = draft.take();
                auto const outcome = program.engine->create(tx, *by, command);
                if (!outcome.ok()) return outcome.problems.front();
            }
            return {};
        }));
    }
    return make_calendar_units(program, units);
}

}  // namespace fx::app::cli
