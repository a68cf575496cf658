#include "catalog/kind.hpp"
#include "catalog/kinds/list.hpp"
#include "catalog/load_parts.hpp"
#include "catalog/returns.hpp"

#include <algorithm>
#include <array>

namespace fx::catalog {
namespace {

constexpr std::size_t cells_max = 200;

constexpr std::array<std::string_view, 7> hows{"count", "total", "latest", "duty", "sum", "percent", "highest"};
constexpr std::array<std::string_view, 4> figures{"expected", "fulfilled", "late", "missing"};

bool is_time(Field const& field) { return field.kind == &date_kind() || field.kind == &instant_kind(); }

/// The digits that all codes within a division share: province 2, city 4, county 6, township 9.
std::string leading(std::string const& division) {
    auto const told = division.find_last_not_of('0') + 1;
    return division.substr(0, told <= 2 ? 2 : told <= 4 ? 4 : told <= 6 ? 6 : told <= 9 ? 9 : 12);
}

class CellReader {
public:
    /// `all`: the version's cells, also those that follow.
    CellReader(Reading& reading, Catalogue const& catalogue, std::vector<Cell> const& earlier, std::vector<Node> const& all)
        : reading_(reading), catalogue_(catalogue), earlier_(earlier), all_(all) {}

    Cell read(Node const& node) {
        Cell cell;
        cell.name = reading_.string(node, "name", true);
        reading_.name_is_good(cell.name, node.line);
        if (find(cell.name)) reading_.mistake(MistakeKind::duplicate_name, node.line, {cell.name});
        cell.label = reading_.label(node, "label", cell.name, true);
        cell.hint = reading_.label(node, "hint", cell.name, false);
        cell.group = reading_.label(node, "group", cell.name, false);
        auto const how = std::ranges::find_if(hows, [&](auto const& one) { return node.find(one) != nullptr; });
        if (how == hows.end())
            reading_.mistake(MistakeKind::cell_without_source, node.line, {cell.name});
        else
            cell.how = Cell::How(how - hows.begin()), only_its_own(cell, node, *how), fill(cell, node, std::string(*how));
        return cell;
    }

private:
    /// A member that its kind of cell does not look at is a mistake: whoever wrote it meant something.
    void only_its_own(Cell const& cell, Node const& node, std::string_view how) {
        std::vector<std::string_view> known{"name", "label", "hint", "group", how};
        auto const and_also = [&](std::initializer_list<std::string_view> more) { known.insert(known.end(), more); };
        bool const of_records = cell.how != Cell::How::duty && cell.how != Cell::How::sum && cell.how != Cell::How::percent;
        bool const among = cell.how == Cell::How::duty && node.find("among") != nullptr;
        if (of_records || among) and_also({"where", "state", "on", "from", "until"});
        if (cell.how == Cell::How::duty) and_also({"figure", "among"});
        if ((of_records && cell.how != Cell::How::count) || among) and_also({"field"});
        if ((of_records && cell.how != Cell::How::highest) || among) and_also({"of"});
        if (of_records && cell.how != Cell::How::highest) and_also({"rows"});
        reading_.only(node, known);
    }

    std::optional<std::size_t> find(std::string_view name) const {
        auto const found = std::ranges::find(earlier_, name, &Cell::name);
        if (found == earlier_.end()) return std::nullopt;
        return std::size_t(found - earlier_.begin());
    }

    void fill(Cell& cell, Node const& node, std::string const& way) {
        switch (cell.how) {
            case Cell::How::count:
            case Cell::How::total:
            case Cell::How::latest:
            case Cell::How::highest: return records(cell, node, way);
            case Cell::How::duty: return duty(cell, node);
            case Cell::How::sum:
            case Cell::How::percent: return terms(cell, node, way);
        }
    }

    void records(Cell& cell, Node const& node, std::string const& way) {
        if (!select(cell, node, way)) return;
        cell.of = field(cell, node, "of", [](Field const& of) { return of.kind == &reference_kind(); });
        if (cell.of >= 0) cell.duty = duty_of_period(*cell.type, cell.of);
        if (cell.of >= 0 && cell.duty == nullptr)
            reading_.mistake(MistakeKind::field_not_for_cell, reading_.line_of(node, "of"), {node.find("of")->text, "of"});
        if (auto const* rows = reading_.member(node, "rows", Node::Shape::object)) of_rows(cell, *rows);
        if (cell.how == Cell::How::count) return;
        cell.field = field(cell, node, "field", [&](Field const& of) {
            return of.kind == (cell.how == Cell::How::total     ? &integer_kind()
                               : cell.how == Cell::How::highest ? &code_kind()
                                                                : &date_kind());
        });
        if (node.find("field") == nullptr) reading_.mistake(MistakeKind::missing_member, node.line, {"field"});
    }

