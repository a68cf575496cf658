#include "app/cli/cli.hpp"
#include "app/cli/control_file.hpp"
#include "app/cli/rt_methods.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fx::app::cli {
namespace {

struct RtArguments {
    std::string file, method = "estimate_R", control, out, gaps = "refuse";
    double mean_si = 0, std_si = 0;
    int window = 0, days = 0;
    bool explain = false;
};

std::string rt_json(RtMethod const& method, Control const& control, RtOutput const& output, bool explain) {
    JsonWriter json;
    json.begin_object().key("method").string(method.name);
    json.key("control").raw(boost::json::serialize(control.values())).key("rows");
    table_json(json, output.table);
    auto const say = [&](char const* key, std::vector<Words> const& all) {
        json.key(key).begin_array();
        for (auto const& words : all) json.begin_object().key("zh").string(words.zh).key("en").string(words.en).end_object();
        json.end_array();
    };
    say("notes", output.notes);
    if (explain) say("explanations", output.sentences);
    return json.end_object().take() + "\n";
}

/// To stderr, so that what follows stdout is the table alone.
void tell_rt(Context const& context, RtOutput const& output, RtArguments const& arguments, std::size_t periods_filled) {
    auto const line = [](std::string const& text) { std::fprintf(stderr, "%s\n", text.c_str()); };
    if (periods_filled > 0)
        line(context.say(fmt::format("补入 {} 天没有行的日期（--gaps {}）", periods_filled, arguments.gaps),
                         fmt::format("{} days without a row were put in (--gaps {})", periods_filled, arguments.gaps)));
    for (auto const& note : output.notes) line(context.say(note.zh, note.en));
    if (!arguments.explain) return;
    for (auto const& sentence : output.sentences) {
        line(sentence.zh);
        line(sentence.en);
    }
}

Result<void> run_rt(Context const& context, RtMethod const& method, RtArguments const& arguments) {
    FX_TRY(auto given, read_control(arguments.control));
    if (arguments.mean_si > 0) given["mean_si"] = arguments.mean_si;
    if (arguments.std_si > 0) given["std_si"] = arguments.std_si;
    if (arguments.window > 0) given["window"] = arguments.window;
    if (arguments.days > 0) given["days"] = arguments.days;
    FX_TRY(auto const control, Control::make(method.keys, given));
    FX_TRY(auto const file, read_series(arguments.file, {365, date_at(context.clock->now()), gaps_of(arguments.gaps)}));
    FX_TRY(auto const output, method.run(file, control));
    if (!context.json) tell_rt(context, output, arguments, file.periods_filled);
    return write_result(arguments.out,
                        context.json ? rt_json(method, control, output, arguments.explain) : table_csv(output.table));
}

std::string settings_help(RtMethod const& method) {
    auto text = fmt::format("  {:<20} {}\n", method.name, method.about.en);
    for (auto const& key : method.keys) text += fmt::format("      {} = {}: {}\n", key.name, key.fallback, key.meaning.en);
    return text;
}

constexpr std::string_view input_help =
    "Input: a CSV of daily counts with the column observed, or local and imported, and date if you have it.\n";

void add_shared(CLI::App& command, Context& context, RtArguments& arguments) {
    command.add_option("FILE", arguments.file, "CSV of daily counts, oldest first")->required();
    command.add_option("--mean-si", arguments.mean_si, "Mean serial interval in days")->check(CLI::PositiveNumber);
    command.add_option("--std-si", arguments.std_si, "Its standard deviation in days")->check(CLI::PositiveNumber);
    command.add_option("--window", arguments.window, "Days of a window")->check(CLI::PositiveNumber);
    command.add_option("--control", arguments.control, "JSON file of settings, named as in R EpiEstim");
    command.add_option("--gaps", arguments.gaps, "What a day without a row means")
        ->check(CLI::IsMember({"refuse", "missing", "zero"}))
        ->capture_default_str();
    command.add_option("--out", arguments.out, "Write there instead of to the screen");
    command.add_flag("--json", context.json, "JSON instead of CSV");
    command.add_flag("--explain", arguments.explain, "What the last window says, in Chinese and English");
}

}  // namespace

void add_rt(CLI::App& app, Context& context) {
    auto const arguments = std::make_shared<RtArguments>();
    auto* command = app.add_subcommand("rt", "How fast an epidemic grows: reproduction number, growth rate, doubling time");
    add_shared(*command, context, *arguments);
    std::vector<std::string> names;
    std::string help = "Methods and their settings (--control, a JSON object; defaults shown):\n";
    for (auto const& method : rt_methods()) {
        names.emplace_back(method.name);
        help += settings_help(method);
    }
    command->add_option("--method", arguments->method, "Method, see below")
        ->check(CLI::IsMember(names))
        ->capture_default_str();
    command->footer(help + std::string(input_help) +
                    "Examples:\n  fangxian rt daily.csv --mean-si 7.5 --std-si 3.4 --explain\n"
                    "  fangxian rt daily.csv --method growth_rate --window 14\n");
    command->callback([&context, arguments] {
        auto const& methods = rt_methods();
        auto const done = run_rt(context, *std::ranges::find(methods, arguments->method, &RtMethod::name), *arguments);
        if (done.has_error()) context.fail(done.error());
    });
}

void add_forecast(CLI::App& app, Context& context) {
    auto const arguments = std::make_shared<RtArguments>();
    auto* command = app.add_subcommand("forecast", "What the next days may bring");
    add_shared(*command, context, *arguments);
    command->add_option("--days", arguments->days, "Days ahead (14)")->check(CLI::Range(1, 60));
    command->footer("Settings (--control, a JSON object; defaults shown):\n" + settings_help(forecast_method()) +
                    std::string(input_help) +
                    "Example:\n  fangxian forecast daily.csv --mean-si 7.5 --std-si 3.4 --days 14 --explain\n");
    command->callback([&context, arguments] {
        auto const done = run_rt(context, forecast_method(), *arguments);
        if (done.has_error()) context.fail(done.error());
    });
}

}  // namespace fx::app::cli
