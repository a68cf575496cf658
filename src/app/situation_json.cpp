#include "app/situation_json.hpp"

#include "catalog/describe.hpp"

namespace fx::app {
namespace {

/// A figure as the number it is: counted texts hold digits and at most one point.
void write_number(JsonWriter& json, std::string_view name, std::string const& text) {
    json.key(name);
    text.empty() ? json.null() : json.raw(text);
}

void write_item(JsonWriter& json, command::Item const& item) {
    json.key("item").string(item.name);
    catalog::write_label(json, "label", item.label);
    json.key("share").boolean(item.share).key("return").string(item.sheet).key("cell").string(item.cell);
}

void write_report_figures(JsonWriter& json, std::vector<command::ReportRow> const& rows,
                          std::vector<command::ReportRow> const* now) {
    json.key("figures").begin_array();
    for (auto const& row : rows) {
        auto const* item = row.part == command::part::figure ? command::find_item(row.part, row.item) : nullptr;
        if (item == nullptr) continue;
        json.begin_object();
        write_item(json, *item);
        write_number(json, "value", row.value);
        write_number(json, "of", row.of);
        write_number(json, "yesterday", row.yesterday);
        write_number(json, "above", row.above);
        if (now != nullptr)
            for (auto const& fresh : *now)
                if (fresh.item == row.item) write_number(json, "now", fresh.value);
        json.end_object();
    }
    json.end_array();
}

void write_trend(JsonWriter& json, std::vector<command::ReportRow> const& rows) {
    json.key("trend").begin_array();
    for (auto const& item : command::items(command::part::trend)) {
        json.begin_object();
        write_item(json, item);
        json.key("points").begin_array();
        for (auto const& row : rows) {
            if (row.part != command::part::trend || row.item != item.name || !row.on) continue;
            json.begin_object().key("day").string(format(*row.on));
            write_number(json, "value", row.value);
            json.end_object();
        }
        json.end_array().end_object();
    }
    json.end_array();
}

void write_children(JsonWriter& json, DivisionTree const& places, std::vector<command::ReportRow> const& rows) {
    json.key("coverage").begin_array();
    for (auto const& child : command::coverage_of(rows, rows.size())) {
        json.begin_object().key("place");
        child.at.is_nil() ? json.null() : json.string(format(child.at));
        json.key("name").string(child.at.is_nil() ? std::string_view() : std::string_view(places.name(child.at)));
        for (auto const& [name, number] : {std::pair{"screened", child.screened},
                                           {"screening_owed", child.owed},
                                           {"reported", child.reported},
                                           {"reports_owed", child.reports_owed}}) {
            json.key(name);
            number ? json.integer(*number) : json.null();
        }
        json.end_object();
    }
    json.end_array();
}

void write_listed(JsonWriter& json, DivisionTree const& places, std::vector<command::ReportRow> const& rows,
                  std::string_view key, std::string_view part) {
    json.key(key).begin_array();
    for (auto const& row : rows) {
        if (row.part != part) continue;
        auto const [id, name] = named(row.item);
        json.begin_object().key("id").string(id).key("name").string(name).key("place").string(format(row.at));
        json.key("place_name").string(places.name(row.at));
        write_number(json, "value", row.value);
        write_number(json, "of", row.of);
        json.end_object();
    }
    json.end_array();
}

void write_head(JsonWriter& json, Program const& program, Situation const& report) {
    auto const view = program.network->view();
    auto const& places = view.divisions();
    json.key("id").string(report.id.is_nil() ? std::string() : format(report.id)).key("version").integer(report.version);
    json.key("place").string(format(report.area)).key("place_name").string(places.name(report.area));
    json.key("day")
        .string(format(report.day))
        .key("number")
        .integer(report.number)
        .key("as_of")
        .string(format(report.as_of));
    json.key("by_clock").boolean(report.by_clock).key("state").string(report.state).key("issued_at");
    report.issued_at ? json.string(format(*report.issued_at)) : json.null();
    auto const* post = view.posts().find(report.issued_by);
    json.key("issued_by").string(post == nullptr ? std::string_view() : std::string_view(post->name));
}

}  // namespace

std::pair<std::string, std::string> named(std::string const& item) {
    auto const space = item.find(' ');
    if (space == std::string::npos) return {item, {}};
    return {item.substr(0, space), item.substr(space + 1)};
}

void write_situation_head(JsonWriter& json, Program const& program, Situation const& report) {
    json.begin_object();
    write_head(json, program, report);
    json.end_object();
}

void write_situation(JsonWriter& json, Program const& program, Situation const& report,
                     std::vector<command::ReportRow> const* now) {
    json.begin_object();
    write_head(json, program, report);
    json.key("judgement").string(report.judgement).key("withdraw_reason").string(report.withdraw_reason);
    json.key("journal_head").string(report.journal_head);
    auto const upper = place_above(program, report.area);
    auto const view = program.network->view();
    auto const& places = view.divisions();
    json.key("full_name").string(places.full_name(report.area)).key("above");
    if (upper)
        json.begin_object().key("place").string(format(*upper)).key("name").string(places.name(*upper)).end_object();
    else
        json.null();
    write_report_figures(json, report.rows, now);
    write_trend(json, report.rows);
    write_children(json, places, report.rows);
    write_listed(json, places, report.rows, "missing", command::part::missing);
    write_listed(json, places, report.rows, "orders", command::part::order);
    write_listed(json, places, report.rows, "escalations", command::part::escalation);
    json.end_object();
}

}  // namespace fx::app
