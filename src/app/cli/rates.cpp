#include "app/cli/cli.hpp"
#include "app/reporting_rates.hpp"

#include <algorithm>

namespace fx::app::cli {
namespace {

struct RatesArguments {
    std::string division, type = "daily_report", file;
    int periods = 14;
};

void print(Context& context, std::vector<ReportingRate> const& rates) {
    if (context.json) {
        JsonWriter json;
        json.begin_array();
        for (auto const& rate : rates) write_rate(json, rate);
        std::printf("%s\n", json.end_array().text().c_str());
        return;
    }
    std::printf("%-12s %9s %9s %9s %7s %7s  %s\n", context.say("期间", "period").c_str(),
                context.say("应报", "expected").c_str(), context.say("实报", "actual").c_str(),
                context.say("按时", "on time").c_str(), context.say("率%", "rate").c_str(),
                context.say("按时%", "on time").c_str(), context.say("单位", "division").c_str());
    auto const share = [](auto tenths) { return tenths ? share_text(tenths) : std::string("-"); };
    for (auto const& one : rates)
        std::printf("%-12s %9lld %9lld %9lld %7s %7s  %s\n", one.period.label.c_str(),
                    static_cast<long long>(one.expected()), static_cast<long long>(one.actual()),
                    static_cast<long long>(one.on_time()), share(one.rate()).c_str(), share(one.rate_on_time()).c_str(),
                    one.name.c_str());
}

void show_rates(Context& context, RatesArguments const& arguments) {
    auto const division = arguments.division.empty() ? Result<Place>(Place{}) : parse_place(arguments.division);
    if (division.has_error()) return context.misuse(Problem(division.error()).at("--division"));
    auto const program = open(context, true);
    if (!program) return;
    auto const place = division->is_nil() ? program->site.county : *division;
    std::vector<ReportingRate> rates;
    std::string name;
    {
        auto const view = program->network->view();
        if (view.divisions().find(place) == nullptr)
            return context.fail(Problem(ProblemKind::unknown_place, {arguments.division}).at("--division"));
        auto periods = view.periods(arguments.type);
        if (periods.size() > std::size_t(arguments.periods)) periods.resize(std::size_t(arguments.periods));
        std::reverse(periods.begin(), periods.end());
        rates = reporting_rates(view, place, periods);
        name = view.divisions().full_name(place);
    }
    if (arguments.file.empty()) return print(context, rates);
    bool const csv = arguments.file.ends_with(".csv");
    if (!csv && !arguments.file.ends_with(".xlsx"))
        return context.misuse(Problem(ProblemKind::invalid_parameter, {"--output", ".xlsx, .csv"}).at("--output"));
    auto const format = csv ? tables::Format::csv : tables::Format::xlsx;
    auto const written = write_rates(arguments.file, format, rates, name + context.say("　上报率", "   Reporting rates"),
                                     !context.english, "");
    if (written.has_error()) context.fail(written.error());
}

}  // namespace

void add_rates(CLI::App& app, Context& context) {
    auto const arguments = std::make_shared<RatesArguments>();
    auto* command = app.add_subcommand("rates", "Reporting rates of the last periods (DHIS2: reporting_rate, on time)");
    common(*command, context);
    command->add_option("--division", arguments->division, "Division code (default: the whole county)");
    command->add_option("--type", arguments->type, "Obligation type")->capture_default_str();
    command->add_option("--periods", arguments->periods, "How many of the last periods")
        ->check(CLI::Range(1, 60))
        ->capture_default_str();
    command->add_option("--output", arguments->file, "Write a table there instead (.xlsx, .csv)");
    command->footer("Example: fangxian rates --data /srv/ganquan --division 610627101 --output rates.xlsx");
    command->callback([&context, arguments] { show_rates(context, *arguments); });
}

}  // namespace fx::app::cli
