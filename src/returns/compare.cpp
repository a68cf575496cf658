#include "returns/compare.hpp"

#include "base/json_writer.hpp"
#include "catalog/describe.hpp"

#include <algorithm>

namespace fx::returns {
namespace {

using catalog::Cell;
using Definition = std::vector<std::pair<std::string, std::string>>;

std::string field_name(Cell const& cell, int field) {
    return field < 0 ? std::string() : cell.type->fields[std::size_t(field)].name;
}

std::string rows_text(Cell const& cell) {
    if (cell.rows < 0) return {};
    auto const& table = cell.type->fields[std::size_t(cell.rows)];
    return table.name + "." + table.columns[std::size_t(cell.column)].name + " " + cell.division;
}

std::string where_text(Cell const& cell) {
    if (cell.where.is_always()) return {};
    JsonWriter json;
    catalog::write_predicate(json, cell.where, cell.type->fields);
    return json.take();
}

/// Every member as text, so that cells of two files are compared by what they say.
Definition definition(catalog::ReturnVersion const& version, Cell const& cell) {
    bool const of_duty = cell.how == Cell::How::duty;
    std::string terms;
    for (auto const& term : cell.terms) terms += (term.sign < 0 ? " -" : " ") + version.cells[term.cell].name;
    Definition out{{"label", cell.label.zh + "\n" + cell.label.en},
                   {"hint", cell.hint.zh + "\n" + cell.hint.en},
                   {"group", cell.group.zh + "\n" + cell.group.en},
                   {"how", std::string(catalog::name(cell.how))},
                   {of_duty ? "among" : "type", cell.type ? cell.type->name : ""},
                   {"where", cell.type ? where_text(cell) : ""},
                   {"state", cell.state},
                   {"field", field_name(cell, cell.field)},
                   {"on", field_name(cell, cell.on)},
                   {"from", field_name(cell, cell.from)},
                   {"until", field_name(cell, cell.until)},
                   {"of", field_name(cell, cell.of)},
                   {"rows", rows_text(cell)},
                   {"duty", of_duty && cell.duty ? cell.duty->name : ""},
                   {"figure", of_duty ? std::string(catalog::name(cell.figure)) : ""},
                   {"terms", terms}};
    return out;
}

}  // namespace

std::vector<std::string> compare(catalog::Return const& a, catalog::Return const& b) {
    auto const differs = [](catalog::Label const& x, catalog::Label const& y) { return x.zh != y.zh || x.en != y.en; };
    std::vector<std::string> out;
    if (differs(a.label, b.label)) out.emplace_back("label");
    if (differs(a.source, b.source)) out.emplace_back("source");
    if (a.roles != b.roles) out.emplace_back("roles");
    if (a.events != b.events) out.emplace_back("events");
    return out;
}

std::vector<CellChange> compare(catalog::ReturnVersion const& a, catalog::ReturnVersion const& b) {
    std::vector<CellChange> out;
    for (std::size_t i = 0; i < b.cells.size(); ++i) {
        CellChange change{{}, i, {}};
        auto const before = std::ranges::find(a.cells, b.cells[i].name, &Cell::name);
        if (before != a.cells.end()) {
            change.a = std::size_t(before - a.cells.begin());
            auto const was = definition(a, *before), is = definition(b, b.cells[i]);
            for (std::size_t n = 0; n < is.size(); ++n)
                if (was[n] != is[n]) change.members.push_back(is[n].first);
        }
        out.push_back(std::move(change));
    }
    for (std::size_t i = 0; i < a.cells.size(); ++i) {
        if (std::ranges::find(b.cells, a.cells[i].name, &Cell::name) != b.cells.end()) continue;
        auto const before =
            i == 0 ? out.end() : std::ranges::find_if(out, [&](CellChange const& one) { return one.a == i - 1; });
        out.insert(before == out.end() ? out.begin() : before + 1, CellChange{i, {}, {}});
    }
    return out;
}

}  // namespace fx::returns
