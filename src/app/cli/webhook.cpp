#include "app/cli/cli.hpp"
#include "app/webhooks.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/access_log.hpp"
#include "records/query.hpp"

#include <fmt/format.h>

namespace fx::app::cli {
namespace {

namespace webhook = handles::webhook;

struct WebhookArguments {
    std::string id, purpose;
};

Result<records::Record> webhook_of(Program const& program, store::Reader& reader, std::string const& text) {
    FX_TRY(auto const id, parse_id(text));
    return records::find(*program.engine, reader, program.local_actor(), *program.engine->table(webhook::record_type), id);
}

Result<void> print_webhooks(Context const& context, Program const& program, store::Reader& reader) {
    auto const actor = program.local_actor();
    auto const& table = *program.engine->table(webhook::record_type);
    JsonWriter json;
    json.begin_array();
    records::ListQuery query;
    query.place = program.site.county;
    query.limit = 500;
    FX_TRY(auto const page, records::list(*program.engine, reader, actor, table, query));
    for (auto const& one : page.records) {
        if (context.json) {
            FX_CHECK(write_webhook(json, program, reader, actor, one, {}));
            continue;
        }
        FX_TRY(auto const stored, webhooks::delivery_of(reader, one.county, one.id));
        auto const delivery = stored.value_or(webhooks::Delivery{});
        fmt::print("{}  {:7} {}  {}\n    {} {}, {} {}{}\n", format(one.id), one.state,
                   get(one.values, webhook::name).value_or(""), get(one.values, webhook::url).value_or(""),
                   context.say("已送", "delivered"), delivery.delivered, context.say("放弃", "given up"), delivery.given_up,
                   delivery.last_error.empty() ? "" : "  " + delivery.last_error);
    }
    if (context.json) fmt::print("{}\n", json.end_array().text());
    return {};
}

Result<void> send_test(Context& context, Program& program, std::string const& id) {
    std::optional<records::Record> of;
    FX_CHECK(program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(of, webhook_of(program, reader, id));
        return {};
    }));
    Webhooks webhooks(program, ms_per_second);
    FX_CHECK(webhooks.start());
    FX_TRY(auto const tried, webhooks.test(*of));
    JsonWriter json;
    write_tried(json, tried);
    if (context.json)
        fmt::print("{}\n", json.text());
    else if (!tried.problem)
        fmt::print("HTTP {}, {} ms\n", tried.status, tried.took_ms);
    return tried.problem ? Result<void>(*tried.problem) : Result<void>();
}

/// Whoever may read the key file can compute it anyhow: here it is on record.
Result<void> print_secret(Context const& context, Program& program, WebhookArguments const& arguments) {
    std::string secret;
    FX_CHECK(program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto const of, webhook_of(program, tx, arguments.id));
        secret = webhooks::secret_of(*program.sealer, of.id);
        return records::log_unmasking(tx, *program.engine, program.local_actor(),
                                      *program.engine->table(webhook::record_type), program.county(), of.id,
                                      arguments.purpose, program.random);
    }));
    fmt::print("{}\n", context.json ? "{\"secret\":\"" + secret + "\"}" : secret);
    return {};
}

}  // namespace

void add_webhook(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("webhook", "Gateways that are told what happened: list, test, secret");
    group->require_subcommand(1);
    auto const arguments = std::make_shared<WebhookArguments>();
    auto* list = group->add_subcommand("list", "Webhooks and how their deliveries go");
    common(*list, context);
    list->callback([&context] {
        auto const program = open(context, true);
        if (!program) return;
        auto const done =
            program->store->read([&](store::Reader& reader) { return print_webhooks(context, *program, reader); });
        if (done.has_error()) context.fail(done.error());
    });
    auto* test = group->add_subcommand("test", "Send a signed test message now");
    common(*test, context);
    test->add_option("id", arguments->id, "Id of the webhook")->required();
    test->callback([&context, arguments] {
        auto const program = open(context, true);
        if (!program) return;
        if (auto const done = send_test(context, *program, arguments->id); done.has_error()) context.fail(done.error());
    });
    auto* secret =
        group->add_subcommand("secret", "The secret of the signatures; while the site is served, ask its interface");
    common(*secret, context);
    secret->add_option("id", arguments->id, "Id of the webhook")->required();
    secret->add_option("--purpose", arguments->purpose, "What it is wanted for; goes into the access log")->required();
    secret->callback([&context, arguments] {
        auto const program = open(context, false);
        if (!program) return;
        if (auto const done = print_secret(context, *program, *arguments); done.has_error()) context.fail(done.error());
    });
}

}  // namespace fx::app::cli
