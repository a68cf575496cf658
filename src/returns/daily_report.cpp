#include "returns/daily_report.hpp"

#include "base/json_writer.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/query.hpp"

#include <algorithm>

namespace fx::returns {
namespace {

namespace report = handles::daily_report;
namespace unit = handles::reporting_unit;

Result<records::Effects> on_report(records::Change const& change, records::Lookup&) {
    records::Effects effects;
    if (change.action != "move:return") return effects;
    auto const& values = change.after->values;
    auto const of = get(values, report::unit);
    auto const day = get(values, report::date);
    if (of && day) effects.withdraw.push_back({report_period(change.after->county, *day), *of, true});
    return effects;
}

/// The newest day before `day`, within a month, on which the unit owed a report; nothing where there is none.
Result<std::optional<Date>> owed_before(store::Reader& reader, std::int64_t county, Id const& of, Date day) {
    for (int back = 1; back <= longest_stretch; ++back) {
        FX_TRY(auto const row, reader.get(records::obligation_table(), {county, report_period(county, day + -back), of}));
        if (row && records::obligation_from(*row).state != records::Duty::withdrawn) return std::optional(day + -back);
    }
    return std::optional<Date>();
}

}  // namespace

Id report_period(std::int64_t county, Date day) { return records::period_id(county, report_duty, format(day)); }

Id report_id(std::int64_t county, Id const& of, Date day) {
    return records::derived_id(records::period_id(county, report_duty, format(of) + "/" + format(day)), report::record_type,
                               0);
}

ReportRules ReportRules::of(catalog::RecordType const& type) {
    namespace rules = report::settings;
    return {type.setting(rules::cut_off_village), type.setting(rules::cut_off_township), type.setting(rules::cut_off_county),
            int(type.setting(rules::days_back)), int(type.setting(rules::week_ends))};
}

Instant ReportRules::due(Level level, Date day) const {
    auto const minutes = level == Level::village || level == Level::group ? cut_off_village
                         : level == Level::township                       ? cut_off_township
                                                                          : cut_off_county;
    return start_of(day) + minutes * ms_per_minute;
}

Result<std::vector<Unit>> reporting_units(records::Engine const& engine, store::Reader& reader, std::int64_t county,
                                          Place area, Date day) {
    auto const [first, last] = engine.responsibility().range(area);
    std::vector<Unit> units;
    FX_CHECK(reader.each(
        "SELECT id, place, name, report_calendar FROM r_reporting_unit WHERE county = $1 AND place BETWEEN $2 AND $3 AND "
        "reports_daily = 1 AND (valid_from IS NULL OR valid_from <= $4) AND "
        "(valid_to IS NULL OR valid_to >= $4) ORDER BY place, id",
        std::vector<Value>{county, first.value, last.value, std::int64_t(day.days)}, [&](Row& row) {
            auto const* code = text_in(row[3]);
            units.push_back({std::get<Id>(row[0]),
                             {*integer_in(row[1])},
                             *text_in(row[2]),
                             report_calendar(code ? std::optional<std::string_view>(*code) : std::nullopt)});
        }));
    return units;
}

Result<ReportDays> ReportDays::read(records::Engine const& engine, store::Reader& reader, std::int64_t county, Date from,
                                    Date to) {
    constexpr int around = 64;  // of a working day the holiday before it, and the next after that
    ReportDays out;
    FX_TRY(out.holidays_, command::Calendar::read(reader, engine.responsibility(), county, from + -around, to + around));
    out.week_ends_ = ReportRules::of(engine.table(report::record_type)->type()).week_ends;
    return out;
}

CalendarRules ReportDays::rules(Unit const& of) const {
    return {of.calendar, week_ends_, [this, place = of.place](Date day) { return holidays_.is_day_off(place, day); }};
}

Result<Owed> owed(records::Engine const& engine, store::Reader& reader, std::int64_t county, ReportDays const& days,
                  Unit const& of, Date day) {
    Owed out;
    FX_TRY(auto const row, reader.get(records::obligation_table(), {county, report_period(county, day), of.id}));
    if (row) out.duty = records::obligation_from(*row);
    if (out.duty && out.duty->state == records::Duty::withdrawn) out.duty.reset();
    FX_TRY(out.report,
           records::stored(engine, reader, *engine.table(report::record_type), county, report_id(county, of.id, day)));
    if (out.report) {
        out.since = get(out.report->values, report::since).value_or(day);
        return out;
    }
    out.since = days.since(of, day);
    if (!out.duty && !out.since) return out;
    FX_TRY(auto const before, owed_before(reader, county, of.id, day));
    out.since = before ? *before + 1 : out.since.value_or(day);
    return out;
}

std::vector<Date> days_to_open(std::vector<records::Period> const& open_periods, Date today, int days_back) {
    auto first = today;
    for (auto const& period : open_periods) {
        auto const next = date_at(period.opens_at) + 1;
        first = &period == &open_periods.front() ? next : std::max(first, next);
    }
    first = std::clamp(first, today + -days_back, today);
    std::vector<Date> days;
    for (auto day = first; day <= today; day = day + 1) days.push_back(day);
    return days;
}

records::Effects open_reports(std::int64_t county, Place area, Date day, std::vector<Unit> const& units,
                              std::function<Level(Place)> const& level, std::vector<records::Period> const& open_periods,
                              ReportRules const& rules) {
    records::Effects effects;
    auto const id = report_period(county, day);
    bool there = false;
    for (auto const& period : open_periods) {
        there = there || period.id == id;
        if (day - date_at(period.opens_at) > rules.days_back) effects.close_periods.push_back(period.id);
    }
    if (!there) {
        records::Period period;
        period.county = county;
        period.id = id;
        period.type = report_duty;
        period.label = format(day);
        period.area = area;
        period.opens_at = start_of(day);
        period.due_at = rules.due(Level::county, day);
        period.subject_type = unit::record_type;
        effects.open_periods.push_back(std::move(period));
    }
    for (auto const& one : units) effects.open.push_back({id, one.id, one.place, rules.due(level(one.place), day), false});
    return effects;
}

std::vector<Words> events_of(Sheet const& sheet) {
    std::vector<Words> events;
    for (std::size_t i = 0; i < sheet.version->cells.size(); ++i) {
        auto const& cell = sheet.version->cells[i];
        auto const& figure = sheet.node.figures[i];
        if (std::ranges::find(sheet.form->events, cell.name) == sheet.form->events.end()) continue;
        if (!figure || *figure <= 0) continue;
        auto const n = std::to_string(*figure);
        events.emplace_back(cell.label.zh + " " + n, cell.label.en + " " + n);
    }
    return events;
}

std::string figures_text(Sheet const& sheet) {
    JsonWriter json;
    json.begin_array();
    for (std::size_t i = 0; i < sheet.version->cells.size(); ++i) {
        json.begin_object().key("cell").string(sheet.version->cells[i].name);
        auto const text = figure_text(sheet.version->cells[i], sheet.node.figures[i]);
        if (!text.empty()) json.key("value").string(text);
        json.end_object();
    }
    return json.end_array().take();
}

void add_hooks(records::Engine& engine) {
    engine.add_hook(report::record_type, on_report);
    engine.add_period(report_duty, [](records::Record const& record) -> std::optional<Id> {
        auto const day = get(record.values, report::date);
        return day ? std::optional(report_period(record.county, *day)) : std::nullopt;
    });
}

}  // namespace fx::returns
