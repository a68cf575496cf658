#include "app/cli/cli.hpp"
#include "app/cli/control_file.hpp"
#include "app/cli/number_table.hpp"
#include "app/cli/triangle_file.hpp"

#include <fmt/format.h>

#include <cmath>

namespace fx::app::cli {
namespace {

struct NowcastArguments {
    std::string file, out;
    std::size_t rows = 0, delays = 30;
    double least = 0.1;
    bool explain = false;
};

NumberTable nowcast_table(TriangleFile const& file, std::vector<modelling::NowcastDay> const& days) {
    NumberTable table;
    if (file.epoch.empty()) {
        for (std::size_t row = 0; row < days.size(); ++row) table["t"].push_back(double(row + 1));
    } else {
        table.columns.push_back({"date", {file.epoch.begin(), file.epoch.end()}, true});
    }
    for (auto const& day : days) {
        table["reported"].push_back(day.reported);
        table["nowcast"].push_back(day.expected);
        table["lo"].push_back(day.low);
        table["hi"].push_back(day.high);
        table["completeness"].push_back(day.completeness);
    }
    return table;
}

/// What the reader must know, and what is still to come.
std::vector<Words> nowcast_notes(TriangleFile const& file, std::vector<modelling::NowcastDay> const& days, double least) {
    std::vector<Words> notes;
    std::size_t unsaid = 0, incomplete = 0;
    double to_come = 0;
    for (std::size_t row = 0; row < days.size(); ++row) {
        unsaid += std::isnan(days[row].expected);
        incomplete += file.triangle.known(row) < file.triangle.delays();
        if (!std::isnan(days[row].expected)) to_come += days[row].expected - days[row].reported;
    }
    notes.emplace_back(fmt::format("{} 期尚未报全，预计还会补报约 {:.0f} 例", incomplete - unsaid, to_come),
                       fmt::format("{} rows are not complete; about {:.0f} cases are still to be reported for them",
                                   incomplete - unsaid, to_come));
    if (unsaid > 0)
        notes.emplace_back(
            fmt::format("最近 {} 期已报告的不到 {:.0f}%，不作估计", unsaid, 100 * least),
            fmt::format("of {} rows less than {:.0f} % has been reported: nothing is said of them", unsaid, 100 * least));
    if (file.later > 0)
        notes.emplace_back(fmt::format("{} 例的报告延迟超过 --delays，未计入", file.later),
                           fmt::format("{} cases were reported later than --delays and are left out", file.later));
    if (days.size() < incomplete + file.triangle.delays())
        notes.emplace_back("完整的行数少于延迟的长度，结果不可靠",
                           "there are fewer complete rows than delays: do not rely on the figures");
    return notes;
}

Result<void> run_nowcast(Context const& context, NowcastArguments const& arguments) {
    FX_TRY(auto const text, read_text_file(arguments.file, series_bytes_max));
    FX_TRY(auto const file, parse_triangle(text, arguments.file, {date_at(context.clock->now()), arguments.delays}));
    auto const days = modelling::nowcast(file.triangle, {arguments.rows, arguments.least});
    auto const table = nowcast_table(file, days);
    auto const notes = nowcast_notes(file, days, arguments.least);
    if (!context.json) {
        for (auto const& note : notes) std::fprintf(stderr, "%s\n", context.say(note.zh, note.en).c_str());
        return write_result(arguments.out, table_csv(table));
    }
    JsonWriter json;
    json.begin_object().key("rows");
    table_json(json, table);
    json.key("notes").begin_array();
    for (auto const& note : notes) json.begin_object().key("zh").string(note.zh).key("en").string(note.en).end_object();
    json.end_array();
    return write_result(arguments.out, json.end_object().take() + "\n");
}

}  // namespace

/// Works on a file alone: neither a site nor a server is needed.
void add_nowcast(CLI::App& app, Context& context) {
    auto const arguments = std::make_shared<NowcastArguments>();
    auto* command = app.add_subcommand("nowcast", "How many cases the last days have once late reports are in");
    command->add_option("FILE", arguments->file, "CSV, see below")->required();
    command->add_option("--rows", arguments->rows, "Last rows the delays are estimated from; 0 all")
        ->check(CLI::Range(0, int(triangle_rows_max)))
        ->capture_default_str();
    command->add_option("--delays", arguments->delays, "Of a line list: longest delay in days")
        ->check(CLI::Range(1, int(triangle_delays_max)))
        ->capture_default_str();
    command->add_option("--least", arguments->least, "Share reported below which nothing is said of a row")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command->add_option("--out", arguments->out, "Write there instead of to the screen");
    command->add_flag("--json", context.json, "JSON instead of CSV");
    command->footer(
        "Input, either: a line list with the columns event and report (dates), a row a case;\n"
        "or a triangle with the columns date, 0, 1, 2 ...: cases by days (or weeks) until the report, empty where it is "
        "still to come.\n"
        "Output: reported so far, nowcast with its 95 % interval, and which share is reported by now.\n"
        "Examples:\n  fangxian nowcast linelist.csv --delays 21\n  fangxian nowcast triangle.csv --rows 60 --json\n");
    command->callback([&context, arguments] {
        auto const done = run_nowcast(context, *arguments);
        if (done.has_error()) context.fail(done.error());
    });
}

}  // namespace fx::app::cli
