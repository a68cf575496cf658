#include "returns/sheet.hpp"

#include "base/json_writer.hpp"
#include "base/percent.hpp"
#include "records/sql_filter.hpp"
#include "returns/condition.hpp"

#include <algorithm>

namespace fx::returns {
namespace {

using catalog::Cell;

/// Adds what one place holds to the node and to the part it lies in.
class Tally {
public:
    Tally(records::Responsibility const& places, std::vector<Place> const& parts, bool last)
        : figures_(parts.size() + 1), last_(last) {
        for (auto const& part : parts) ends_.push_back(places.range(part));
    }

    void add(Place place, std::int64_t amount) {
        put(figures_[0], amount);
        auto const after = std::ranges::upper_bound(ends_, place, {}, &std::pair<Place, Place>::first);
        if (after == ends_.begin()) return;
        auto const at = std::size_t(after - ends_.begin() - 1);
        if (place <= ends_[at].second) put(figures_[at + 1], amount);
    }
    /// The node's figure and those of the parts. Where a number is asked, none is 0.
    std::vector<Figure> take(Figure otherwise) {
        for (auto& figure : figures_)
            if (!figure) figure = otherwise;
        return std::move(figures_);
    }

private:
    void put(Figure& to, std::int64_t amount) const { to = !to ? amount : last_ ? std::max(*to, amount) : *to + amount; }

    std::vector<Figure> figures_;
    std::vector<std::pair<Place, Place>> ends_;
    bool last_;
};

/// A row of the cell's table lies in its division: tables are kept as canonical JSON, divisions as twelve digits.
void of_rows(records::SqlFilter& filter, Cell const& cell, std::string& when) {
    if (cell.rows < 0) return;
    auto const& table = cell.type->fields[std::size_t(cell.rows)];
    auto const& column = table.columns[std::size_t(cell.column)].name;
    when = "(" + when + ") AND " + table.name + " LIKE " + filter.bind("%\"" + column + "\":\"" + cell.division + "%");
}

/// What one cell takes from the records that its query reads.
std::string expression(Cell const& cell, std::string const& when) {
    if (cell.how == Cell::How::count) return "SUM(CASE WHEN " + when + " THEN 1 ELSE 0 END)";
    auto const& name = cell.type->fields[std::size_t(cell.field)].name;
    if (cell.how == Cell::How::latest) return "MAX(CASE WHEN " + when + " THEN " + name + " END)";
    return "CAST(SUM(CASE WHEN " + when + " THEN " + name + " ELSE 0 END) AS BIGINT)";
}

bool counts_records(Cell const& cell) {
    return cell.how == Cell::How::count || cell.how == Cell::How::total || cell.how == Cell::How::latest;
}

/// Whether both read the same records, so that one query answers both.
bool read_together(Cell const& a, Cell const& b) {
    return counts_records(a) && counts_records(b) && a.type == b.type && a.state == b.state && a.on == b.on &&
           a.from == b.from && a.until == b.until && a.of == b.of;
}

class Filler {
public:
    Filler(records::Engine const& engine, store::Reader& reader, Scope const& scope, Sheet& sheet)
        : engine_(engine), reader_(reader), scope_(scope), sheet_(sheet) {}

    Result<void> run() {
        auto const& cells = sheet_.version->cells;
        columns_.resize(cells.size());
        for (std::size_t i = 0; i < cells.size(); ++i) {
            auto const& cell = cells[i];
            if (!columns_[i].empty()) continue;  // read together with an earlier one
            if (is_stock(cell)) {
                columns_[i] = stock(cell);
            } else if (counts_records(cell)) {
                FX_CHECK(count(i));
            } else if (cell.how == Cell::How::highest) {
                FX_TRY(columns_[i], highest(cell));
            } else if (cell.how == Cell::How::duty) {
                FX_TRY(columns_[i], duty(cell));
            } else {
                columns_[i] = derived(cell);
            }
        }
        sheet_.node = line(scope_.place, 0);
        for (std::size_t i = 0; i < scope_.parts.size(); ++i) sheet_.children.push_back(line(scope_.parts[i], i + 1));
        return {};
    }

private:
    Line line(Place place, std::size_t row) const {
        Line out{place, {}};
        for (auto const& column : columns_) out.figures.push_back(column[row]);
        return out;
    }

