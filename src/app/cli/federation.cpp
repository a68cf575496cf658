#include "app/federation.hpp"

#include "app/cli/cli.hpp"
#include "base/json_writer.hpp"

namespace fx::app::cli {
namespace {

struct SiteArguments {
    std::string url, name, place, key;
};

std::string instant_or_dash(std::optional<Instant> const& at) { return at ? format(*at) : "-"; }

void print_upstream(Context& context, Program& program, relay::Upstream const& upstream, store::SigningKey const& key,
                    std::int64_t waiting) {
    auto const code = format(program.site.county);
    if (context.json) {
        JsonWriter json;
        json.begin_object().key("place").string(code).key("name").string(upstream.name).key("url").string(upstream.url);
        json.key("key").string(key.public_key()).key("sequence").integer(upstream.sequence).key("waiting").integer(waiting);
        json.key("acknowledged_at").string(instant_or_dash(upstream.acknowledged_at)).end_object();
        std::printf("%s\n", json.text().c_str());
        return;
    }
    std::printf("%s: %s\n%s: %s\n%s: %lld, %s: %lld, %s: %s\n\n%s\n  fangxian lower add --place %s --name '%s' --key %s\n",
                context.say("上级", "upper level").c_str(), upstream.url.c_str(), context.say("公钥", "public key").c_str(),
                key.public_key().c_str(), context.say("已编号", "last statement").c_str(),
                static_cast<long long>(upstream.sequence), context.say("待确认", "waiting").c_str(),
                static_cast<long long>(waiting), context.say("上次确认", "acknowledged").c_str(),
                instant_or_dash(upstream.acknowledged_at).c_str(),
                context.say("请在上级站点运行：", "On the upper site, run:").c_str(), code.c_str(), upstream.name.c_str(),
                key.public_key().c_str());
}

Result<void> show_upstream(Context& context, Program& program) {
    FX_TRY(auto const key, relay::open_key(program.site.directory, false, program.random));
    return program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const upstream, relay::upstream_of(reader, program.county()));
        if (!upstream) return Problem(ProblemKind::relay_no_upstream);
        FX_TRY(auto const rows, reader.query("SELECT COUNT(*) FROM relay_outbox WHERE county = $1", {program.county()}));
        print_upstream(context, program, *upstream, key, std::get<std::int64_t>(rows[0][0]));
        return {};
    });
}

/// Another address starts over: who is there may know nothing of what was said elsewhere.
Result<void> set_upstream(Context& context, Program& program, SiteArguments const& arguments) {
    FX_CHECK(relay::parse_address(arguments.url));
    FX_CHECK(relay::open_key(program.site.directory, true, program.random));
    FX_CHECK(program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto known, relay::upstream_of(tx, program.county()));
        auto upstream = known.value_or(relay::Upstream{});
        upstream.county = program.county();
        upstream.whole = upstream.whole || upstream.url != arguments.url;
        upstream.url = arguments.url;
        upstream.name = arguments.name;
        upstream.made_at = tx.now();
        tx.put(relay::upstream_table(), relay::to_row(upstream));
        return {};
    }));
    return show_upstream(context, program);
}

Result<void> remove_upstream(Program& program) {
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto const known, relay::upstream_of(tx, program.county()));
        if (!known) return Problem(ProblemKind::relay_no_upstream);
        FX_TRY(auto const waiting, tx.query("SELECT sequence FROM relay_outbox WHERE county = $1", {program.county()}));
        for (auto const& row : waiting) tx.erase(relay::outbox_table(), {program.county(), row[0]});
        tx.erase(relay::upstream_table(), {program.county()});
        return {};
    });
}

Result<void> register_site(Program& program, SiteArguments const& arguments) {
    auto const place = parse_place(arguments.place);
    if (place.has_error()) return Problem(place.error()).at("--place");
    relay::Lower lower;
    lower.instance = *place;
    lower.name = arguments.name;
    lower.key = arguments.key;
    return program.store->write(
        [&](store::Tx& tx) { return app::register_lower(program, tx, program.local_actor(), lower); });
}