    /// Which records of the type that `key` names. False without such a type.
    bool select(Cell& cell, Node const& node, std::string const& key) {
        auto const name = reading_.string(node, key);
        cell.type = catalogue_.type(name);
        if (cell.type == nullptr) {
            reading_.mistake(MistakeKind::unknown_type, reading_.line_of(node, key), {name});
            return false;
        }
        auto const& fields = cell.type->fields;
        if (auto const* where = node.find("where")) cell.where = read_predicate(reading_, *where, fields);
        cell.state = reading_.string(node, "state");
        if (!cell.state.empty() && std::ranges::find(cell.type->states, cell.state) == cell.type->states.end())
            reading_.mistake(MistakeKind::unknown_state, reading_.line_of(node, "state"),
                             {cell.state, listed(cell.type->states)});
        cell.on = field(cell, node, "on", is_time);
        cell.from = field(cell, node, "from", is_time);
        cell.until = field(cell, node, "until", is_time);
        return true;
    }

    /// {"table","column","division"}: a row of the table whose division lies in this one.
    void of_rows(Cell& cell, Node const& node) {
        reading_.only(node, {"table", "column", "division"});
        int const table = field(cell, node, "table",
                                [](Field const& of) { return of.kind == &table_kind() && of.privacy != Privacy::identity; });
        auto const division = reading_.string(node, "division", true);
        auto const place = parse_place(division);
        if (place.has_error() || division.size() != 12)
            return reading_.mistake(MistakeKind::division_not_valid, reading_.line_of(node, "division"), {division});
        if (table < 0) return reading_.mistake(MistakeKind::missing_member, node.line, {"table"});
        auto const& columns = cell.type->fields[std::size_t(table)].columns;
        auto const name = reading_.string(node, "column", true);
        auto const column = std::ranges::find(columns, name, &Field::name);
        if (column == columns.end())
            return reading_.mistake(MistakeKind::unknown_field, reading_.line_of(node, "column"), {name, names_of(columns)});
        if (column->kind != &division_kind())
            return reading_.mistake(MistakeKind::field_not_for_cell, reading_.line_of(node, "column"), {name, "column"});
        cell.rows = table, cell.column = int(column - columns.begin());
        cell.division = leading(division);
    }

    /// -1 when the member is absent, or names no field that `fits` (a mistake).
    template <class Fits>
    int field(Cell const& cell, Node const& node, std::string_view key, Fits fits) {
        auto const name = reading_.string(node, key);
        if (name.empty()) return -1;
        int const at = cell.type->field_index(name);
        auto const* of = at < 0 ? nullptr : &cell.type->fields[std::size_t(at)];
        if (of == nullptr)
            reading_.mistake(MistakeKind::unknown_field, reading_.line_of(node, key), {name, names_of(cell.type->fields)});
        else if (of->extension || !fits(*of))
            reading_.mistake(MistakeKind::field_not_for_cell, reading_.line_of(node, key), {name, std::string(key)});
        return of != nullptr && !of->extension && fits(*of) ? at : -1;
    }

    ObligationRule const* duty_of_period(RecordType const& by, int field) const {
        for (auto const* type : catalogue_.types())
            for (auto const& rule : type->obligations)
                if (rule.fulfilled_by == by.name && rule.period_field == by.fields[std::size_t(field)].name) return &rule;
        return nullptr;
    }

    void duty(Cell& cell, Node const& node) {
        auto const name = reading_.string(node, "duty");
        for (auto const* type : catalogue_.types())
            for (auto const& rule : type->obligations)
                if (rule.name == name) cell.duty = &rule;
        if (cell.duty == nullptr) reading_.mistake(MistakeKind::unknown_duty, reading_.line_of(node, "duty"), {name});
        auto const figure = std::ranges::find(figures, reading_.string(node, "figure", true));
        if (figure == figures.end())
            reading_.mistake(MistakeKind::unknown_figure, reading_.line_of(node, "figure"));
        else
            cell.figure = Cell::Figure(figure - figures.begin());
        if (node.find("among") != nullptr && cell.duty != nullptr) among(cell, node);
    }

    /// The duty's subjects that records of another type name: key persons of a class, households with a visit.
    void among(Cell& cell, Node const& node) {
        if (!select(cell, node, "among")) return;
        cell.field = field(cell, node, "field", [&](Field const& of) { return of.refers_to == cell.duty->subject; });
        if (node.find("field") == nullptr) reading_.mistake(MistakeKind::missing_member, node.line, {"field"});
        cell.of = field(cell, node, "of", [&](Field const& of) {
            return of.kind == &reference_kind() && cell.type->name == cell.duty->fulfilled_by &&
                   of.name == cell.duty->period_field;
        });
    }

    void terms(Cell& cell, Node const& node, std::string const& way) {
        auto const named = reading_.strings(node, way);
        for (auto const& text : named) {
            bool const minus = text.starts_with('-');
            auto const at = find(minus ? std::string_view(text).substr(1) : std::string_view(text));
            bool const adds = at && earlier_[*at].how != Cell::How::latest && earlier_[*at].how != Cell::How::percent &&
                              earlier_[*at].how != Cell::How::highest;
            if (!at && follows(minus ? std::string_view(text).substr(1) : std::string_view(text)))
                reading_.mistake(MistakeKind::cell_in_circle, reading_.line_of(node, way), {cell.name, text});
            else if (!adds)
                reading_.mistake(MistakeKind::unknown_cell, reading_.line_of(node, way), {text});
            else
                cell.terms.push_back({*at, minus ? -1 : 1});
        }
        if (cell.how == Cell::How::percent && named.size() != 2)
            reading_.mistake(MistakeKind::percent_of_two, reading_.line_of(node, way), {cell.name});
    }