    Result<std::vector<records::Period> const*> periods(std::string const& duty) {
        auto const known = sheet_.periods.find(duty);
        if (known != sheet_.periods.end()) return &known->second;
        FX_TRY(auto found, standing(reader_, engine_.responsibility(), scope_.county, duty, scope_.first(), scope_.day));
        return &sheet_.periods.emplace(duty, std::move(found)).first->second;
    }

    /// A stock of all living subjects is known without reading one: households, persons, units.
    bool is_stock(Cell const& cell) const {
        return cell.how == Cell::How::count && cell.where.is_always() && cell.rows < 0 && cell.on < 0 && cell.from < 0 &&
               cell.of < 0 && !cell.type->states.empty() && cell.state == cell.type->states.front() &&
               engine_.subjects(cell.type->name) != nullptr;
    }
    std::vector<Figure> stock(Cell const& cell) const {
        Tally tally(engine_.responsibility(), scope_.parts, false);
        auto const [first, last] = engine_.responsibility().range(scope_.place);
        engine_.subjects(cell.type->name)->each(cell.type->name, first, last, [&](Id const&, Place place) {
            tally.add(place, 1);
        });
        return tally.take(0);
    }

    /// Fills the column of cell `first` and of every later one that reads the same records.
    Result<void> count(std::size_t first) {
        auto const& cells = sheet_.version->cells;
        auto const& cell = cells[first];
        std::vector<std::size_t> together;
        for (std::size_t i = first; i < cells.size(); ++i)
            if (read_together(cell, cells[i])) together.push_back(i);
        auto const& table = *engine_.table(cell.type->name);
        records::SqlFilter filter(table, engine_.sealer());
        std::string sums;
        std::vector<Tally> tallies;
        for (auto const i : together) {
            FX_TRY(auto when, filter.compile(cells[i].where));
            of_rows(filter, cells[i], when);
            sums += ", " + expression(cells[i], when);
            tallies.emplace_back(engine_.responsibility(), scope_.parts, cells[i].how == Cell::How::latest);
        }
        FX_CHECK(restrict(filter, cell));
        FX_CHECK(reader_.each(
            "SELECT place" + sums + " FROM " + table.table().name + " WHERE " + filter.where() + " GROUP BY place",
            filter.parameters(), [&](Row& row) {
                for (std::size_t n = 0; n < together.size(); ++n)
                    if (auto const* amount = integer_in(row[n + 1])) tallies[n].add({*integer_in(row[0])}, *amount);
            }));
        for (std::size_t n = 0; n < together.size(); ++n)
            columns_[together[n]] = tallies[n].take(cells[together[n]].how == Cell::How::latest ? Figure() : Figure(0));
        return {};
    }

    /// To the place, the state and the day.
    Result<void> restrict(records::SqlFilter& filter, Cell const& cell) {
        auto const [first, last] = engine_.responsibility().range(scope_.place);
        filter.raw("county = " + filter.bind(scope_.county));
        filter.raw("place BETWEEN " + filter.bind(first.value) + " AND " + filter.bind(last.value));
        if (!cell.state.empty()) filter.raw("state = " + filter.bind(cell.state));
        std::vector<records::Period> const none;
        auto const* of = &none;
        if (cell.of >= 0) {
            FX_TRY(of, periods(cell.duty->name));
        }
        return filter.add(day_condition(cell, scope_.first(), scope_.day, *of));
    }

