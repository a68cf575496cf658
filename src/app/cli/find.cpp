#include "network/find.hpp"
#include "app/accounts.hpp"
#include "app/cli/cli.hpp"
#include "app/search_json.hpp"
#include "catalog/handles.hpp"
#include "records/permitted.hpp"

#include <fmt/format.h>

namespace fx::app::cli {
namespace {

/// Who asks: the account in its highest post, so that nothing is found that its holder may not see.
Result<records::Actor> asker(Program& program, std::string const& username) {
    Accounts accounts(program);
    FX_CHECK(program.store->read([&](store::Reader& reader) { return accounts.load(reader); }));
    auto const account = accounts.find(username);
    if (!account || account->disabled) return Problem(ProblemKind::not_found, {username}).at("--user");
    FX_TRY(auto const caller, accounts.in_post(*account, Id{}));
    return caller.actor;
}

std::string found_words(Context const& context, std::string const& by) {
    static std::map<std::string, std::pair<std::string, std::string>> const words{
        {"name", {"姓名", "name"}},
        {"name_start", {"姓名开头", "name begins so"}},
        {"pinyin", {"拼音", "pinyin"}},
        {"pinyin_start", {"拼音开头", "pinyin begins so"}},
        {"initials", {"首字母", "initials"}},
        {"initials_start", {"首字母开头", "initials begin so"}},
        {"phone", {"电话", "telephone"}},
        {"id_number", {"身份证号", "identity number"}},
        {"document_number", {"证件号", "document number"}},
        {"house_code", {"房屋编号", "dwelling code"}}};
    auto const found = words.find(by);
    return found == words.end() ? by : context.say(found->second.first, found->second.second);
}

/// The name, by what it was found, where, and the record's id: what a terminal has room for. No number of anybody.
Result<void> print_found(Context const& context, Program const& program, store::Reader& reader, records::Actor const& actor,
                         SearchQuery const& query) {
    auto const view = program.network->view();
    FX_TRY(auto const types, searched_types(*program.engine, actor, query.type));
    if (types.empty()) return records::not_permitted(*program.catalogue, actor.role, Words("查找", "search"));
    for (auto const& type : types) {
        FX_TRY(auto const found, network::find(*program.engine, reader, actor, type, query.line, query.limit));
        auto const& label = program.engine->table(type)->type().label;
        int const name = type == "person" ? handles::person::name.index : handles::household::head_name.index;
        fmt::print("{}  {}{}\n", context.say(label.zh, label.en), found.items.size(), found.more ? "+" : "");
        for (auto const& one : found.items) {
            auto const* text = text_in(one.record.values[std::size_t(name)]);
            fmt::print("  {}  {}  {}  {}\n", text == nullptr ? "-" : *text, found_words(context, one.by),
                       view.divisions().full_name(one.record.place), format(one.record.id));
        }
    }
    return {};
}

}  // namespace

void add_find(CLI::App& app, Context& context) {
    struct Arguments {
        SearchQuery query;
        std::string user;
    };
    auto const arguments = std::make_shared<Arguments>();
    auto* command =
        app.add_subcommand("find", "What an account finds by a name, pinyin, initials or number; numbers masked");
    common(*command, context);
    command->add_option("line", arguments->query.line, "Name, pinyin, initials, telephone or document number, dwelling code")
        ->required();
    command->add_option("--user", arguments->user, "Account that asks: its post's area and rights")->required();
    command->add_option("--type", arguments->query.type, "Only these")->check(CLI::IsMember({"person", "household"}));
    command->add_option("--limit", arguments->query.limit, "At most so many of each")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command->footer("Example: fangxian find wxm --data /srv/ganquan --user county");
    command->callback([&context, arguments] {
        auto const program = open(context, true);
        if (!program) return;
        auto const actor = asker(*program, arguments->user);
        if (actor.has_error()) return context.fail(actor.error());
        auto const read = program->store->read([&](store::Reader& reader) -> Result<void> {
            if (!context.json) return print_found(context, *program, reader, *actor, arguments->query);
            FX_TRY(auto const json, search_json(*program->engine, reader, *actor, arguments->query));
            fmt::print("{}\n", json);
            return {};
        });
        if (read.has_error()) context.fail(read.error());
    });
}

}  // namespace fx::app::cli
