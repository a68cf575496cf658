#include "app/return_sheet.hpp"

#include "app/return_exchange.hpp"
#include "catalog/describe.hpp"
#include "returns/condition.hpp"
#include "tables/writer.hpp"

#include <array>
#include <fstream>

namespace fx::app {
namespace {

using catalog::Cell;
using returns::figure_text;

std::vector<records::Period> const& periods_of(returns::Sheet const& sheet, Cell const& cell) {
    static std::vector<records::Period> const none;
    if (cell.duty == nullptr) return none;
    auto const found = sheet.periods.find(cell.duty->name);
    return found == sheet.periods.end() ? none : found->second;
}

void write_source(JsonWriter& json, returns::Sheet const& sheet, Cell const& cell) {
    if (cell.how == Cell::How::highest) {
        json.key("codes").begin_array();
        for (auto const& code : cell.type->fields[std::size_t(cell.field)].codes->codes) {
            json.begin_object().key("code").string(code.code);
            catalog::write_label(json, "label", code.label);
            json.end_object();
        }
        json.end_array();
    } else if (cell.type != nullptr && cell.how == Cell::How::duty) {
        // The list of coverage holds all subjects, not those alone that are counted here.
        json.key("duty").string(cell.duty->name).key("status").string(catalog::name(cell.figure));
        json.key("among").string(cell.type->name).key("periods").begin_array().end_array();
    } else if (cell.rows >= 0) {
        // Nor does a list of records know the rows of a table.
        json.key("division").string(cell.division);
    } else if (cell.type != nullptr) {
        auto const where = returns::condition(cell, sheet.since, sheet.day, periods_of(sheet, cell));
        json.key("type").string(cell.type->name).key("state").string(cell.state).key("where");
        if (where.is_always())
            json.null();
        else
            catalog::write_predicate(json, where, cell.type->fields);
    } else if (cell.how == Cell::How::duty) {
        json.key("duty").string(cell.duty->name).key("status").string(catalog::name(cell.figure));
        json.key("periods").begin_array();
        auto const& periods = periods_of(sheet, cell);
        for (auto const& period : periods) {
            json.begin_object().key("id").string(format(period.id)).key("label").string(period.label).end_object();
            if (!period.source.is_nil()) break;  // of rounds the first alone is counted
        }
        json.end_array();
    } else {
        json.key("terms").begin_array();
        for (auto const& term : cell.terms) json.string((term.sign < 0 ? "-" : "") + sheet.version->cells[term.cell].name);
        json.end_array();
    }
}

void write_line(JsonWriter& json, DivisionTree const& places, returns::Sheet const& sheet, returns::Line const& line) {
    auto const* division = places.find(line.place);
    json.begin_object().key("place").string(format(line.place)).key("name").string(division ? division->name : "");
    json.key("level").integer(division ? int(division->level) : 0).key("figures").begin_array();
    for (std::size_t i = 0; i < line.figures.size(); ++i) write_figure(json, sheet.version->cells[i], line.figures[i]);
    json.end_array().end_object();
}

std::string days_text(returns::Sheet const& sheet) {
    return (sheet.since == sheet.day ? std::string() : format(sheet.since) + " – ") + format(sheet.day);
}

Result<void> write_text(std::filesystem::path const& file, std::string const& text) {
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush()) return Problem(ProblemKind::table_write_failed);
    return {};
}

tables::WriteOptions print_options(ReturnPrint const& print, std::string const& where) {
    auto const& sheet = print.sheet;
    auto const say = [&](catalog::Label const& label) { return print.zh ? label.zh : label.en; };
    tables::WriteOptions options;
    options.sheet = sheet.form->name.substr(0, 31);
    options.watermark = print.watermark;
    options.columns.push_back({print.zh ? "区划" : "Division", print.zh ? "说明：口径" : "Note: how it is counted", {}, 24});
    for (auto const& cell : sheet.version->cells) {
        auto const kind = cell.how == Cell::How::latest    ? tables::ColumnKind::date
                          : cell.how == Cell::How::highest ? tables::ColumnKind::text
                                                           : tables::ColumnKind::number;
        auto const unit = cell.how == Cell::How::percent ? " (%)" : "";
        options.columns.push_back({say(cell.label) + unit, say(cell.hint), kind, 12, say(cell.group)});
    }
    auto const now = format(print.program.clock.now()).substr(0, 16);
    options.heading = {say(sheet.form->label),
                       (print.zh ? "地区：" : "Area: ") + where + (print.zh ? "　日期：" : "   Date: ") + days_text(sheet) +
                           (print.zh ? "　统计时间：" : "   Counted at: ") + now +
                           (print.zh ? "　口径版本：" : "   Version: ") + format(sheet.version->valid_from)};
    options.footing = {print.zh
                           ? "填报单位（盖章）：　　　　　审核人：　　　　　填报人：　　　　　联系电话："
                           : "Unit (seal):                Reviewed by:                Reported by:                Phone:"};
    return options;
}

Result<void> write_table(std::filesystem::path const& file, tables::Format format, ReturnPrint const& print) {
    auto const view = print.program.network->view();
    auto const& divisions = view.divisions();
    auto const& cells = print.sheet.version->cells;
    auto const options = print_options(print, divisions.full_name(print.sheet.node.place));
    FX_TRY(auto const writer, tables::open_writer(file, format, options));
    auto const row = [&](std::string const& name, returns::Line const& line) -> Result<void> {
        std::vector<std::string> texts{name};
        for (std::size_t i = 0; i < cells.size(); ++i) {
            auto text = figure_words(cells[i], line.figures[i], print.zh);
            // On paper an empty cell looks forgotten; in CSV a dash would be no number.
            if (text.empty() && format == tables::Format::xlsx) text = "—";
            texts.push_back(std::move(text));
        }
        std::vector<std::string_view> const views(texts.begin(), texts.end());
        return writer->write(views);
    };
    for (auto const& child : print.sheet.children) {
        auto const* division = divisions.find(child.place);
        FX_CHECK(row(division ? std::string(division->name) : fx::format(child.place), child));
    }
    if (auto const own = returns::at_itself(print.sheet)) FX_CHECK(row(print.zh ? "本级直属" : "At the place itself", *own));
    FX_CHECK(row(print.zh ? "合计" : "Total", print.sheet.node));
    return writer->finish();
}

}  // namespace

