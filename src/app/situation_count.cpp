#include "app/return_sheet.hpp"
#include "app/situation.hpp"
#include "base/text.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/overdue.hpp"
#include "returns/daily_report.hpp"

#include <algorithm>
#include <span>

namespace fx::app {
namespace {

namespace kept = handles::situation_report;
using command::Counts;

/// The figures of a line by the names of their cells.
void take_line(Counts& counts, returns::Sheet const& sheet, returns::Line const& line) {
    auto const& cells = sheet.version->cells;
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (line.figures[i]) counts.insert_or_assign(cells[i].name, *line.figures[i]);
    auto const owed = counts.find("measurements_owed"), open = counts.find("not_measured");
    if (owed != counts.end() && open != counts.end()) counts["measured"] = owed->second - open->second;
}

/// The mapping with these cells alone, and those that they are the sums of: a trend asks for few figures of many days.
catalog::ReturnVersion reduced(catalog::ReturnVersion const& full, std::span<command::Item const> wanted,
                               std::string_view sheet) {
    std::vector<bool> needed(full.cells.size());
    for (auto i = full.cells.size(); i-- > 0;) {
        auto const asked = [&](command::Item const& item) { return item.sheet == sheet && item.cell == full.cells[i].name; };
        needed[i] = needed[i] || std::ranges::any_of(wanted, asked);
        if (needed[i])
            for (auto const& term : full.cells[i].terms) needed[term.cell] = true;
    }
    catalog::ReturnVersion out{full.valid_from, full.note, {}};
    std::vector<std::size_t> now(full.cells.size());
    for (std::size_t i = 0; i < full.cells.size(); ++i) {
        if (!needed[i]) continue;
        now[i] = out.cells.size();
        out.cells.push_back(full.cells[i]);
        for (auto& term : out.cells.back().terms) term.cell = now[term.cell];
    }
    return out;
}

class Counting {
public:
    Counting(Program const& program, store::Reader& reader, Date day)
        : program_(program), reader_(reader), now_(program.clock.now()), day_(day) {}

    /// Of the area; of each part of it where `children` is given.
    Result<Counts> of_day(Place area, Date day, std::vector<std::pair<Place, Counts>>* children = nullptr) {
        Counts counts;
        FX_TRY(auto scope, return_scope(program_, area, day));
        if (children == nullptr) scope.parts.clear();
        if (auto const* form = program_.returns.find(returns::report_duty); form != nullptr && form->on(day) != nullptr) {
            FX_TRY(auto const sheet, returns::fill(*program_.engine, reader_, *form, scope));
            take_line(counts, sheet, sheet.node);
            for (auto const& line : sheet.children)
                take_line(children->emplace_back(line.place, Counts()).second, sheet, line);
        }
        FX_CHECK(add_reports(counts, area, day, children));
        return counts;
    }

    /// What the trend tells of one day.
    Result<Counts> trend_of(Place area, Date day) {
        Counts counts;
        for (auto const* const name : {"daily_report", "screening_daily"}) {
            auto const* form = program_.returns.find(name);
            auto const* full = form == nullptr ? nullptr : form->on(day);
            if (full == nullptr) continue;
            auto const version = reduced(*full, command::items(command::part::trend), name);
            FX_TRY(auto const sheet, returns::fill(*program_.engine, reader_, *form, version,
                                                   returns::Scope{program_.county(), area, {}, day}));
            take_line(counts, sheet, sheet.node);
        }
        return counts;
    }

    /// What is overdue stands as of now, whatever the day.
    Result<void> add_overdue(Counts& counts, Place area, std::size_t listed_max, command::Counted* into = nullptr) {
        auto const [first, last] = program_.network->range(area);
        FX_TRY(auto const orders, command::orders_within(reader_, program_.county(), first, last, now_));
        auto& receipts = counts["receipts"];
        auto& overdue = counts["receipts_overdue"];
        for (auto const& one : orders) {
            receipts += one.receipts, overdue += one.overdue;
            if (into != nullptr && one.overdue > 0)
                into->orders.push_back({one.order, one.subject, one.issuer, one.overdue, one.receipts});
        }
        FX_TRY(auto const raised,
               command::escalations_within(reader_, program_.county(), first, last, std::int64_t(listed_max)));
        counts["escalations"] = raised.total;
        if (into != nullptr)
            for (auto const& one : raised.first)
                into->escalations.push_back({one.id, one.about, one.place, one.missing, std::nullopt});
        return {};
    }

