#include "app/api.hpp"
#include "app/cli/cli.hpp"

#include <algorithm>

namespace fx::app::cli {
namespace {

struct Line {
    Place place;
    std::string name;
    coverage::Figures figures;
};

Result<records::Period> chosen_period(network::Network::View const& view, std::string const& type,
                                      std::optional<Id> const& wanted) {
    if (wanted) {
        auto const* found = view.period(*wanted);
        if (found == nullptr) return Problem(ProblemKind::not_found, {format(*wanted)}).at("--period");
        return *found;
    }
    auto const periods = view.periods(type);
    if (periods.empty()) return Problem(ProblemKind::not_found, {type}).at("--type");
    auto const open = std::find_if(periods.begin(), periods.end(), [](auto const* p) { return !p->closed_at; });
    return open == periods.end() ? *periods.front() : **open;
}

void print_json(records::Period const& period, Instant now, Line const& node, std::vector<Line> const& children) {
    bool const past_due = now > period.due_at;
    JsonWriter json;
    auto const write = [&](Line const& line) {
        json.begin_object().key("place").string(format(line.place)).key("name").string(line.name);
        write_figures(json, line.figures, past_due);
        json.end_object();
    };
    json.begin_object()
        .key("type")
        .string(period.type)
        .key("period")
        .string(format(period.id))
        .key("label")
        .string(period.label);
    json.key("due_at").string(format(period.due_at)).key("as_of").string(format(now)).key("node");
    write(node);
    json.key("children").begin_array();
    for (auto const& child : children) write(child);
    std::printf("%s\n", json.end_array().end_object().text().c_str());
}

void print_text(Context const& context, records::Period const& period, Line const& node, std::vector<Line> const& children) {
    std::printf("%s  %s %s\n", period.label.c_str(), context.say("截止", "due").c_str(), format(period.due_at).c_str());
    std::printf("%-16s %10s %10s %8s %8s  %s\n", context.say("区划", "division").c_str(),
                context.say("应查", "expected").c_str(), context.say("已查", "fulfilled").c_str(),
                context.say("逾期", "late").c_str(), context.say("未查", "missing").c_str(),
                context.say("名称", "name").c_str());
    auto const line = [](Line const& l) {
        std::printf("%-16s %10u %10u %8u %8u  %s\n", format(l.place).c_str(), l.figures.expected, l.figures.fulfilled,
                    l.figures.late, l.figures.missing(), l.name.c_str());
    };
    line(node);
    for (auto const& child : children) line(child);
}

}  // namespace

void add_coverage(CLI::App& app, Context& context) {
    struct Arguments {
        std::string division, type = "household_screening", period;
    };
    auto const arguments = std::make_shared<Arguments>();
    auto* command = app.add_subcommand("coverage", "Expected, fulfilled, late and missing of a division and its parts");
    common(*command, context);
    command->add_option("--division", arguments->division, "Division code (default: the whole county)");
    command->add_option("--type", arguments->type, "Obligation type")->capture_default_str();
    command->add_option("--period", arguments->period, "Period id (default: the newest open one)");
    command->footer("Example: fangxian coverage --data /srv/ganquan --division 610627 --json");
    command->callback([&context, arguments] {
        auto const division = arguments->division.empty() ? Result<Place>(Place{}) : parse_place(arguments->division);
        if (division.has_error()) return context.misuse(Problem(division.error()).at("--division"));
        std::optional<Id> wanted;
        if (!arguments->period.empty()) {
            auto const id = parse_id(arguments->period);
            if (id.has_error()) return context.misuse(Problem(id.error()).at("--period"));
            wanted = *id;
        }
        auto const program = open(context, true);
        if (!program) return;
        auto const place = division->is_nil() ? program->site.county : *division;
        auto const view = program->network->view();
        if (view.divisions().find(place) == nullptr)
            return context.fail(Problem(ProblemKind::unknown_place, {arguments->division}).at("--division"));
        auto const period = chosen_period(view, arguments->type, wanted);
        if (period.has_error()) return context.fail(period.error());
        auto const line = [&](Place at, coverage::Figures const& figures) {
            return Line{at, std::string(view.divisions().find(at)->name), figures};
        };
        auto const node = line(place, view.figures(period->id, place).value_or(coverage::Figures{}));
        std::vector<Line> children;
        for (auto const& child : view.children(period->id, place)) children.push_back(line(child.place, child.figures));
        if (context.json)
            print_json(*period, program->clock.now(), node, children);
        else
            print_text(context, *period, node, children);
    });
}

}  // namespace fx::app::cli