Result<returns::Scope> return_scope(Program const& program, Place place, Date day, std::optional<Date> since) {
    constexpr int days_max = 31;
    if (since && (*since > day || day - *since > days_max))
        return Problem(ProblemKind::invalid_parameter, {"since", format(day + -days_max) + " … " + format(day)}).at("since");
    auto const view = program.network->view();
    FX_TRY(auto const* division, view.divisions().require(place));
    returns::Scope scope{program.county(), division->place, {}, day, since};
    for (auto const* child : view.divisions().children(place)) scope.parts.push_back(child->place);
    return scope;
}

Result<catalog::ReturnVersion const*> return_version(catalog::Return const& form, Date day, std::string_view named) {
    if (named.empty()) {
        if (auto const* version = form.on(day)) return version;
        return Problem(ProblemKind::not_found, {form.name + " " + format(day)}).at("date");
    }
    for (auto const& version : form.versions)
        if (format(version.valid_from) == named) return &version;
    return Problem(ProblemKind::not_found, {form.name + " " + std::string(named)}).at("version");
}

void write_sheet(JsonWriter& json, Program const& program, returns::Sheet const& sheet, Place place, Instant now) {
    auto const view = program.network->view();
    auto const& places = view.divisions();
    json.begin_object().key("return").string(sheet.form->name);
    catalog::write_label(json, "label", sheet.form->label);
    catalog::write_label(json, "source", sheet.form->source);
    json.key("version").string(format(sheet.version->valid_from));
    catalog::write_label(json, "note", sheet.version->note);
    json.key("versions").begin_array();
    for (auto const& version : sheet.form->versions) json.string(format(version.valid_from));
    json.end_array().key("place").string(format(place)).key("name").string(places.full_name(place));
    json.key("date").string(format(sheet.day)).key("since").string(format(sheet.since)).key("as_of").string(format(now));
    json.key("cells").begin_array();
    for (auto const& cell : sheet.version->cells) write_cell(json, sheet, cell);
    json.end_array().key("events").begin_array();
    for (auto const& event : sheet.form->events) json.string(event);
    json.end_array().key("node");
    write_line(json, places, sheet, sheet.node);
    json.key("children").begin_array();
    for (auto const& child : sheet.children) write_line(json, places, sheet, child);
    json.end_array().key("own");
    if (auto const own = returns::at_itself(sheet))
        write_line(json, places, sheet, *own);
    else
        json.null();
    json.end_object();
}

void write_figure(JsonWriter& json, Cell const& cell, returns::Figure const& figure) {
    if (!figure)
        json.null();
    else if (cell.how == Cell::How::latest || cell.how == Cell::How::highest)
        json.string(figure_text(cell, figure));
    else if (cell.how == Cell::How::percent)
        json.decimal(*figure, 1);
    else
        json.integer(*figure);
}

void write_cell(JsonWriter& json, returns::Sheet const& sheet, Cell const& cell) {
    json.begin_object().key("name").string(cell.name).key("how").string(catalog::name(cell.how));
    catalog::write_label(json, "label", cell.label);
    catalog::write_label(json, "hint", cell.hint);
    catalog::write_label(json, "group", cell.group);
    write_source(json, sheet, cell);
    json.end_object();
}

std::string figure_words(Cell const& cell, returns::Figure const& figure, bool zh) {
    if (!figure || cell.how != Cell::How::highest) return figure_text(cell, figure);
    auto const& label = cell.type->fields[std::size_t(cell.field)].codes->codes[std::size_t(*figure)].label;
    return zh ? label.zh : label.en;
}

std::optional<ReturnFile> return_file(std::string_view word) {
    static constexpr std::array<std::string_view, 5> words{"xlsx", "csv", "json", "dhis2", "adx"};
    for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i] == word) return ReturnFile(i);
    return std::nullopt;
}

std::string_view ending(ReturnFile format) {
    switch (format) {
        case ReturnFile::xlsx: return ".xlsx";
        case ReturnFile::csv: return ".csv";
        case ReturnFile::adx: return ".xml";
        default: return ".json";
    }
}

Result<void> write_return(std::filesystem::path const& file, ReturnFile format, ReturnPrint const& print) {
    auto const now = print.program.clock.now();
    switch (format) {
        case ReturnFile::xlsx: return write_table(file, tables::Format::xlsx, print);
        case ReturnFile::csv: return write_table(file, tables::Format::csv, print);
        case ReturnFile::dhis2:
        case ReturnFile::adx: {
            FX_TRY(auto const codes, exchange_codes(print.program));
            FX_TRY(auto const values, exchange_values(codes, print.sheet, print.units));
            FX_TRY(auto const text, format == ReturnFile::dhis2 ? data_value_set(values, now) : adx(values, now));
            return write_text(file, text);
        }
        case ReturnFile::json: break;
    }
    JsonWriter json;
    write_sheet(json, print.program, print.sheet, print.sheet.node.place, now);
    return write_text(file, json.take());
}

}  // namespace fx::app