    Result<std::vector<command::Listed>> missing_reports(Place area, std::size_t listed_max) {
        auto const [first, last] = program_.network->range(area);
        std::vector<command::Listed> units;
        FX_CHECK(reader_.each(
            "SELECT u.id, u.name, o.place FROM obligation o JOIN r_reporting_unit u ON u.county = o.county AND u.id = "
            "o.subject WHERE o.county = $1 AND o.period = $2 AND o.place BETWEEN $3 AND $4 AND o.state = 0 AND o.due_at < "
            "$5 ORDER BY o.due_at, o.place, u.id LIMIT $6",
            std::vector<Value>{program_.county(), returns::report_period(program_.county(), day_), first.value, last.value,
                               now_.ms, std::int64_t(listed_max)},
            [&](Row& row) {
                units.push_back({std::get<Id>(row[0]), *text_in(row[1]), {*integer_in(row[2])}, {}, {}});
            }));
        return units;
    }

private:
    /// Daily reports owed and signed by the end of the day.
    Result<void> add_reports(Counts& counts, Place area, Date day, std::vector<std::pair<Place, Counts>>* children) {
        auto const [first, last] = program_.network->range(area);
        return reader_.each(
            "SELECT place, COUNT(*), SUM(CASE WHEN state IN (1, 2) AND fulfilled_at < $5 THEN 1 ELSE 0 END) FROM obligation "
            "WHERE county = $1 AND period = $2 AND place BETWEEN $3 AND $4 AND state <> 3 GROUP BY place",
            std::vector<Value>{program_.county(), returns::report_period(program_.county(), day), first.value, last.value,
                               start_of(day + 1).ms},
            [&](Row& row) {
                Place const place{*integer_in(row[0])};
                auto const add = [&](Counts& to) {
                    to["reports_owed"] += *integer_in(row[1]), to["reported"] += *integer_in(row[2]);
                };
                add(counts);
                if (children == nullptr) return;
                auto const part = std::ranges::find_if(
                    *children, [&](auto const& child) { return program_.network->covers(child.first, place); });
                if (part != children->end()) add(part->second);
            });
    }

    Program const& program_;
    store::Reader& reader_;
    Instant const now_;
    Date const day_;
};

Result<void> check_day(Program const& program, Place area, Date day) {
    if (!program.network->exists(area)) return Problem(ProblemKind::unknown_place, {format(area)}).at("place");
    auto const today = date_at(program.clock.now());
    auto const days = program.catalogue->setting(kept::settings::trend_days);
    if (day <= today && today - day < days) return {};
    return Problem(ProblemKind::situation_day_closed, {std::to_string(days - 1)}).at("day");
}

Result<std::string> head_of(Program const& program, store::Reader& reader, Instant now) {
    auto const year = civil(date_at(now)).year;
    FX_TRY(auto const head, program.store->journal().head(reader, program.county(), year));
    return std::to_string(year) + " " + std::to_string(head.size) + " " + to_hex(head.root);
}

/// The area, the day before and the level above: what every figure is told with.
Result<command::Counted> figures_of(Program const& program, Counting& counting, Place area, Date day,
                                    std::size_t listed_max) {
    command::Counted counted;
    FX_TRY(counted.here, counting.of_day(area, day, &counted.children));
    FX_CHECK(counting.add_overdue(counted.here, area, listed_max, &counted));
    FX_TRY(counted.yesterday, counting.of_day(area, day + -1));
    if (auto const upper = place_above(program, area)) {
        FX_TRY(counted.above, counting.of_day(*upper, day));
        FX_CHECK(counting.add_overdue(*counted.above, *upper, 0));
    }
    return counted;
}

}  // namespace

std::optional<Place> place_above(Program const& program, Place area) {
    auto const view = program.network->view();
    auto const path = view.divisions().path(area);
    if (area == program.site.county || path.size() < 2) return std::nullopt;
    return path[path.size() - 2];
}

Result<Situation> count_situation(Program const& program, store::Reader& reader, Place area, Date day) {
    auto const listed_max = std::size_t(program.catalogue->setting(kept::settings::listed_max));
    FX_CHECK(check_day(program, area, day));
    Situation out;
    out.area = area;
    out.day = day;
    out.as_of = program.clock.now();
    Counting counting(program, reader, day);
    FX_TRY(auto counted, figures_of(program, counting, area, day, listed_max));
    FX_TRY(counted.missing, counting.missing_reports(area, listed_max));
    for (int back = int(program.catalogue->setting(kept::settings::trend_days)) - 1; back >= 0; --back) {
        FX_TRY(auto counts, counting.trend_of(area, day + -back));
        counted.days.emplace_back(day + -back, std::move(counts));
    }
    out.rows = command::rows_of(counted, listed_max);
    FX_TRY(out.journal_head, head_of(program, reader, out.as_of));
    return out;
}

Result<std::vector<command::ReportRow>> recount_figures(Program const& program, store::Reader& reader, Place area,
                                                        Date day) {
    Counting counting(program, reader, day);
    FX_TRY(auto const counted, figures_of(program, counting, area, day, 0));
    auto rows = command::rows_of(counted, 0);
    std::erase_if(rows, [](command::ReportRow const& row) { return row.part != command::part::figure; });
    return rows;
}

}  // namespace fx::app
