#include "app/cli/cli.hpp"
#include "app/cli/people.hpp"
#include "base/json_writer.hpp"

namespace fx::app::cli {
namespace {

struct Arguments {
    std::string username, name, role = "grid_worker", area, post, label;
    int days = 90;
};

/// One secret, printed once.
void print_secret(Context& context, std::string_view key, Result<std::string> const& secret) {
    if (secret.has_error()) return context.fail(secret.error());
    JsonWriter json;
    json.begin_object().key(key).string(*secret).end_object();
    std::printf("%s\n", context.json ? json.text().c_str() : secret->c_str());
}

void run_add(Context& context, Arguments const& arguments) {
    auto const program = open(context, false);
    if (!program) return;
    auto const area = arguments.area.empty() ? Result<Place>(program->site.county) : parse_place(arguments.area);
    if (area.has_error()) return context.misuse(Problem(area.error()).at("--area"));
    if (!program->network->exists(*area))
        return context.fail(Problem(ProblemKind::unknown_place, {arguments.area}).at("--area"));
    auto const* role = program->catalogue->code_list("post_role")->find(arguments.role);
    if (role == nullptr) return context.fail(Problem(ProblemKind::not_found, {arguments.role}).at("--role"));
    auto const title = arguments.post.empty() ? context.say(role->label.zh, role->label.en) : arguments.post;
    People people(*program);
    print_secret(context, "one_time_password",
                 people.add_with_post({arguments.username, arguments.name, arguments.role, title, *area, true, true}));
}

void run_list(Context& context) {
    auto const program = open(context, true);
    if (!program) return;
    People people(*program);
    JsonWriter json;
    json.begin_array();
    for (auto const& account : people.accounts().all()) {
        json.begin_object().key("username").string(account.username).key("name").string(account.name);
        json.key("disabled").boolean(account.disabled).end_object();
        if (!context.json)
            std::printf("%-24s %s%s\n", account.username.c_str(), account.name.c_str(),
                        account.disabled ? "  (disabled)" : "");
    }
    if (context.json) std::printf("%s\n", json.end_array().text().c_str());
}

}  // namespace

void add_user(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("user", "Accounts: add, list, reset, token");
    group->require_subcommand(1);
    auto const arguments = std::make_shared<Arguments>();
    auto const named = [&](char const* name, char const* what) {
        auto* command = group->add_subcommand(name, what);
        common(*command, context);
        command->add_option("username", arguments->username, "User name")->required();
        return command;
    };
    auto* add = named("add", "A new account with a post; prints its one-time password");
    add->add_option("--name", arguments->name, "The person's name")->required();
    add->add_option("--role", arguments->role, "Code of post_role: administrator, county_officer, grid_worker, …")
        ->capture_default_str();
    add->add_option("--area", arguments->area, "Division or zone the post answers for (default: the county)");
    add->add_option("--post", arguments->post, "Name of the post (default: the role)");
    add->footer("Example: fangxian user add wang --name 王芳 --role grid_worker --area 610627100201003");
    add->callback([&context, arguments] { run_add(context, *arguments); });

    auto* reset = named("reset", "A new one-time password for an account");
    reset->callback([&context, arguments] {
        if (auto const program = open(context, false))
            print_secret(context, "one_time_password", People(*program).reset_password(arguments->username));
    });

    auto* token = named("token", "An API token for a machine: acts under the account's first post");
    token->add_option("--label", arguments->label, "What it is for");
    token->add_option("--days", arguments->days, "Days it is valid")->check(CLI::Range(1, 366))->capture_default_str();
    token->callback([&context, arguments] {
        if (auto const program = open(context, false))
            print_secret(context, "token",
                         People(*program).make_token(arguments->username, arguments->label, arguments->days));
    });

    auto* list = group->add_subcommand("list", "All accounts");
    common(*list, context);
    list->callback([&context] { run_list(context); });
}

}  // namespace fx::app::cli