    /// What holds at a place is what the narrowest record around it says; a place with parts has also what they have.
    Result<std::vector<Figure>> highest(Cell const& cell) {
        auto const& field = cell.type->fields[std::size_t(cell.field)];
        auto const& table = *engine_.table(cell.type->name);
        records::SqlFilter filter(table, engine_.sealer());
        filter.raw("county = " + filter.bind(scope_.county));
        if (!cell.state.empty()) filter.raw("state = " + filter.bind(cell.state));
        FX_CHECK(filter.add(cell.where));
        FX_CHECK(filter.add(day_condition(cell, scope_.first(), scope_.day, {})));
        struct Held {
            Place first, last;
            std::int64_t rank;
        };
        std::vector<Held> all;
        FX_CHECK(reader_.each("SELECT place, " + field.name + " FROM " + table.table().name + " WHERE " + filter.where(),
                              filter.parameters(), [&](Row& row) {
                                  auto const* code = text_in(row[1]);
                                  auto const& codes = field.codes->codes;
                                  auto const known =
                                      code ? std::ranges::find(codes, *code, &catalog::Code::code) : codes.end();
                                  auto const [first, last] = engine_.responsibility().range({*integer_in(row[0])});
                                  if (known != codes.end()) all.push_back({first, last, known - codes.begin()});
                              }));
        auto const at = [&](Place place) {
            auto const [first, last] = engine_.responsibility().range(place);
            Figure below, here;
            std::int64_t narrowest = 0;
            for (auto const& one : all) {
                auto const width = one.last.value - one.first.value;
                if (one.first >= first && one.last <= last) below = std::max(below, Figure(one.rank));
                if (one.first > first || one.last < last || (here && width > narrowest)) continue;
                here = here && width == narrowest ? std::max(here, Figure(one.rank)) : Figure(one.rank);
                narrowest = width;
            }
            return std::max(below, here);
        };
        std::vector<Figure> out{at(scope_.place)};
        for (auto const& part : scope_.parts) out.push_back(at(part));
        return out;
    }

    /// Of one place: what was owed and done by the end of the day, as the duties themselves say it.
    struct Owed {
        Place place;
        std::int64_t expected, fulfilled, late;
    };

    Result<std::vector<Figure>> duty(Cell const& cell) {
        FX_TRY(auto const* const all, periods(cell.duty->name));
        if (all->empty()) return std::vector<Figure>(scope_.parts.size() + 1);
        std::vector<Owed> own;
        auto const* rows = &own;
        if (auto const known = owed_.find(cell.duty->name); cell.type == nullptr && known != owed_.end()) {
            rows = &known->second;
        } else {
            for (auto const& period : *all) {
                FX_CHECK(read_duties(cell, period, own));
                if (!period.source.is_nil()) break;  // of rounds the widest, newest one
            }
            if (cell.type == nullptr) rows = &owed_.emplace(cell.duty->name, std::move(own)).first->second;
        }
        Tally tally(engine_.responsibility(), scope_.parts, false);
        for (auto const& row : *rows)
            tally.add(row.place, cell.figure == Cell::Figure::expected    ? row.expected
                                 : cell.figure == Cell::Figure::fulfilled ? row.fulfilled
                                 : cell.figure == Cell::Figure::late      ? row.late
                                                                          : row.expected - row.fulfilled);
        return tally.take(0);
    }

    Result<void> read_duties(Cell const& cell, records::Period const& period, std::vector<Owed>& rows) {
        auto const [first, last] = engine_.responsibility().range(scope_.place);
        auto const end = start_of(scope_.day + 1).ms;
        std::vector<Value> parameters{scope_.county, period.id, first.value, last.value, end};
        std::string only;
        if (cell.type != nullptr) {
            FX_TRY(only, among(cell, period, parameters));
            // Nearly all of a round are done: what is missing is asked of the others alone.
            if (cell.figure == Cell::Figure::missing) only = " AND (state = 0 OR fulfilled_at >= $5)" + only;
        }
        return reader_.each(
            "SELECT place, COUNT(*), SUM(CASE WHEN state IN (1, 2) AND fulfilled_at < $5 THEN 1 ELSE 0 END), "
            "SUM(CASE WHEN state = 2 AND fulfilled_at < $5 THEN 1 ELSE 0 END) FROM obligation WHERE county = $1 AND "
            "period = $2 AND place BETWEEN $3 AND $4 AND opened_at < $5 AND state <> 3" +
                only + " GROUP BY place",
            parameters, [&](Row& row) {
                rows.push_back({{*integer_in(row[0])}, *integer_in(row[1]), *integer_in(row[2]), *integer_in(row[3])});
            });
    }

