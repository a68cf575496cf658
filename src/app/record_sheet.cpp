#include "app/record_sheet.hpp"

#include "catalog/kind.hpp"
#include "records/present.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fx::app {
namespace {

std::vector<int> fields_of(SheetView const& view) {
    if (!view.fields.empty()) return view.fields;
    std::vector<int> all;
    for (std::size_t i = 0; i < view.type.fields.size(); ++i)
        if (records::readable(view.type.fields[i], view.role)) all.push_back(int(i));
    return all;
}

std::string say(SheetView const& view, catalog::Label const& label) { return view.zh ? label.zh : label.en; }

tables::ColumnKind column_kind(catalog::Field const& field) {
    auto const kind = field.kind->name();
    if (kind == "integer" || kind == "decimal" || kind == "temperature") return tables::ColumnKind::number;
    return kind == "date" ? tables::ColumnKind::date : tables::ColumnKind::text;
}

std::string code_words(SheetView const& view, catalog::Field const& field, std::string const& code) {
    auto const* list = field.codes;
    auto const* found = list == nullptr ? nullptr : list->find(code);
    return found == nullptr ? code : say(view, found->label);
}

std::string list_words(SheetView const& view, catalog::Field const& field, std::string const& codes) {
    std::string out;
    boost::system::error_code error;
    auto const json = boost::json::parse(codes, error);
    if (error || !json.is_array()) return codes;
    for (auto const& code : json.get_array())
        if (code.is_string())
            out += (out.empty() ? "" : view.zh ? "、" : ", ") + code_words(view, field, std::string(code.get_string()));
    return out;
}

/// A table within a record does not fit a cell; how many rows it has does.
std::string row_count(SheetView const& view, std::string const& rows) {
    boost::system::error_code error;
    auto const json = boost::json::parse(rows, error);
    auto const count = !error && json.is_array() ? json.get_array().size() : 0;
    return std::to_string(count) + (view.zh ? " 行" : " rows");
}

/// What the kind writes as JSON, without the quotes of a text.
std::string plain(catalog::Field const& field, Value const& value) {
    JsonWriter json;
    field.kind->write(json, value, field);
    auto const text = json.take();
    boost::system::error_code error;
    auto const parsed = boost::json::parse(text, error);
    return !error && parsed.is_string() ? std::string(parsed.get_string()) : text;
}

std::string cell(SheetView const& view, network::Network::View const& places, catalog::Field const& field,
                 Value const& value) {
    if (is_null(value)) return {};
    auto const kind = field.kind->name();
    if (kind == "table") return row_count(view, std::get<std::string>(value));
    if (records::RecordTable::sealed(field)) return field.kind->mask(value);
    if (kind == "code") return code_words(view, field, std::get<std::string>(value));
    if (kind == "codes") return list_words(view, field, std::get<std::string>(value));
    if (kind == "boolean") return *integer_in(value) != 0 ? (view.zh ? "是" : "yes") : (view.zh ? "否" : "no");
    if (kind == "place" || kind == "division") return places.divisions().full_name({*integer_in(value)});
    if (kind == "instant") return format(Instant{*integer_in(value)}).substr(0, 16).replace(10, 1, " ");
    return plain(field, value);
}

std::string state_words(SheetView const& view, records::Record const& record) {
    return say(view, view.type.state_label(record.state));
}

}  // namespace

Result<std::vector<int>> sheet_fields(catalog::RecordType const& type, std::string const& role,
                                      std::vector<std::string> const& names) {
    std::vector<int> fields;
    for (auto const& name : names) {
        int const index = type.field_index(name);
        if (index < 0 || !records::readable(type.fields[std::size_t(index)], role))
            return Problem(ProblemKind::field_unknown, {name}).at("columns");
        if (std::find(fields.begin(), fields.end(), index) == fields.end()) fields.push_back(index);
    }
    return fields;
}

tables::WriteOptions sheet_options(SheetView const& view, std::string watermark) {
    tables::WriteOptions options;
    auto const text = [&](char const* zh, char const* en, std::string name) {
        options.columns.push_back({view.zh ? zh : en, std::move(name), tables::ColumnKind::text, 0});
    };
    text("编号", "Id", view.zh ? "说明 id" : "Note id");
    text("所在区划", "Place", "place");
    text("状态", "State", "state");
    for (int const i : fields_of(view)) {
        auto const& field = view.type.fields[std::size_t(i)];
        options.columns.push_back({say(view, field.label), field.name, column_kind(field), 0});
    }
    options.sheet = say(view, view.type.label);
    options.watermark = std::move(watermark);
    return options;
}

std::vector<std::string> sheet_row(SheetView const& view, records::Record const& record) {
    auto const places = view.program.network->view();
    std::vector<std::string> row{format(record.id), places.divisions().full_name(record.place), state_words(view, record)};
    for (int const i : fields_of(view))
        row.push_back(cell(view, places, view.type.fields[std::size_t(i)], record.values[std::size_t(i)]));
    return row;
}

}  // namespace fx::app
