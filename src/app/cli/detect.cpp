#include "app/cli/cli.hpp"
#include "app/cli/control_file.hpp"
#include "app/cli/detect_method.hpp"
#include "app/cli/detect_output.hpp"
#include "app/cli/series_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace fx::app::cli {
namespace {

struct DetectArguments {
    std::string method, file, control, out, mode = "correct", gaps = "refuse";
    int frequency = 52, threads = 1;
    bool explain = false;
};

Problem wrong_range(std::size_t size) {
    return Problem(
               ProblemKind::detector_control_invalid,
               {"range", Words(fmt::format("请填 1 到 {} 之间递增的期号，如 [105, 106] 或 \"105:156\"", size),
                               fmt::format("give rising time points within 1 .. {}, as [105, 106] or \"105:156\"", size))})
        .at("range");
}

/// `range` as R prints it ("105:156") or as a list of time points from 1. Taken out of `control`.
Result<std::vector<std::size_t>> take_range(boost::json::object& control, std::size_t size) {
    std::vector<std::size_t> points;
    auto const* range = control.if_contains("range");
    if (range == nullptr || range->is_null()) {
        control.erase("range");
        return points;
    }
    if (range->is_string()) {
        std::string const text(range->get_string());
        std::size_t first = 0, last = 0;
        auto const* end = text.data() + text.size();
        auto const [colon, error] = std::from_chars(text.data(), end, first);
        if (error != std::errc() || colon == end || *colon != ':') return wrong_range(size);
        auto const [stop, wrong] = std::from_chars(colon + 1, end, last);
        if (wrong != std::errc() || stop != end || first < 1 || last < first || last > size) return wrong_range(size);
        for (auto t = first; t <= last; ++t) points.push_back(t - 1);
    } else if (range->is_array() && !range->get_array().empty()) {
        for (auto const& one : range->get_array()) {
            if (!one.is_int64() || one.get_int64() < 1 || std::size_t(one.get_int64()) > size) return wrong_range(size);
            points.push_back(std::size_t(one.get_int64() - 1));
        }
        if (std::ranges::adjacent_find(points, std::greater_equal()) != points.end()) return wrong_range(size);
    } else {
        return wrong_range(size);
    }
    control.erase("range");
    return points;
}

std::string method_help() {
    std::string text = "Methods and their settings (--control, a JSON object; defaults shown):\n";
    for (auto const& method : detect_methods()) {
        text += fmt::format("  {:<20} {}\n", method.name, method.about.en);
        for (auto const& key : method.keys)
            text += fmt::format("      {} = {}: {}\n", key.name, key.fallback, key.meaning.en);
    }
    return text +
           "  Any method takes \"range\": \"105:156\" or [105, 106]: the time points to judge, from 1.\n"
           "Input: a CSV with the column observed, and if you have them t, epoch, date, population, mu0.\n"
           "Output: CSV; alarm is 1, 0 or NA.\n"
           "Examples:\n"
           "  fangxian detect ears_c2 measles.csv --freq 52 --explain\n"
           "  fangxian detect ears_c3 daily.csv --freq 365 --control c3.json --out alarms.csv  (c3.json: {\"minSigma\": "
           "0.5})\n";
}

/// To stderr, so that what follows stdout is the table alone.
void tell(Context const& context, DetectInput const& input, DetectTable const& table, DetectArguments const& arguments,
          std::size_t periods_filled) {
    auto const line = [](std::string const& text) { std::fprintf(stderr, "%s\n", text.c_str()); };
    if (periods_filled > 0)
        line(context.say(fmt::format("补入 {} 期没有行的时期（--gaps {}）", periods_filled, arguments.gaps),
                         fmt::format("{} periods without a row were put in (--gaps {})", periods_filled, arguments.gaps)));
    for (auto const& note : table.notes) line(context.say(note.zh, note.en));
    for (std::size_t row = 0; arguments.explain && row < table.t.size(); ++row) {
        if (table.alarm[row] != surveillance::Alarm::yes) continue;
        auto const words = explanation(input, table, row);
        line(words.zh);
        line(words.en);
    }
}

Result<void> detect(Context const& context, DetectArguments const& arguments) {
    auto const* method = find_detect_method(arguments.method);
    FX_TRY(auto given, read_control(arguments.control));
    FX_TRY(auto file,
           read_series(arguments.file, {arguments.frequency, date_at(context.clock->now()), gaps_of(arguments.gaps)}));
    DetectInput input;
    input.series = std::move(file.series);
    input.mean = std::move(file.mean);
    input.mode = arguments.mode == "r_compat" ? surveillance::Mode::r_compat : surveillance::Mode::correct;
    input.threads = arguments.threads;
    FX_TRY(input.points, take_range(given, input.series.size()));
    FX_TRY(auto const control, Control::make(method->keys, given));
    FX_TRY(auto const table, method->run(input, control, method->name));
    if (!context.json) tell(context, input, table, arguments, file.periods_filled);
    return write_result(arguments.out,
                        context.json ? detect_json(*method, input, control, table, arguments.explain) : detect_csv(table));
}

}  // namespace

/// Works on a file alone: neither a site nor a server is needed.
void add_detect(CLI::App& app, Context& context) {
    auto const arguments = std::make_shared<DetectArguments>();
    auto* command = app.add_subcommand("detect", "Find unusual numbers of cases in a series of counts");
    std::vector<std::string> names;
    for (auto const& method : detect_methods()) names.emplace_back(method.name);
    command->add_option("METHOD", arguments->method, "Method, see below")->required()->check(CLI::IsMember(names));
    command->add_option("FILE", arguments->file, "CSV of counts, oldest first")->required();
    command->add_option("--freq", arguments->frequency, "Time points a year")
        ->check(CLI::IsMember({12, 52, 365}))
        ->capture_default_str();
    command->add_option("--control", arguments->control, "JSON file of settings, named as in R surveillance");
    command->add_option("--mode", arguments->mode, "r_compat: the figures of R surveillance 1.20.3, faults included")
        ->check(CLI::IsMember({"r_compat", "correct"}))
        ->capture_default_str();
    command->add_option("--gaps", arguments->gaps, "What a period without a row means")
        ->check(CLI::IsMember({"refuse", "missing", "zero"}))
        ->capture_default_str();
    command->add_option("--out", arguments->out, "Write there instead of to the screen");
    command->add_flag("--json", context.json, "JSON instead of CSV");
    command->add_flag("--explain", arguments->explain, "One sentence for each alarm, in Chinese and English");
    command->add_option("--threads", arguments->threads, "Threads")->check(CLI::Range(1, 64))->capture_default_str();
    command->footer(method_help());
    command->callback([&context, arguments] {
        auto const done = detect(context, *arguments);
        if (done.has_error()) context.fail(done.error());
    });
}

}  // namespace fx::app::cli
