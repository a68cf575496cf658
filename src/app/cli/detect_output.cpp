#include "app/cli/detect_output.hpp"

#include "app/cli/number_table.hpp"
#include "base/json_writer.hpp"
#include "base/time.hpp"

#include <fmt/format.h>

namespace fx::app::cli {
namespace {

using surveillance::Alarm;

double alarm_value(Alarm alarm) { return alarm == Alarm::unknown ? surveillance::missing : alarm == Alarm::yes ? 1 : 0; }

/// Calls cell(name, value) for each column behind `t`, in the order of the file.
template <class Cell>
void each_cell(DetectTable const& table, std::size_t row, Cell cell) {
    for (std::size_t i = 0; i <= table.columns.size(); ++i) {
        if (i == table.alarm_at) cell(std::string("alarm"), alarm_value(table.alarm[row]));
        if (i < table.columns.size()) cell(table.columns[i].name, table.columns[i].values[row]);
    }
}

std::string shown(double value) {
    return std::abs(value) < 1e6 ? fmt::format("{:.4g}", value) : fmt::format("{:.0f}", value);
}
std::string shown_count(double value) { return surveillance::is_missing(value) ? "NA" : fmt::format("{:.0f}", value); }

}  // namespace

std::string detect_csv(DetectTable const& table) {
    std::string header = "t", rows;
    for (std::size_t i = 0; i <= table.columns.size(); ++i) {
        if (i == table.alarm_at) header += ",alarm";
        if (i < table.columns.size()) header += "," + table.columns[i].name;
    }
    for (std::size_t row = 0; row < table.t.size(); ++row) {
        rows += std::to_string(table.t[row] + 1);
        each_cell(table, row, [&](std::string const&, double value) { rows += "," + csv_number(value); });
        rows += '\n';
    }
    return header + "\n" + rows;
}

std::string detect_json(DetectMethod const& method, DetectInput const& input, Control const& control,
                        DetectTable const& table, bool explain) {
    JsonWriter json;
    json.begin_object().key("method").string(method.name);
    json.key("mode").string(input.mode == surveillance::Mode::correct ? "correct" : "r_compat");
    json.key("control").raw(boost::json::serialize(control.values())).key("rows").begin_array();
    for (std::size_t row = 0; row < table.t.size(); ++row) {
        json.begin_object().key("t").integer(std::int64_t(table.t[row] + 1));
        if (!input.series.epoch.empty()) json.key("date").string(format(Date{input.series.epoch[table.t[row]]}));
        each_cell(table, row, [&](std::string const& name, double value) { json.key(name).number(value); });
        json.end_object();
    }
    json.end_array().key("notes").begin_array();
    for (auto const& note : table.notes)
        json.begin_object().key("zh").string(note.zh).key("en").string(note.en).end_object();
    json.end_array();
    if (explain) {
        json.key("explanations").begin_array();
        for (std::size_t row = 0; row < table.t.size(); ++row) {
            if (table.alarm[row] != Alarm::yes) continue;
            auto const words = explanation(input, table, row);
            json.begin_object().key("t").integer(std::int64_t(table.t[row] + 1));
            json.key("zh").string(words.zh).key("en").string(words.en).end_object();
        }
        json.end_array();
    }
    return json.end_object().take() + "\n";
}

Words explanation(DetectInput const& input, DetectTable const& table, std::size_t row) {
    auto const t = table.t[row];
    auto const& reason = table.reasons[row];
    auto const day = input.series.epoch.empty() ? std::string() : format(Date{input.series.epoch[t]});
    auto const observed = shown_count(surveillance::is_missing(reason.counted) ? input.series.observed[t] : reason.counted);
    Words words;
    words.zh = fmt::format("第 {} 期{}：报告 {} 例", t + 1, day.empty() ? "" : "（" + day + "）", observed);
    words.en = fmt::format("Time point {}{}: {} observed", t + 1, day.empty() ? "" : " (" + day + ")", observed);
    auto const add = [&](std::string_view zh, std::string_view en, double value) {
        if (surveillance::is_missing(value)) return;
        words.zh += fmt::format("，{} {}", zh, shown(value));
        words.en += fmt::format(", {} {}", en, shown(value));
    };
    add("预期", "expected", reason.expected);
    add("阈值", "threshold", reason.threshold);
    if (!reason.left_out.zh.empty()) {
        words.zh += "；" + reason.left_out.zh;
        words.en += "; " + reason.left_out.en;
    }
    words.zh += "。";
    words.en += ".";
    return words;
}

}  // namespace fx::app::cli