    /// Whether the cell itself, or one after it, is called so.
    bool follows(std::string_view name) const {
        return std::ranges::any_of(all_, [&](Node const& node) {
            auto const* called = node.find("name");
            return called != nullptr && called->text == name;
        });
    }

    Reading& reading_;
    Catalogue const& catalogue_;
    std::vector<Cell> const& earlier_;
    std::vector<Node> const& all_;
};

void read_version(Reading& reading, Node const& node, Catalogue const& catalogue, Return& out) {
    reading.only(node, {"valid_from", "note", "cells"});
    ReturnVersion version;
    auto const from = reading.string(node, "valid_from", true);
    auto const date = parse_date(from);
    if (date.has_error())
        reading.mistake(MistakeKind::date_not_valid, reading.line_of(node, "valid_from"), {from});
    else
        version.valid_from = *date;
    if (!out.versions.empty() && version.valid_from <= out.versions.back().valid_from)
        reading.mistake(MistakeKind::versions_out_of_order, node.line, {from});
    version.note = reading.label(node, "note", out.name, false);
    auto const* cells = reading.member(node, "cells", Node::Shape::array, true);
    if (cells != nullptr && (cells->items.empty() || cells->items.size() > cells_max))
        reading.mistake(MistakeKind::wrong_shape, cells->line, {"cells", "1…200 项的列表", "a list of 1…200"});
    for (auto const& item : cells == nullptr ? std::vector<Node>() : cells->items) {
        if (version.cells.size() >= cells_max) break;
        if (item.is(Node::Shape::object))
            version.cells.push_back(CellReader(reading, catalogue, version.cells, cells->items).read(item));
        else
            reading.mistake(MistakeKind::wrong_shape, item.line, {"cells", "对象的列表", "a list of objects"});
    }
    out.versions.push_back(std::move(version));
}

Return read_return(Parsed& file, Catalogue const& catalogue) {
    auto& reading = file.reading;
    reading.only(file.root, {"return", "label", "source", "roles", "events", "versions"});
    Return out;
    out.name = reading.string(file.root, "return", true);
    reading.name_is_good(out.name, file.root.line);
    if (out.name != file.name)
        reading.mistake(MistakeKind::name_differs_from_file, reading.line_of(file.root, "return"), {out.name});
    out.label = reading.label(file.root, "label", out.name, true);
    out.source = reading.label(file.root, "source", "source", true);
    out.roles = reading.strings(file.root, "roles");
    for (auto const& role : out.roles)
        known_role(reading, catalogue.code_list("post_role"), role, reading.line_of(file.root, "roles"));
    auto const* versions = reading.member(file.root, "versions", Node::Shape::array, true);
    for (auto const& item : versions == nullptr ? std::vector<Node>() : versions->items)
        read_version(reading, item, catalogue, out);
    out.events = reading.strings(file.root, "events");
    for (auto const& event : out.events)
        for (auto const& version : out.versions)
            if (std::ranges::find(version.cells, event, &Cell::name) == version.cells.end())
                reading.mistake(MistakeKind::unknown_cell, reading.line_of(file.root, "events"), {event});
    if (versions != nullptr && versions->items.empty())
        reading.mistake(MistakeKind::missing_member, versions->line, {"versions"});
    return out;
}

}  // namespace

std::string_view name(Cell::How how) { return hows[std::size_t(how)]; }
std::string_view name(Cell::Figure figure) { return figures[std::size_t(figure)]; }

ReturnVersion const* Return::on(Date day) const {
    ReturnVersion const* found = nullptr;
    for (auto const& version : versions)
        if (version.valid_from <= day) found = &version;
    return found;
}

bool Return::allows(std::string_view role) const { return std::ranges::find(roles, role) != roles.end(); }

Return const* LoadedReturns::find(std::string_view name) const {
    auto const found = std::ranges::find(returns, name, &Return::name);
    return found == returns.end() ? nullptr : &*found;
}

LoadedReturns load_returns(std::vector<Source> const& sources, std::vector<Source> const& overlay,
                           Catalogue const& catalogue) {
    LoadedReturns out;
    for (auto const* from : {&sources, &overlay}) {
        for (auto& file : parse_sources(*from, Part::returns, out.mistakes)) {
            auto made = read_return(file, catalogue);
            if (out.find(made.name) != nullptr)
                file.reading.mistake(MistakeKind::overlay_existing_name, 0, {made.name});
            else
                out.returns.push_back(std::move(made));
        }
    }
    std::ranges::sort(out.returns, {}, &Return::name);
    return out;
}

}  // namespace fx::catalog
