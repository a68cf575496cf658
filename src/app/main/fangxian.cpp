#include "app/cli/cli.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <cstring>
#include <exception>

int main(int argc, char** argv) {
    ::umask(0077);  // names and addresses lie in the site's files: for its owner alone
    using namespace fx::app::cli;
    CLI::App app{
        "Fangxian 防线 — joint epidemic prevention and control: nobody missed.\n"
        "Exit codes: 0 done, 1 refused, 2 wrong usage, 3 verify or lint found something, 4 broken machine."};
    app.name("fangxian");
    app.require_subcommand(1);
    app.set_version_flag("--version", "fangxian 0.1.0");
    fx::SystemClock const clock;
    Context context;
    context.clock = &clock;
    auto const* language = std::getenv("LANG");
    context.english = language == nullptr || std::strncmp(language, "zh", 2) != 0;
    add_demo(app, context);
    add_init(app, context);
    add_serve(app, context);
    add_import(app, context);
    add_roster(app, context);
    add_round(app, context);
    add_coverage(app, context);
    add_rates(app, context);
    add_record(app, context);
    add_duty(app, context);
    add_order(app, context);
    add_plan(app, context);
    add_response(app, context);
    add_return(app, context);
    add_report(app, context);
    add_verify(app, context);
    add_user(app, context);
    add_catalog(app, context);
    add_export(app, context);
    add_exposed(app, context);
    add_find(app, context);
    add_map(app, context);
    add_backup(app, context);
    add_upstream(app, context);
    add_lower(app, context);
    add_webhook(app, context);
    add_detect(app, context);
    add_rt(app, context);
    add_nowcast(app, context);
    add_forecast(app, context);
    add_chains(app, context);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return app.exit(error) == 0 ? int(done) : int(wrong_usage);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "fangxian: %s\n", error.what());
        return broken;
    }
    return context.exit;
}
