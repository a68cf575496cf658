#include "returns/sheet.hpp"

#include "base/json_writer.hpp"
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

std::string expression(Cell const& cell) {
    if (cell.how == Cell::How::count) return "COUNT(*)";
    auto const& name = cell.type->fields[std::size_t(cell.field)].name;
    return cell.how == Cell::How::total ? "CAST(SUM(" + name + ") AS BIGINT)" : "MAX(" + name + ")";
}

class Filler {
public:
    Filler(records::Engine const& engine, store::Reader& reader, Scope const& scope, Sheet& sheet)
        : engine_(engine), reader_(reader), scope_(scope), sheet_(sheet) {}

    Result<void> run() {
        auto const& cells = sheet_.version->cells;
        std::vector<std::vector<Figure>> columns;
        for (auto const& cell : cells) {
            FX_TRY(auto column, column_of(cell, columns));
            columns.push_back(std::move(column));
        }
        sheet_.node = line(scope_.place, columns, 0);
        for (std::size_t i = 0; i < scope_.parts.size(); ++i)
            sheet_.children.push_back(line(scope_.parts[i], columns, i + 1));
        return {};
    }

private:
    static Line line(Place place, std::vector<std::vector<Figure>> const& columns, std::size_t row) {
        Line out{place, {}};
        for (auto const& column : columns) out.figures.push_back(column[row]);
        return out;
    }

    Result<std::vector<Figure>> column_of(Cell const& cell, std::vector<std::vector<Figure>> const& earlier) {
        switch (cell.how) {
            case Cell::How::duty: return duty(cell);
            case Cell::How::sum:
            case Cell::How::percent: return derived(cell, earlier);
            default: return records(cell);
        }
    }

    Result<std::vector<records::Period> const*> periods(std::string const& duty) {
        auto const known = sheet_.periods.find(duty);
        if (known != sheet_.periods.end()) return &known->second;
        FX_TRY(auto found, standing(reader_, engine_.responsibility(), scope_.county, duty, scope_.day));
        return &sheet_.periods.emplace(duty, std::move(found)).first->second;
    }

    Result<std::vector<Figure>> records(Cell const& cell) {
        auto const& table = *engine_.table(cell.type->name);
        records::SqlFilter filter(table, engine_.sealer());
        auto const [first, last] = engine_.responsibility().range(scope_.place);
        filter.raw("county = " + filter.bind(scope_.county));
        filter.raw("place BETWEEN " + filter.bind(first.value) + " AND " + filter.bind(last.value));
        if (!cell.state.empty()) filter.raw("state = " + filter.bind(cell.state));
        std::vector<records::Period> none;
        auto const* of = &none;
        if (cell.of >= 0) {
            FX_TRY(of, periods(cell.duty->name));
        }
        FX_CHECK(filter.add(condition(cell, scope_.day, *of)));
        auto const sql = "SELECT place, " + expression(cell) + " FROM " + table.table().name + " WHERE " + filter.where() +
                         " GROUP BY place";
        Tally tally(engine_.responsibility(), scope_.parts, cell.how == Cell::How::latest);
        FX_CHECK(reader_.each(sql, filter.parameters(), [&](Row& row) {
            if (auto const* amount = integer_in(row[1])) tally.add({*integer_in(row[0])}, *amount);
        }));
        return tally.take(cell.how == Cell::How::latest ? Figure() : Figure(0));
    }

    /// What was owed and done by the end of the day, as the duties themselves say it.
    Result<std::vector<Figure>> duty(Cell const& cell) {
        FX_TRY(auto const* const all, periods(cell.duty->name));
        if (all->empty()) return std::vector<Figure>(scope_.parts.size() + 1);
        auto const [first, last] = engine_.responsibility().range(scope_.place);
        Tally tally(engine_.responsibility(), scope_.parts, false);
        bool const rounds = !all->front().source.is_nil();
        for (auto const& period : *all) {
            FX_CHECK(add_duties(cell, period, first, last, tally));
            if (rounds) break;
        }
        return tally.take(0);
    }

    Result<void> add_duties(Cell const& cell, records::Period const& period, Place first, Place last, Tally& tally) {
        auto const end = start_of(scope_.day + 1).ms;
        return reader_.each(
            "SELECT place, COUNT(*), SUM(CASE WHEN state IN (1, 2) AND fulfilled_at < $5 THEN 1 ELSE 0 END), "
            "SUM(CASE WHEN state = 2 AND fulfilled_at < $5 THEN 1 ELSE 0 END) FROM obligation WHERE county = $1 AND "
            "period = $2 AND place BETWEEN $3 AND $4 AND opened_at < $5 AND state <> 3 GROUP BY place",
            std::vector<Value>{scope_.county, period.id, first.value, last.value, end}, [&](Row& row) {
                auto const expected = *integer_in(row[1]), done = *integer_in(row[2]), late = *integer_in(row[3]);
                auto const amount = cell.figure == Cell::Figure::expected    ? expected
                                    : cell.figure == Cell::Figure::fulfilled ? done
                                    : cell.figure == Cell::Figure::late      ? late
                                                                             : expected - done;
                tally.add({*integer_in(row[0])}, amount);
            });
    }

    static std::vector<Figure> derived(Cell const& cell, std::vector<std::vector<Figure>> const& earlier) {
        std::vector<Figure> out(earlier.front().size());
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
            if (whole > 0) out[row] = (part * 1000 + whole / 2) / whole;
        }
        return out;
    }

    records::Engine const& engine_;
    store::Reader& reader_;
    Scope const& scope_;
    Sheet& sheet_;
};

}  // namespace

std::string figure_text(Cell const& cell, Figure const& figure) {
    if (!figure) return {};
    if (cell.how == Cell::How::latest) return format(Date{std::int32_t(*figure)});
    return cell.how == Cell::How::percent ? decimal_text(*figure, 1) : std::to_string(*figure);
}

Result<Sheet> fill(records::Engine const& engine, store::Reader& reader, catalog::Return const& form,
                   catalog::ReturnVersion const& version, Scope const& scope) {
    Sheet sheet;
    sheet.form = &form;
    sheet.version = &version;
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
