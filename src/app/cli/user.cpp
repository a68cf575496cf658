#include "app/cli/cli.hpp"
#include "app/cli/people.hpp"
#include "base/json_writer.hpp"

namespace fx::app::cli {

void add_user(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("user", "Accounts: add, list, reset");
    group->require_subcommand(1);
    struct Arguments {
        std::string username, name, role = "grid_worker", area, post;
        int days = 90;
    };
    auto const arguments = std::make_shared<Arguments>();
    auto* add = group->add_subcommand("add", "A new account with a post; prints its one-time password");
    common(*add, context);
    add->add_option("username", arguments->username, "User name")->required();
    add->add_option("--name", arguments->name, "The person's name")->required();
    add->add_option("--role", arguments->role, "Code of post_role: administrator, county_officer, grid_worker, …")->capture_default_str();
    add->add_option("--area", arguments->area, "Division or zone the post answers for (default: the county)");
    add->add_option("--post", arguments->post, "Name of the post (default: the role)");
    add->footer("Example: fangxian user add wang --name 王芳 --role grid_worker --area 610627100201003");
    add->callback([&context, arguments] {
        auto const program = open(context, false);
        if (!program) return;
        auto const area = arguments->area.empty() ? Result<Place>(program->site.county) : parse_place(arguments->area);
        if (area.has_error()) return context.fail(Problem(area.error()).at("--area"));
        if (!program->network->exists(*area)) return context.fail(Problem(ProblemKind::unknown_place, {arguments->area}).at("--area"));
        auto const* roles = program->catalogue->code_list("post_role");
        auto const* role = roles->find(arguments->role);
        if (role == nullptr) return context.fail(Problem(ProblemKind::not_found, {arguments->role}).at("--role"));
        auto const title = arguments->post.empty() ? context.say(role->label.zh, role->label.en) : arguments->post;
        People people(*program);
        auto const password = people.add_with_post({arguments->username, arguments->name, arguments->role, title, *area, true, true});
        if (password.has_error()) return context.fail(password.error());
        JsonWriter json;
        json.begin_object().key("username").string(arguments->username).key("one_time_password").string(*password).end_object();
        std::printf("%s\n", context.json ? json.text().c_str() : password->c_str());
    });

    auto* reset = group->add_subcommand("reset", "A new one-time password for an account");
    common(*reset, context);
    reset->add_option("username", arguments->username, "User name")->required();
    reset->callback([&context, arguments] {
        auto const program = open(context, false);
        if (!program) return;
        People people(*program);
        auto const password = people.reset_password(arguments->username);
        if (password.has_error()) return context.fail(password.error());
        std::printf(context.json ? "{\"one_time_password\":\"%s\"}\n" : "%s\n", password->c_str());
    });

    auto* token = group->add_subcommand("token", "An API token for a machine: acts under the account's first post");
    common(*token, context);
    token->add_option("username", arguments->username, "User name")->required();
    token->add_option("--label", arguments->name, "What it is for");
    token->add_option("--days", arguments->days, "Days it is valid, 1 to 366")->check(CLI::Range(1, 366))->capture_default_str();
    token->callback([&context, arguments] {
        auto const program = open(context, false);
        if (!program) return;
        People people(*program);
        auto const made = people.make_token(arguments->username, arguments->name, arguments->days);
        if (made.has_error()) return context.fail(made.error());
        std::printf(context.json ? "{\"token\":\"%s\"}\n" : "%s\n", made->c_str());
    });

    auto* list = group->add_subcommand("list", "All accounts");
    common(*list, context);
    list->callback([&context] {
        auto const program = open(context, true);
        if (!program) return;
        People people(*program);
        JsonWriter json;
        json.begin_array();
        for (auto const& account : people.accounts().all()) {
            json.begin_object().key("username").string(account.username).key("name").string(account.name).key("disabled").boolean(account.disabled).end_object();
            if (!context.json) std::printf("%-24s %s%s\n", account.username.c_str(), account.name.c_str(), account.disabled ? "  (disabled)" : "");
        }
        if (context.json) std::printf("%s\n", json.end_array().text().c_str());
    });
}

}  // namespace fx::app::cli