    /// The subjects that the cell's records name, whose parameters follow those of the duties.
    Result<std::string> among(Cell const& cell, records::Period const& period, std::vector<Value>& parameters) {
        auto const& table = *engine_.table(cell.type->name);
        records::SqlFilter filter(table, engine_.sealer());
        for (auto const& value : parameters) filter.bind(value);
        filter.raw("county = $1");
        if (!cell.state.empty()) filter.raw("state = " + filter.bind(cell.state));
        FX_CHECK(filter.add(cell.where));
        FX_CHECK(filter.add(day_condition(cell, scope_.first(), scope_.day, {period})));
        parameters = filter.parameters();
        // Looked for subject by subject in the index: the records of the whole county are not read for a village.
        filter.raw(cell.type->fields[std::size_t(cell.field)].name + " = obligation.subject");
        return " AND EXISTS (SELECT 1 FROM " + table.table().name + " WHERE " + filter.where() + ")";
    }

    std::vector<Figure> derived(Cell const& cell) const {
        auto const& earlier = columns_;
        std::vector<Figure> out(scope_.parts.size() + 1);
        for (std::size_t row = 0; row < out.size(); ++row) {
            std::int64_t sum = 0;
            bool complete = true;
            for (auto const& term : cell.terms) {
                auto const& figure = earlier[term.cell][row];
                complete = complete && figure.has_value();
                sum += term.sign * figure.value_or(0);
            }
            if (!complete) continue;
            if (cell.how == Cell::How::sum) {
                out[row] = sum;
                continue;
            }
            auto const part = *earlier[cell.terms[0].cell][row], whole = *earlier[cell.terms[1].cell][row];
            if (whole > 0) out[row] = tenths_of_percent(part, whole);
        }
        return out;
    }

    records::Engine const& engine_;
    store::Reader& reader_;
    Scope const& scope_;
    Sheet& sheet_;
    std::vector<std::vector<Figure>> columns_;  ///< by cell: the node's figure, then those of the parts
    std::map<std::string, std::vector<Owed>, std::less<>> owed_;
};

}  // namespace

std::string figure_text(Cell const& cell, Figure const& figure) {
    if (!figure) return {};
    if (cell.how == Cell::How::latest) return format(Date{std::int32_t(*figure)});
    if (cell.how == Cell::How::highest)
        return cell.type->fields[std::size_t(cell.field)].codes->codes[std::size_t(*figure)].code;
    return cell.how == Cell::How::percent ? decimal_text(*figure, 1) : std::to_string(*figure);
}

std::optional<Line> at_itself(Sheet const& sheet) {
    Line line{sheet.node.place, {}};
    bool any = false;
    auto const& cells = sheet.version->cells;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto figure = sheet.node.figures[i];
        if (!cells[i].adds_up()) figure.reset();
        if (figure)
            for (auto const& child : sheet.children) *figure -= child.figures[i].value_or(0);
        any = any || figure.value_or(0) != 0;
        line.figures.push_back(figure);
    }
    return any && !sheet.children.empty() ? std::optional(std::move(line)) : std::nullopt;
}

Result<Sheet> fill(records::Engine const& engine, store::Reader& reader, catalog::Return const& form,
                   catalog::ReturnVersion const& version, Scope const& scope) {
    Sheet sheet;
    sheet.form = &form;
    sheet.version = &version;
    sheet.since = scope.first();
    sheet.day = scope.day;
    FX_CHECK(Filler(engine, reader, scope, sheet).run());
    return sheet;
}

Result<Sheet> fill(records::Engine const& engine, store::Reader& reader, catalog::Return const& form, Scope const& scope) {
    auto const* version = form.on(scope.day);
    if (version == nullptr) return Problem(ProblemKind::not_found, {form.name + " " + format(scope.day)}).at("date");
    return fill(engine, reader, form, *version, scope);
}

}  // namespace fx::returns