Result<void> list_lowers(Context& context, Program& program) {
    return program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const lowers, relay::all_lowers(reader));
        JsonWriter json;
        json.begin_array();
        for (auto const& lower : lowers) {
            auto const standing = relay::name(relay::standing_of(lower, program.clock.now(), program.site.relaying));
            json.begin_object().key("place").string(format(lower.instance)).key("name").string(lower.name);
            json.key("standing").string(standing).key("sequence").integer(lower.sequence);
            json.key("received_at").string(instant_or_dash(lower.received_at)).key("key").string(lower.key).end_object();
            if (!context.json)
                std::printf("%s  %s  %s  #%lld  %s\n", format(lower.instance).c_str(), lower.name.c_str(),
                            std::string(standing).c_str(), static_cast<long long>(lower.sequence),
                            instant_or_dash(lower.received_at).c_str());
        }
        if (context.json) std::printf("%s\n", json.end_array().text().c_str());
        return {};
    });
}

/// Opens the site and does it; the problem is printed.
void with_site(Context& context, bool read_only, std::function<Result<void>(Program&)> const& work) {
    auto const program = open(context, read_only);
    if (!program) return;
    if (auto const done = work(*program); done.has_error()) context.fail(done.error());
}

}  // namespace

void add_upstream(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("upstream", "The level above that this site relays its figures to: set, show, remove");
    group->require_subcommand(1);
    auto const arguments = std::make_shared<SiteArguments>();
    auto* set = group->add_subcommand("set", "Relay figures to an upper site; prints the public key to register there");
    common(*set, context);
    set->add_option("--url", arguments->url, "Address of the upper site, https://host[:port]")->required();
    set->add_option("--name", arguments->name, "What this site is called there")->required();
    set->footer(
        "Example: fangxian upstream set --data /srv/ganquan --url https://yanan.example:8020 --name 甘泉县\n"
        "What travels: counts of expected, done, late at villages and above. No household, no person, no free text.");
    set->callback([&context, arguments] {
        with_site(context, false, [&](Program& program) { return set_upstream(context, program, *arguments); });
    });
    auto* show = group->add_subcommand("show", "Address, public key, and how far the statements have come");
    common(*show, context);
    show->callback(
        [&context] { with_site(context, true, [&](Program& program) { return show_upstream(context, program); }); });
    auto* remove = group->add_subcommand("remove", "Relay no more; the key is kept");
    common(*remove, context);
    remove->callback([&context] { with_site(context, false, remove_upstream); });
}

void add_lower(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("lower", "Lower sites that may report here: add, list, remove");
    group->require_subcommand(1);
    auto const arguments = std::make_shared<SiteArguments>();
    auto* add = group->add_subcommand("add", "Register a lower site by its public key");
    common(*add, context);
    add->add_option("--place", arguments->place, "Its division code, e.g. 610627")->required();
    add->add_option("--name", arguments->name, "Its name")->required();
    add->add_option("--key", arguments->key, "Its public key, as fangxian upstream show prints it there")->required();
    add->footer("Example: fangxian lower add --data /srv/yanan --place 610627 --name 甘泉县 --key 5f0c…");
    add->callback([&context, arguments] {
        with_site(context, false, [&](Program& program) { return register_site(program, *arguments); });
    });
    auto* list = group->add_subcommand("list", "All lower sites and how old their information is");
    common(*list, context);
    list->callback(
        [&context] { with_site(context, true, [&](Program& program) { return list_lowers(context, program); }); });
    auto* remove = group->add_subcommand("remove", "Take no more from a lower site and forget its figures");
    common(*remove, context);
    remove->add_option("--place", arguments->place, "Its division code")->required();
    remove->callback([&context, arguments] {
        with_site(context, false, [&](Program& program) -> Result<void> {
            auto const place = parse_place(arguments->place);
            if (place.has_error()) return Problem(place.error()).at("--place");
            return program.store->write(
                [&](store::Tx& tx) { return app::remove_lower(program, tx, program.local_actor(), *place); });
        });
    });
}

}  // namespace fx::app::cli
