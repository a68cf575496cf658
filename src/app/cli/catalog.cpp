#include "app/cli/cli.hpp"
#include "base/json_writer.hpp"
#include "catalog/describe.hpp"
#include "catalog/diseases.hpp"
#include "catalog/exchange.hpp"
#include "catalog/plans.hpp"
#include "catalog/returns.hpp"
#include "records/migration.hpp"

namespace fx::app::cli {
namespace {

/// The built-in catalogue, or the one in `folder`, with the site's overlay when there is one.
Result<catalog::Loaded> load(std::string const& folder, std::string const& overlay) {
    auto sources = catalog::embedded_sources();
    std::vector<catalog::Source> additions;
    if (!folder.empty()) {
        FX_TRY(sources, catalog::read_sources(folder));
    }
    if (!overlay.empty()) {
        FX_TRY(additions, catalog::read_sources(overlay));
    }
    auto loaded = catalog::load(sources, additions);
    if (!loaded.catalogue) return loaded;
    auto const returns = catalog::load_returns(sources, additions, *loaded.catalogue);
    loaded.mistakes = returns.mistakes;
    auto const exchange = catalog::load_exchange(additions, returns);
    loaded.mistakes.insert(loaded.mistakes.end(), exchange.mistakes.begin(), exchange.mistakes.end());
    auto const plans = catalog::load_plans(sources, additions, *loaded.catalogue);
    loaded.mistakes.insert(loaded.mistakes.end(), plans.mistakes.begin(), plans.mistakes.end());
    auto const diseases = catalog::load_diseases(sources, additions, *loaded.catalogue);
    loaded.mistakes.insert(loaded.mistakes.end(), diseases.mistakes.begin(), diseases.mistakes.end());
    return loaded;
}

void print_mistakes(Context& context, std::vector<catalog::Mistake> const& mistakes) {
    JsonWriter json;
    json.begin_array();
    for (auto const& mistake : mistakes) {
        auto const what = context.say(mistake.what.zh, mistake.what.en),
                   remedy = context.say(mistake.remedy.zh, mistake.remedy.en);
        json.begin_object().key("file").string(mistake.file).key("line").integer(mistake.line).key("what").string(what);
        json.key("remedy").string(remedy).end_object();
        if (!context.json) std::printf("%s:%d: %s %s\n", mistake.file.c_str(), mistake.line, what.c_str(), remedy.c_str());
    }
    json.end_array();
    if (context.json)
        std::printf("%s\n", json.text().c_str());
    else if (mistakes.empty())
        std::printf("%s\n", context.say("没有发现错误。", "No mistakes found.").c_str());
    if (!mistakes.empty()) context.exit = found_something;
}

}  // namespace

void add_catalog(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("catalog", "The catalogue: lint, show, propose a migration");
    group->require_subcommand(1);
    struct Arguments {
        std::string folder, overlay, before, engine = "sqlite";
    };
    auto const arguments = std::make_shared<Arguments>();
    auto* lint =
        group->add_subcommand("lint", "Explain every mistake with file, line and remedy. Exit 3 when there are any");
    lint->add_option("folder", arguments->folder, "Catalogue folder (default: the built-in one)");
    lint->add_option("--overlay", arguments->overlay, "A site's additions, checked with it");
    lint->add_flag("--json", context.json, "Machine-readable output");
    lint->callback([&context, arguments] {
        auto const loaded = load(arguments->folder, arguments->overlay);
        if (loaded.has_error()) return context.fail(loaded.error());
        print_mistakes(context, loaded->mistakes);
    });

    auto* show = group->add_subcommand("show", "The catalogue as GET /api/catalogue gives it");
    show->callback([&context] {
        auto const loaded = load({}, {});
        if (loaded.has_error()) return context.fail(loaded.error());
        std::printf("%s\n", catalog::describe(*loaded->catalogue).c_str());
    });

    auto* migration =
        group->add_subcommand("migration", "SQL that leads from one catalogue to the built-in one; review and commit it");
    migration->add_option("--before", arguments->before, "Folder of the earlier catalogue (default: an empty database)");
    migration->add_option("--engine", arguments->engine, "sqlite or postgres")
        ->check(CLI::IsMember({"sqlite", "postgres"}))
        ->capture_default_str();
    migration->callback([&context, arguments] {
        auto const after = load({}, {});
        if (after.has_error()) return context.fail(after.error());
        auto const dialect = arguments->engine == "sqlite" ? records::Dialect::sqlite : records::Dialect::postgres;
        catalog::Loaded before;
        if (!arguments->before.empty()) {
            auto loaded = load(arguments->before, {});
            if (loaded.has_error()) return context.fail(loaded.error());
            before = std::move(*loaded);
            if (!before.catalogue) return print_mistakes(context, before.mistakes);
        }
        auto const fixed = arguments->before.empty() ? records::fixed_tables(dialect) : std::string();
        std::printf("%s%s", fixed.c_str(),
                    records::propose_migration(before.catalogue.get(), *after->catalogue, dialect).c_str());
    });
}

}  // namespace fx::app::cli
